"""Take the printed rules out of a cut cell without eating the strokes that cross them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ink import Gray

#: Share of the way from paper to ink at which a pixel counts as dark; stamps in light colours stay below.
DARK_SHARE = 0.38


def contrast_of(images: Sequence[Gray]) -> float:
    """How much darker the ink of a page is than its paper, from cells that still show their rules."""
    if not images:
        return 255.0
    depths = [float(np.median(image)) - float(np.percentile(image[::2, ::2], 1)) for image in images]
    return max(20.0, float(np.percentile(depths, 60)))


def dark_pixels(image: Gray, contrast: float) -> Gray:
    """Dark pixels (255) of a cell against its own paper."""
    limit = float(np.median(image)) - DARK_SHARE * contrast
    return np.where(image < limit, np.uint8(255), np.uint8(0))


def erase_rules(image: Gray, pad: int, scale: float, contrast: float) -> None:
    """Paint the rules along the four borders paper-white, in place.

    ``pad``: where the borders lie, pixels from each side. ``scale``: pixels a mm. A rule pixel goes when the dark
    run through it, at right angles to the rule, is no longer than the rule is thick; longer runs are strokes
    that cross or touch it, and stay whole.
    """
    paper = np.uint8(np.median(image))
    dark = image < float(paper) - 0.6 * DARK_SHARE * contrast
    band = max(2, round(0.55 * scale))
    height, width = image.shape
    for place in (pad, height - pad):
        _erase_across(image, dark, place, band, scale, paper)
    for place in (pad, width - pad):
        _erase_across(image.T, dark.T, place, band, scale, paper)


def _erase_across(
    image: Gray, dark: NDArray[np.bool_], place: int, band: int, scale: float, paper: np.uint8
) -> None:
    height = image.shape[0]
    first, last = max(0, place - band), min(height, place + band + 1)
    coverage = dark[first:last].mean(1)
    if not len(coverage) or coverage.max() < 0.4:
        return
    centre = first + int(coverage.argmax())
    reach = max(3, round(1.6 * scale))
    # Pixels above and below the centre, seen through a rule that may wander by one pixel.
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    up = np.logical_and.accumulate(thick[max(0, centre - reach) : centre + 1][::-1], axis=0).sum(0)
    down = np.logical_and.accumulate(thick[centre : centre + reach + 1], axis=0).sum(0)
    run = up + down - 1
    on_rule = run > 0
    if not on_rule.any():
        return
    usual = float(np.percentile(run[on_rule], 30))
    plain = on_rule & (run <= usual + max(2.0, 0.12 * scale))
    rows = np.arange(height)[:, None]
    gone = plain & (rows > centre - up - 1) & (rows < centre + down + 1)
    image[gone] = paper
    dark[gone] = False
