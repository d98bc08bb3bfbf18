"""Made-up blanks for the demo city and for tests: the catalogue's forms, drawn with lines where the places are."""

from pathlib import Path

from sekisho.affairs.bereavement.papers.fields import FIELDS, Place
from sekisho.affairs.bereavement.procedures import Procedure, catalogue
from sekisho.site.documents import pdf

_LAYOUT = Path(__file__).parent.parent / "layouts" / "blank.typ"
#: Procedures that a family of the demo city often needs.
USUAL = (
    "K03", "K05", "K06", "H01", "H03", "H06", "H07", "H08", "N01", "N03", "C01", "C02", "T01", "T02", "T04", "E01", "S01",
)  # fmt: skip
_ROWS = (
    "today", "visitor_name", "visitor_address", "visitor_phone", "visitor_birth", "visitor_relation", "deceased_name",
    "deceased_kana", "deceased_birth", "died_on", "deceased_address", "number",
)  # fmt: skip
_FIRST, _APART = 55, 12


def blank(one: Procedure) -> bytes:
    """The blank of a procedure."""
    rows = [{"label": FIELDS[name][0], "line": _FIRST + _APART * place} for place, name in enumerate(_ROWS)]
    said = {"title": one.form[0], "to": one.counter, "rows": rows, "note": one.name}
    return pdf(_LAYOUT, said, "said")


def places() -> list[Place]:
    """Where its fields stand."""
    return [
        Place(name, 0, 71, _FIRST + _APART * number, 116, 11)
        for number, name in enumerate(_ROWS)
    ]  # fmt: skip


def usual() -> list[tuple[Procedure, bytes]]:
    """The procedures with their blanks."""
    found = (catalogue().procedure(key) for key in USUAL)
    return [(one, blank(one)) for one in found if one]
