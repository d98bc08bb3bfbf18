"""The small printed boxes of a form (□) that are ticked: where they stand, and which of them hold ink."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ink import Gray
from sekisho.paper.rulings import contrast_of, dark_pixels, paper_of

#: Sides of a box in mm, and how unlike in size and height the boxes of one line may be.
LEAST, MOST, ALIKE = 2.6, 5.6, 0.07
#: Share of each side that is dark on a printed box.
_DRAWN = 0.8
#: Of the inside, so much from each side belongs to the printed line (mm).
_LINE = 0.55
#: Left of a box and below it (mm) there is paper: a square that is part of a character (話, 番) has strokes there. A tick may
#: leave it to the right and above.
_AROUND, _CLEAR = 0.7, 0.12
#: Share of dark pixels inside from which a box counts as ticked, and up to which as empty.
TICKED, EMPTY = 0.09, 0.03
#: What is fuller than a tick makes it, and less than blackened all over, is a character (間).
_CHARACTER = (0.45, 0.85)


@dataclass(frozen=True)
class TickBox:
    """A box in pixels of the picture that it was found on. ``ink``: share of dark pixels inside, 0..1."""

    left: int
    top: int
    side: int
    ink: float


def find_tickboxes(gray: Gray, pixels_per_mm: float, count: int = 0) -> list[TickBox]:
    """The boxes of one line from the left: ``count`` of one size where so many are known to be printed and are there, else
    those of the commonest size, since print looks like boxes too (口, 国)."""
    dark = dark_pixels(gray, paper_of(gray), contrast_of([gray])) > 0
    found = [one for one in _squares(dark, pixels_per_mm) if not _CHARACTER[0] < one.ink < _CHARACTER[1]]
    groups = [[other for other in found if _alike(one, other)] for one in found]
    best = max(
        groups, key=lambda group: (len(group) == count, len(group), sum(b.side for b in group)), default=[]
    )
    return sorted(best, key=lambda box: box.left)


def _alike(one: TickBox, other: TickBox) -> bool:
    most = ALIKE * one.side
    return abs(one.side - other.side) <= most and abs(one.top - other.top) <= 2 * most


def _squares(dark: NDArray[np.bool_], scale: float) -> list[TickBox]:
    """Places where all four sides of a square are drawn, the best of each place."""
    height, width = dark.shape
    thick = np.ones((3, 1), np.uint8)
    across = np.pad(cv2.dilate(dark.astype(np.uint8), thick).astype(np.int32).cumsum(1), ((0, 0), (1, 0)))
    down = np.pad(cv2.dilate(dark.astype(np.uint8), thick.T).astype(np.int32).cumsum(0), ((1, 0), (0, 0)))
    best: list[tuple[float, int, int, int]] = []
    for side in range(max(6, round(LEAST * scale)), round(MOST * scale) + 1):
        if side + 1 >= min(height, width):
            break
        level = (across[:, side:] - across[:, :-side]) / side
        upright = (down[side:] - down[:-side]) / side
        rows, columns = height - side, width - side
        drawn = np.minimum(level[:rows, :columns], level[side : side + rows, :columns])
        drawn = np.minimum(drawn, np.minimum(upright[:rows, :columns], upright[:rows, side : side + columns]))
        for top, left in np.argwhere(drawn > _DRAWN):
            best.append((float(drawn[top, left]), int(side), int(top), int(left)))
    kept: list[TickBox] = []
    # Of equally well drawn squares the larger: the inner edge of a thick line makes a smaller one.
    for _, side, top, left in sorted(best, key=lambda one: (-round(one[0], 1), -one[1])):
        apart = (
            abs(left + side / 2 - b.left - b.side / 2) + abs(top + side / 2 - b.top - b.side / 2)
            for b in kept
        )
        if all(away > 0.8 * side for away in apart) and _stands_alone(dark, left, top, side, scale):
            kept.append(TickBox(left, top, side, _inside(dark, left, top, side, scale)))
    return kept


def _stands_alone(dark: NDArray[np.bool_], left: int, top: int, side: int, scale: float) -> bool:
    near, far = max(2, round(0.35 * scale)), max(3, round(_AROUND * scale))
    beside = dark[top : top + side, max(0, left - far) : max(0, left - near + 1)]
    below = dark[top + side + near : top + side + far + 1, left : left + side]
    return all(not part.size or float(part.mean()) < _CLEAR for part in (beside, below))


def _inside(dark: NDArray[np.bool_], left: int, top: int, side: int, scale: float) -> float:
    edge = max(2, round(_LINE * scale))
    inner = dark[top + edge : top + side - edge + 1, left + edge : left + side - edge + 1]
    return float(inner.mean()) if inner.size else 0.0
