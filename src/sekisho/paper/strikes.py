"""Lines that strike out what is written in a cell: level ones, slanted ones, two, a cross."""

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ink import Gray, may_run, runs

#: A level line that strikes out runs through this share of what is written at least.
_SHARE = 0.7
#: At a slant, or through a part of it, a line is no stroke of a character from so many heights of the cell on.
_SLANTING = 1.8
_SLOPES = tuple(np.linspace(-0.45, 0.45, 37).tolist())
#: So thin (heights of the cell) is the ink of a line alone, or of two, and over this share of its length nothing else stands there.
_THIN, _BARE = 0.2, 0.25
#: In a cell of fewer pixels a pixel more on either side of a stroke joins it with others.
_FINE = 45


def is_struck(inside: Gray) -> bool:
    """Whether in a cell's dark pixels (255) a line runs that is much longer than any stroke of a character."""
    columns = np.flatnonzero(inside.any(0))
    if not len(columns):
        return False
    written = int(columns[-1] - columns[0] + 1)
    return _level(inside, written) or (written >= _SLANTING * len(inside) and _slanted(inside))


def _level(inside: Gray, written: int) -> bool:
    """A level line through most of what is ``written`` (pixels from its first to its last column)."""
    height = len(inside)
    length = round(max(1.5 * height, _SHARE * written))
    if written < length:
        return False
    middle = cv2.dilate(
        inside[height // 6 : height - height // 6], np.ones((max(3, height // 14), 1), np.uint8)
    )
    return may_run(middle, length) and bool(_opened(middle, length).any())


def _slanted(inside: Gray) -> bool:
    """A straight line of ``_SLANTING`` heights or more, one stroke, two or a cross: between the characters nothing but it is seen."""
    height = len(inside)
    length = round(_SLANTING * height)
    thickness = np.count_nonzero(inside, axis=0)
    thin = (thickness > 0) & (thickness <= max(3, _THIN * height))
    closing = np.ones((1, 3), np.uint8)
    inked = cv2.morphologyEx((thickness > 0).astype(np.uint8)[None], cv2.MORPH_CLOSE, closing)[0]
    if not any(
        end - start >= length and _lies_bare(thin[start:end], height) for start, end in runs(inked > 0)
    ):
        return False
    lines = np.asarray(cv2.morphologyEx(inside, cv2.MORPH_CLOSE, closing), np.uint8)
    if height >= _FINE:
        lines = np.asarray(cv2.dilate(lines, np.ones((3, 1), np.uint8)), np.uint8)
    return any(_leans(lines, thin, slope, length) for slope in _SLOPES)


def _leans(lines: Gray, thin: NDArray[np.bool_], slope: float, length: int) -> bool:
    """A line of this ``slope`` through the middle part of the cell."""
    height, width = lines.shape
    # Sheared about the cell's middle, a line of this slope lies level.
    rise = abs(slope) * width / 2
    matrix = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * width / 2 + rise]])
    level = cv2.warpAffine(lines, matrix, (width, height + round(2 * rise)), flags=cv2.INTER_NEAREST)
    level = np.asarray(level, np.uint8)
    if not may_run(level, length):
        return False
    rows, columns = np.nonzero(_opened(level, length))
    for row in np.unique(rows):
        along = columns[rows == row]
        middle = row - rise + slope * (along.mean() - width / 2)
        if height / 6 <= middle < 5 * height / 6 and _lies_bare(thin[along], height):
            return True
    return False


def _opened(level: Gray, length: int) -> Gray:
    """What is left of level runs of at least ``length`` pixels."""
    return np.asarray(cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.uint8)


def _lies_bare(thin: NDArray[np.bool_], height: int) -> bool:
    """Whether nothing but the line is seen over enough of it, in several places: before, between and behind characters."""
    places = runs(thin)
    wide = places[:, 1] - places[:, 0] >= max(2, round(0.04 * height))
    return bool(thin.mean() >= _BARE and wide.sum() >= 3)
