"""Documents of the house: a layout of typst filled with data, in the house's font, as PDF/A-2b."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import typst

from sekisho.base.kanji import bare

FONTS = Path(__file__).parent / "fonts"
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')


def pdf(layout: Path, data: Mapping[str, object], name: str = "data") -> bytes:
    """The layout with ``data`` as JSON in ``sys.inputs.NAME``; the same data gives the same bytes.

    A character that no font of ours has is printed 〓, as print shops do: the archive form of PDF doesn't allow a hole in the
    text, and a name with one must not stop the whole document.
    """
    said = bare(json.dumps(data, ensure_ascii=False))
    while True:
        try:
            made = typst.compile(
                layout,
                font_paths=[FONTS],
                ignore_system_fonts=True,
                sys_inputs={name: said},
                pdf_standards="a-2b",
            )
            return bytes(made)
        except typst.TypstError as error:
            missing = _MISSING.search(str(error))
            if missing is None or missing[1] not in said:
                raise
            said = said.replace(missing[1], "〓" * len(missing[1]))
