"""Take the printed rules out of a cut cell without eating the strokes that cross them."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ink import Gray

#: Share of the way from paper to ink at which a pixel counts as dark; stamps in light colours stay below.
DARK_SHARE = 0.38

#: Dots of a rule are no thicker than this (mm), nor further from each other.
DOT = 0.6


def paper_of(image: Gray) -> int:
    """Brightness of the paper: the median of a cell, which is mostly empty."""
    sample = image[::3, ::3].ravel()
    return int(np.partition(sample, len(sample) // 2)[len(sample) // 2])


def contrast_of(images: Sequence[Gray]) -> float:
    """How much darker the ink of a page is than its paper, from cells that still show their rules."""
    if not images:
        return 255.0
    depths = []
    for image in images[:: max(1, len(images) // 40)]:
        sample = np.sort(image[::2, ::2].ravel())
        depths.append(float(sample[len(sample) // 2]) - float(sample[len(sample) // 100]))
    return max(20.0, float(np.percentile(depths, 60)))


def dark_pixels(image: Gray, paper: int, contrast: float) -> Gray:
    """Dark pixels (255) of a cell against its own ``paper``."""
    limit = max(0.0, paper - DARK_SHARE * contrast)
    return np.asarray(cv2.threshold(image, limit, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)


def faint_limit(paper: int, contrast: float) -> float:
    """Below this brightness a pixel may belong to a rule, which is often paler than what is written."""
    return paper - 0.6 * DARK_SHARE * contrast


def band_of(scale: float) -> int:
    """How far from its border, in pixels, the middle of a rule is looked for; ``scale``: pixels a mm."""
    return max(2, round(0.55 * scale))


def faint_pixels(image: Gray, paper: int, contrast: float) -> Gray:
    """Pixels (1) below the ``faint_limit``."""
    return (image < faint_limit(paper, contrast)).view(np.uint8)


def erase_rules(image: Gray, pad: int, scale: float, paper: int, contrast: float) -> None:
    """Paint the rules along the four borders in the colour of the ``paper``, in place.

    ``pad``: where the borders lie, pixels from each side. ``scale``: pixels a mm. A rule pixel goes when
    the dark
    run through it, at right angles to the rule, is no longer than the rule is thick; longer runs are strokes
    that cross or touch it, and stay whole.
    """
    dark = faint_pixels(image, paper, contrast)
    band = band_of(scale)
    height, width = image.shape
    for place in (pad, height - pad):
        _erase_across(image, dark, place, band, scale, paper)
    # The upright rules are level ones of the picture turned over: rows lie in one piece in memory, columns don't.
    turned, turned_dark = cv2.transpose(image), cv2.transpose(dark)
    for place in (pad, width - pad):
        _erase_across(turned, turned_dark, place, band, scale, paper)
    cv2.transpose(turned, image)


def erase_line(image: Gray, place: int, scale: float, paper: int, contrast: float) -> None:
    """``erase_rules`` for one line across ``image`` at row ``place``."""
    _erase_across(
        image, faint_pixels(image, paper, contrast), place, max(2, round(0.25 * scale)), scale, paper
    )


def _erase_across(image: Gray, dark: Gray, place: int, band: int, scale: float, paper: int) -> None:
    height, width = image.shape
    first, last = max(0, place - band), min(height, place + band + 1)
    if first >= last:
        return
    coverage = _counts(dark[first:last]) / width
    dotted = coverage.max() < 0.4
    if dotted:
        gap = max(3, round(DOT * scale))
        closed = cv2.morphologyEx(dark[first:last], cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
        coverage = _counts(cv2.dilate(closed, np.ones((3, 1), np.uint8))) / width
        if coverage.max() < 0.5:
            return
    centre = first + int(coverage.argmax())
    reach = max(3, round(1.6 * scale))
    top, bottom = max(1, centre - reach), min(height - 1, centre + reach + 1)
    # Pixels above and below the centre, seen through a rule that may wander by one pixel.
    part = dark[top - 1 : bottom + 1]
    thick = part[1:-1] | part[:-2] | part[2:]
    middle = centre - top
    up = np.bitwise_and.accumulate(thick[middle::-1], axis=0).sum(0, dtype=np.int16)
    down = np.bitwise_and.accumulate(thick[middle:], axis=0).sum(0, dtype=np.int16)
    run = up + down - 1
    on_rule = run > 0
    runs = run[on_rule]
    if not len(runs):
        return
    usual = float(np.partition(runs, int(0.3 * len(runs)))[int(0.3 * len(runs))])
    if dotted and usual > DOT * scale:
        return
    plain = on_rule & (run <= usual + max(2.0, 0.12 * scale))
    # Only so near the centre anything goes.
    top = max(top, centre - int(up[plain].max(initial=0)) - 1)
    bottom = min(bottom, centre + int(down[plain].max(initial=0)) + 2)
    rows = np.arange(top - centre, bottom - centre, dtype=np.int16)[:, None]
    gone = plain & (rows >= -up) & (rows <= down)
    near = dark[top:bottom]
    near[gone] = 0
    # The gray seam of the rule, and the ends of its dots, would be left as a row of specks.
    seam = cv2.dilate(gone.view(np.uint8), np.ones((3, 3), np.uint8))
    image[top:bottom][seam > near] = paper


def _counts(dark: Gray) -> NDArray[np.int32]:
    """Dark pixels (1) in each row."""
    return np.asarray(cv2.reduce(dark, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[:, 0], np.int32)
