"""Words beside the table that take a row back: 取消 in the margin, 欠, a cross."""

from collections.abc import Iterator

import cv2
import numpy as np

from sekisho.paper.cells import PageCells, cut_boxes
from sekisho.paper.engine import Engine
from sekisho.paper.form import Box, numbered_rows
from sekisho.paper.ink import Gray, around, ink_mask
from sekisho.paper.register import Placed
from sekisho.paper.remarks import takes_back
from sekisho.paper.scans import Scan
from sekisho.paper.values import free_text

#: How far from the table (mm) somebody writes, and how near to it rules still reach.
_REACH, _GAP = 22.0, 1.0
#: A word is so high and so wide (mm); what is smaller is dirt, what is higher a bracket, a fold or the edge of the paper.
_HIGH, _WIDE = (1.8, 12.0), 1.8
#: Characters of a word stand this near to each other (mm).
_NEAR = 2.0
#: Most words of a margin that are read: beyond that the paper is dirty or torn.
_MOST = 8
_CROSSES = frozenset("×XxＸ✕")
#: A bracket stands this near to its word (mm), and its tips may reach so far into rows that it doesn't mean.
_BRACKET, _TIP = 4.0, 1.5
#: Pixels a mm in which words are looked for.
_SCALE = 5.0

#: Left, top, right and bottom in pixels of a strip.
Place = tuple[int, int, int, int]


def words_beside(scan: Scan, placed: Placed, cells: PageCells, engine: Engine) -> Iterator[tuple[int, str]]:
    """Rows beside which a word takes them back, or a bracket that has such a word, and what is said of them."""
    for box in _margins(placed):
        (strip,) = cut_boxes(scan, placed, [box])
        scale = strip.shape[0] / box[3]
        shrink = min(1.0, _SCALE / scale)
        small = cv2.resize(strip, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        words, brackets = _words(np.asarray(small, np.uint8), shrink * scale)
        for word in words:
            left, top, right, bottom = (round(place / shrink) for place in word)
            pad = round(0.5 * scale)
            crop = strip[max(0, top - pad) : bottom + pad, max(0, left - pad) : right + pad]
            line = engine.recogniser.lines([np.ascontiguousarray(crop)])[0]
            # A colon would make a column's name of what stands before it.
            text = free_text(line, engine.alphabet).text.replace("：", "")
            if takes_back(text) or text in _CROSSES:
                own = [one for one in brackets if _belongs(one, word, shrink * scale)]
                middle = (word[1] + word[3]) / 2
                first = min([middle, *(one[1] + _TIP * shrink * scale for one in own)]) / (shrink * scale)
                last = max([middle, *(one[3] - _TIP * shrink * scale for one in own)]) / (shrink * scale)
                for number in _rows_between(placed, box[1] + first, box[1] + last):
                    if number in cells.rows:
                        yield number, f"欄外に「{text}」とあります"


def _belongs(bracket: Place, word: Place, scale: float) -> bool:
    """Whether a bracket has this word at its side."""
    apart = max(bracket[0] - word[2], word[0] - bracket[2]) / scale
    return apart < _BRACKET and bracket[1] < word[3] and word[1] < bracket[3]


def _margins(placed: Placed) -> list[Box]:
    """Left and right of all tables, as high as they are."""
    tables, page = placed.page.tables, placed.page
    if not tables:
        return []
    left, right = min(t.columns[0].left for t in tables), max(t.columns[-1].right for t in tables)
    top, bottom = min(t.edges[0] for t in tables), max(t.edges[-1] for t in tables)
    begin, end = max(0.0, left - _REACH), min(page.width, right + _REACH)
    found = ((begin, left - _GAP), (right + _GAP, end))
    return [(a, top, b - a, bottom - top) for a, b in found if b - a > 2 * _WIDE]


def _words(strip: Gray, scale: float) -> tuple[list[Place], list[Place]]:
    """What may be a word, from above to below; and what is higher than one."""
    ink = ink_mask(strip, 2 * round(5 * scale) + 1)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    high = stats[:, cv2.CC_STAT_HEIGHT] > _HIGH[1] * scale
    small = stats[:, cv2.CC_STAT_AREA] < (0.25 * scale) ** 2
    high[0] = True
    brackets = [(x, y, x + width, y + height) for x, y, width, height, _ in stats[high].tolist()[1:]]
    ink[(high | small)[labels]] = 0
    reach = np.ones((2 * round(_NEAR * scale / 4) + 1, 2 * round(_NEAR * scale / 2) + 1), np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, reach))
    found = []
    for x, y, width, height, _ in boxes[1:].tolist():
        left, top, right, bottom = around(ink[y : y + height, x : x + width] > 0) or (0, 0, 0, 0)
        tall = _HIGH[0] * scale <= bottom - top <= _HIGH[1] * scale
        if tall and right - left >= _WIDE * scale:
            found.append((x + left, y + top, x + right, y + bottom))
    return sorted(found, key=lambda box: box[1]) if len(found) <= _MOST else [], brackets


def _rows_between(placed: Placed, first: float, last: float) -> list[int]:
    """The numbers of the rows (through all tables) between these heights, in mm from the top of the page."""
    rows = numbered_rows(placed.page.tables)
    return [number for number, _, top, bottom in rows if top <= last and first < bottom]
