"""Documents of the house: a layout of typst filled with data, in the house's font, as PDF/A-2b."""

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path

import typst

from sekisho.base.kanji import bare

FONTS = Path(__file__).parent / "fonts"
#: Characters of a system's own (外字): what stands there in our fonts is something else.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SHAPED = re.compile("(.)[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')


def pdf(layout: Path, data: Mapping[str, object], name: str = "data") -> bytes:
    """The layout with ``data`` as JSON in ``sys.inputs.NAME``; the same data gives the same bytes.

    A character that no font of ours has, or that is a system's own, is printed 〓, as print shops do: the archive form of PDF doesn't
    allow a hole in the text, and a name with one must not stop the whole document.
    """
    said = _PRIVATE.sub("〓", bare(json.dumps(data, ensure_ascii=False)))
    while True:
        try:
            return _compiled(layout, {name: said})
        except typst.TypstError as error:
            missing = _MISSING.search(str(error))
            text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), missing[1]) if missing else ""
            # What can't be seen is written as a code in JSON too.
            written = next((one for one in (text, json.dumps(text)[1:-1]) if one and one in said), "")
            if not written:
                raise
            said = said.replace(written, "〓" * len(text))


def _compiled(source: Path | bytes, inputs: dict[str, str]) -> bytes:
    """PDF/A-2b with our fonts alone; raises TypstError."""
    return bytes(
        typst.compile(
            source, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=inputs, pdf_standards="a-2b"
        )
    )


def lacking(text: str) -> list[str]:
    """What of the text isn't printed as it is written: characters that no font of ours has (〓 stands there), and kanji of which a
    certain shape is asked for (IVS; the usual one stands there)."""
    shaped = [found[0] for found in _SHAPED.finditer(text)]
    return list(dict.fromkeys([*shaped, *(one for one in bare(text) if not _usual(one) and not _has(one))]))


def _usual(character: str) -> bool:
    """Is it of JIS X 0208, which our font has all of?"""
    try:
        return character >= " " and bool(character.encode("shift_jis"))
    except UnicodeEncodeError:
        return False


@functools.lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    """Has a font of ours this character? One at a time, so that no name is kept."""
    if _PRIVATE.match(character):
        return False
    source = b"#set document(date: datetime(year: 2026, month: 4, day: 1))\n#sys.inputs.one"
    try:
        _compiled(source, {"one": character})
    except typst.TypstError:
        return False
    return True
