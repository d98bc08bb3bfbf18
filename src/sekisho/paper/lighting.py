"""Paper of one shade: the shadow of a hand, a lamp from the side and the dark edge of a book are taken out of a page."""

import cv2
import numpy as np

from sekisho.paper.ink import Gray, percentiles

#: The paper's shade is looked for in squares of so many pixels …
_SQUARE = 16
#: … and a page whose squares differ by less than so many shades is left as it is.
_EVEN = 24
#: Nothing is made brighter than by this factor: beyond the sheet there may be a dark table.
_MOST = 3.0


def evenly_lit(gray: Gray) -> Gray:
    """The page with its paper at one shade everywhere; the very same page where that is so already.

    The shade around a place is that of the brightest of the squares near it, so that writing doesn't count as shadow.
    """
    height, width = gray.shape
    size = (max(2, width // _SQUARE), max(2, height // _SQUARE))
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
    shade = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 5)
    low, high = percentiles(np.asarray(shade, np.uint8), 4, 96)
    if high - low < _EVEN:
        return gray
    shade = np.maximum(cv2.GaussianBlur(shade, (0, 0), 2), round(high / _MOST)).astype(np.uint8)
    everywhere = cv2.resize(shade, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, everywhere, scale=high), np.uint8)
