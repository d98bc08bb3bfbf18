"""Documents of the house: a layout of typst with data as JSON, in the house's font, as PDF/A-2b."""

import json
from collections.abc import Mapping
from pathlib import Path

import typst

_HERE = Path(__file__).parent
#: The house's font, then those for the rare kanji of names that it lacks (髙, 﨑, 𠮷): of two files of one family the first
#: folder's wins. Layouts name them in this order: "BIZ UDGothic", "Zen Kaku Gothic New", "Klee One".
FONTS = (_HERE / "layouts" / "fonts", _HERE.parent / "paper" / "fonts")


def pdf(layout: Path, data: Mapping[str, object]) -> bytes:
    """The layout filled with ``data``; the same data gives the same bytes."""
    given = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return _compiled(layout, given, "a-2b")
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # PDF/A refuses a sign that no font has. Shown as an empty box, the reader sees that something is missing.
        return _compiled(layout, given, None)


def _compiled(layout: Path, given: dict[str, str], standard: str | None) -> bytes:
    made = typst.compile(
        layout.read_bytes(),
        font_paths=list(FONTS),
        ignore_system_fonts=True,
        sys_inputs=given,
        pdf_standards=standard or [],
    )
    return bytes(made)
