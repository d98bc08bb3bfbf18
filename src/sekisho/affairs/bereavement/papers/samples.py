"""Made-up blanks for the demo city and for tests: the catalogue's forms, drawn with lines where the places are."""

from pathlib import Path

from sekisho.affairs.bereavement.papers.fields import CHECK, FIELDS, ROLE, Place
from sekisho.affairs.bereavement.procedures import Procedure, catalogue
from sekisho.affairs.bereavement.roles import Role, labelled
from sekisho.site.documents import pdf

_LAYOUT = Path(__file__).parent.parent / "layouts" / "blank.typ"
#: Procedures that a family of the demo city often needs.
USUAL = (
    "K03", "K05", "K06", "H01", "H03", "H06", "H07", "H08", "N01", "N03", "C01", "C02", "T01", "T02", "T04", "E01", "S01",
)  # fmt: skip
_ROWS = (
    "today", "visitor_name", "visitor_address", "visitor_phone", "visitor_birth", "visitor_relation", "deceased_name",
    "deceased_registry", "deceased_kana", "deceased_birth", "died_on", "deceased_address", "number",
)  # fmt: skip
_FIRST, _APART = 52, 11
#: Boxes for what the applicant is: their line, and millimetres between them.
_BOXES, _BESIDE = _FIRST + _APART * len(_ROWS), 40


def blank(one: Procedure) -> bytes:
    """The blank of a procedure."""
    rows = [{"label": FIELDS[name][0], "line": _FIRST + _APART * place} for place, name in enumerate(_ROWS)]
    boxes = [{"label": role.label, "x": x} for role, x in _boxes(one)]
    said = {
        "title": one.form[0],
        "to": one.counter,
        "rows": rows,
        "note": one.name,
        "boxes": boxes,
        "line": _BOXES,
    }
    return pdf(_LAYOUT, said, "said")


def _boxes(one: Procedure) -> list[tuple[Role, int]]:
    return [(role, 71 + _BESIDE * place) for place, role in enumerate(labelled(one.roles)[:3])]


def places(one: Procedure) -> list[Place]:
    """Where its fields stand."""
    texts = [Place(name, 0, 71, _FIRST + _APART * number, 116, 11) for number, name in enumerate(_ROWS)]
    ticks = [Place(CHECK, 0, x, _BOXES, 5, 11, ROLE, role.key) for role, x in _boxes(one)]
    return [*texts, *ticks]


def usual() -> list[tuple[Procedure, bytes]]:
    """The procedures with their blanks."""
    found = (catalogue().procedure(key) for key in USUAL)
    return [(one, blank(one)) for one in found if one]
