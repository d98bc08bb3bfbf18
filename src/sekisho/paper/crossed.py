"""A long line that somebody drew across the whole sheet: all of it is void."""

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ink import Floats, ink_mask
from sekisho.paper.register import Placed
from sekisho.paper.register.refine import pixels_per_mm
from sekisho.paper.scans import Scan

CROSSED = "用紙に大きな線が引かれています"
#: Pixels a mm in which such a line is looked for; how long it is at least (mm), and how far it leans against the rules (degrees).
_SCALE, _LONG, _LEAN = 3.0, 80.0, 8.0
#: So much of its length tells the search that there is one, and over such gaps (mm) it goes on: the form's rules take pieces out.
_ENOUGH, _GAP = 0.4, 4.0
#: So much of its length is dark at least: characters that happen to stand in a row leave gaps.
_DARK = 0.95
#: Most lines of a page that are looked at closely.
_MOST = 40


def is_crossed(scan: Scan, placed: Placed) -> bool:
    """Whether a long slanted line runs through a table of the page."""
    # What a file says of its resolution may be missing or made up, as in photographs: how the form lies on it says more.
    fine = pixels_per_mm(placed.transform, placed.page)
    shrink = min(1.0, _SCALE / fine)
    small = np.asarray(
        cv2.resize(scan.gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8
    )
    ink = ink_mask(small, 31)
    scale = shrink * fine
    # Most of a form's ink is its rules; without them the search takes half as long.
    run = round(8 * scale)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, run), np.uint8)) | cv2.morphologyEx(
        ink, cv2.MORPH_OPEN, np.ones((run, 1), np.uint8)
    )
    lines = cv2.HoughLinesP(
        cv2.subtract(ink, rules),
        1,
        np.pi / 360,
        round(_ENOUGH * _LONG * scale),
        minLineLength=_LONG * scale,
        maxLineGap=_GAP * scale,
    )
    if lines is None:
        return False
    near = cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0
    return any(_crosses(line, near, placed, shrink) for line in lines.reshape(-1, 4)[:_MOST].astype(float))


def _crosses(line: Floats, near: NDArray[np.bool_], placed: Placed, shrink: float) -> bool:
    ends = line.reshape(2, 2)
    points = ends[0] + np.linspace(0, 1, 200)[:, None] * (ends[1] - ends[0])
    x, y = points.round().astype(int).T
    if near[y, x].mean() < _DARK:
        return False
    # Level and upright are what the form's own rules are, at the line's place.
    middle = np.linalg.inv(placed.transform) @ [*(ends.mean(0) / shrink), 1.0]
    at = middle[:2] / middle[2]
    around = placed.to_pixels(at + np.array([(0, 0), (10, 0), (0, 10)]))
    way = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0])
    for axis in (around[1] - around[0], around[2] - around[0]):
        if abs(float(way @ axis)) / np.linalg.norm(axis) > np.cos(np.deg2rad(_LEAN)):
            return False
    return any(
        table.columns[0].left < at[0] < table.columns[-1].right and table.edges[0] < at[1] < table.edges[-1]
        for table in placed.page.tables
    )
