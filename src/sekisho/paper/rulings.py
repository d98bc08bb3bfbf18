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


def erase_rules(image: Gray, pad: int, scale: float, paper: int, contrast: float) -> None:
    """Paint the rules along the four borders in the colour of the ``paper``, in place.

    ``pad``: where the borders lie, pixels from each side. ``scale``: pixels a mm. A rule pixel goes when
    the dark
    run through it, at right angles to the rule, is no longer than the rule is thick; longer runs are strokes
    that cross or touch it, and stay whole.
    """
    dark = image < faint_limit(paper, contrast)
    band = max(2, round(0.55 * scale))
    height, width = image.shape
    for place in (pad, height - pad):
        _erase_across(image, dark, place, band, scale, paper)
    for place in (pad, width - pad):
        _erase_across(image.T, dark.T, place, band, scale, paper)


def erase_line(image: Gray, place: int, scale: float, paper: int, contrast: float) -> None:
    """``erase_rules`` for one line across ``image`` at row ``place``."""
    dark = image < faint_limit(paper, contrast)
    _erase_across(image, dark, place, max(2, round(0.25 * scale)), scale, paper)


def _erase_across(
    image: Gray, dark: NDArray[np.bool_], place: int, band: int, scale: float, paper: int
) -> None:
    height = image.shape[0]
    first, last = max(0, place - band), min(height, place + band + 1)
    coverage = dark[first:last].sum(1) / dark.shape[1]
    if not len(coverage):
        return
    dotted = coverage.max() < 0.4
    if dotted:
        gap = max(3, round(DOT * scale))
        closed = cv2.morphologyEx(
            dark[first:last].astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)
        )
        coverage = cv2.dilate(closed, np.ones((3, 1), np.uint8)).sum(1) / dark.shape[1]
        if coverage.max() < 0.5:
            return
    centre = first + int(coverage.argmax())
    reach = max(3, round(1.6 * scale))
    top, bottom = max(1, centre - reach), min(height - 1, centre + reach + 1)
    # Pixels above and below the centre, seen through a rule that may wander by one pixel.
    part = dark[top - 1 : bottom + 1]
    thick = part[1:-1] | part[:-2] | part[2:]
    middle = centre - top
    up = np.logical_and.accumulate(thick[middle::-1], axis=0).sum(0)
    down = np.logical_and.accumulate(thick[middle:], axis=0).sum(0)
    run = up + down - 1
    on_rule = run > 0
    if not on_rule.any():
        return
    runs = np.sort(run[on_rule])
    usual = float(runs[int(0.3 * len(runs))])
    if dotted and usual > DOT * scale:
        return
    plain = on_rule & (run <= usual + max(2.0, 0.12 * scale))
    rows = np.arange(top, bottom)[:, None]
    gone = plain & (rows > centre - up - 1) & (rows < centre + down + 1)
    dark[top:bottom][gone] = False
    # The gray seam of the rule, and the ends of its dots, would be left as a row of specks.
    seam = cv2.dilate(gone.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    image[top:bottom][seam & ~dark[top:bottom]] = paper
