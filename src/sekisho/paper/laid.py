"""A placed page as it would lie on its form, to be looked at with what was read beside it."""

import cv2
import numpy as np

from sekisho.paper.ink import Floats, Gray
from sekisho.paper.register import Placed
from sekisho.paper.scans import Scan

#: Pixels a mm of the picture.
SHOWN = 6.0
#: Paper (mm) shown around a box.
_AROUND = 0.8


def laid(scan: Scan, placed: Placed) -> Gray:
    """The page level and as large as the form says (SHOWN pixels a mm), without what the curl of the paper adds."""
    page = placed.page
    size = (round(page.width * SHOWN), round(page.height * SHOWN))
    matrix = placed.transform @ np.diag([1 / SHOWN, 1 / SHOWN, 1.0])
    how = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
    flat = cv2.warpPerspective(scan.gray, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, dtype=np.uint8)


def box_on_form(quad: Floats, placed: Placed) -> list[float]:
    """Where corners on the scan lie on ``laid``, with a little paper around, in mm: left, top, width, height."""
    points = np.c_[quad, np.ones(len(quad))] @ np.linalg.inv(placed.transform).T
    flat = points[:, :2] / points[:, 2:]
    (left, top), (right, bottom) = flat.min(0) - _AROUND, flat.max(0) + _AROUND
    return [round(float(value), 1) for value in (left, top, right - left, bottom - top)]
