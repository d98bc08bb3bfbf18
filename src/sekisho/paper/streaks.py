"""Lines that a dirty copier drew down the whole sheet, taken out of the cells of a column.

Such a line stands in every row at the same place, the empty ones too, and runs from border to border; no writing does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ink import Gray, runs
from sekisho.paper.rulings import erase_line, faint_limit, paper_of

#: In fewer rows than this, or in less than this share of them, a line may be writing.
_ROWS, _SHARE = 4, 0.7
#: So much of a cell's height a line fills, and so thin it is (mm); in all rows it stands at the same place within so much (mm).
_FILLED, _WIDE, _NEAR = 0.88, 0.7, 0.4
#: Nearer to a border of the column than this (mm) it is taken for the border's rule.
_BORDER = 0.8


@dataclass(frozen=True)
class Crop:
    """A cell of a column before its rules are taken out. ``pad``: pixels beyond the borders; ``scale``: pixels a mm."""

    image: Gray
    pad: int
    scale: float

    @cached_property
    def paper(self) -> int:
        """Brightness of the paper; few cells of a column are looked at so closely unless it has a streak."""
        return paper_of(self.image)


def erase_streaks(column: Sequence[Crop], contrast: float) -> None:
    """Paint the streaks of a column's cells in the colour of their paper, in place; strokes that cross them stay."""
    step = max(1, len(column) // 8)
    if len(column) < _ROWS or not any(len(_lines(crop, contrast)) for crop in column[::step]):
        return
    found = [_lines(crop, contrast) for crop in column]
    places = np.sort(np.concatenate(found))
    while len(places):
        near = [np.abs(lines - places[0]) < _NEAR for lines in found]
        if sum(one.any() for one in near) >= max(_ROWS, _SHARE * len(column)):
            for crop, lines, own in zip(column, found, near, strict=True):
                for place in lines[own]:
                    at = crop.pad + round(float(place) * crop.scale)
                    erase_line(crop.image.T, at, crop.scale, crop.paper, contrast)
        places = places[places >= places[0] + _NEAR]


def _lines(crop: Crop, contrast: float) -> NDArray[np.float64]:
    """Where (mm from the column's left border) thin lines run through the whole height of a cell."""
    dark = cv2.threshold(crop.image, faint_limit(crop.paper, contrast), 255, cv2.THRESH_BINARY_INV)[1]
    # A line may wander by a pixel.
    near = cv2.dilate(dark, np.ones((1, 3), np.uint8))
    filled = cv2.reduce(near, 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)[0] > 255 * _FILLED
    if not filled.any():
        return np.zeros(0)
    ends = runs(filled)
    middle = (ends.mean(1) - 0.5 - crop.pad) / crop.scale
    width = (crop.image.shape[1] - 2 * crop.pad) / crop.scale
    thin = np.diff(ends, axis=1)[:, 0] - 2 <= max(3.0, _WIDE * crop.scale)
    inside = (middle > _BORDER) & (middle < width - _BORDER)
    return np.asarray(middle[thin & inside])
