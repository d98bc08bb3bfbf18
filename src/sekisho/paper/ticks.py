"""Ink in a name cell that nobody's name is: a clerk's pencil tick, the end of an underline, dust."""

import re

from sekisho.paper.cells import Cell
from sekisho.paper.engine import Reading
from sekisho.paper.furigana import ink_of
from sekisho.paper.ink import around

#: No name is narrower than this many heights of its row (the narrowest of 1,796 on calibration pages: 1.67), nor as flat as a line.
_NARROW, _FLAT = 1.2, 0.3
#: What is read as any of these may be a name, however narrow: kanji and kana but the strokes that ticks and lines look like.
_NAMED = re.compile(r"[々ぁ-ゖァ-ヺ㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")
_STROKES = str.maketrans("", "", "一丶丿ノレヽヘ")


def names_something(text: str) -> bool:
    """Whether a reading holds a character that no tick, line or speck looks like."""
    return bool(_NAMED.search(text.translate(_STROKES)))


def is_tick(cell: Cell, reading: Reading) -> bool:
    """Whether what stands in a name cell is too narrow or too flat for a name, and reads as none (``reading``: against the roster)."""
    if names_something(reading.text):
        return False
    ink = ink_of(cell.image) > 0
    box = around(ink)
    if box is None:
        return True
    left, top, right, bottom = box
    height = len(ink) - 2 * cell.margin
    return right - left <= _NARROW * height or bottom - top <= _FLAT * height
