"""Level lines that strike out what is written in a cell. What else people do with a pen is told by ``paper.alterations``."""

import cv2
import numpy as np

from sekisho.paper.ink import Gray, may_run

#: A level line that strikes out is this many heights of the cell long, and runs through this share of what is written at least.
_LONG, _SHARE = 1.5, 0.7


def is_struck(inside: Gray) -> bool:
    """Whether in a cell's dark pixels (255) a level line runs that is much longer than any stroke of a character."""
    columns = np.flatnonzero(inside.any(0))
    if not len(columns):
        return False
    height, written = len(inside), int(columns[-1] - columns[0] + 1)
    length = round(max(_LONG * height, _SHARE * written))
    if written < length:
        return False
    middle = cv2.dilate(
        inside[height // 6 : height - height // 6], np.ones((max(3, height // 14), 1), np.uint8)
    )
    if not may_run(middle, length):
        return False
    return bool(cv2.morphologyEx(middle, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)).any())
