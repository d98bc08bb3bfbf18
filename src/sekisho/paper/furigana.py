"""Furigana above the names of a page: left out of what is read, told apart from a correction above a single name."""

import cv2
import numpy as np

from sekisho.paper.ink import Gray, may_run, percentiles

#: Furigana is smaller than this share of the name's height …
_SMALLER = 0.66
#: … and stands above most of the names of a page, or above none.
_MOST = 0.5
#: What is no higher than this share of the cell is left of a rule.
_RULE = 0.04


def ink_of(crop: Gray) -> Gray:
    """Ink (255) of a crop whose paper is not black; lines that are long and thin are left out (rests of rules)."""
    paper, dark = (int(value) for value in percentiles(crop[::2, ::2], 80, 1))
    ink: Gray = (crop < paper - max(25, (paper - dark) // 3)).view(np.uint8) * np.uint8(255)
    height, width = ink.shape
    length = max(8, width // 2, round(1.2 * height))
    if not may_run(ink, length):
        return ink
    long = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    if long.any():
        thick = cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((max(4, height // 8), 1), np.uint8))
        ink[(cv2.dilate(long, np.ones((3, 1), np.uint8)) > 0) & (thick == 0)] = 0
    return ink


def upper_band(ink: Gray) -> int:
    """The row of a crop's ``ink`` where the name begins when something smaller stands above it, with paper between; 0 otherwise."""
    counts = (ink > 0).sum(1)
    filled = counts > max(1, 0.004 * ink.shape[1])
    starts = np.flatnonzero(np.diff(np.concatenate([[0], filled.astype(np.int8)])) == 1)
    ends = np.flatnonzero(np.diff(np.concatenate([filled.astype(np.int8), [0]])) == -1) + 1
    # Rests of a rule, a pixel or two high, are no writing.
    least = max(1, _RULE * len(ink))
    bands = [
        (int(a), int(b))
        for a, b in zip(starts, ends, strict=True)
        if counts[a:b].sum() >= 6 and b - a > least
    ]
    if len(bands) < 2:
        return 0
    main = max(bands, key=lambda band: band[1] - band[0])
    above = [band for band in bands if band[1] <= main[0]]
    if not above:
        return 0
    height = above[-1][1] - above[0][0]
    enough = height >= 0.2 * (main[1] - main[0])
    if not enough or height > _SMALLER * (main[1] - main[0]):
        return 0
    pieces = cv2.connectedComponents(ink[above[0][0] : above[-1][1]], connectivity=8)[0] - 1
    return (above[-1][1] + main[0]) // 2 if pieces >= 3 else 0


def names_alone(crops: list[Gray]) -> tuple[list[Gray], list[bool]]:
    """The name cells of one page without furigana, and which of them alone have something written above.

    Where most cells have a smaller line above the name it is furigana and goes; where few have one it stays and is
    reported: it may be a correction.
    """
    inks = [ink_of(crop) for crop in crops]
    bands = [upper_band(ink) for ink in inks]
    above = sum(band > 0 for band in bands)
    if above and 0 < sum(map(_written, inks)) <= above / _MOST:
        usual = float(np.median([band / len(crop) for crop, band in zip(crops, bands, strict=True) if band]))
        cut = [band or _least_ink(ink, usual) for ink, band in zip(inks, bands, strict=True)]
        return [crop[band:] for crop, band in zip(crops, cut, strict=True)], [False] * len(crops)
    return crops, [band > 0 for band in bands]


def _written(ink: Gray) -> bool:
    """More than specks, or a line that the drum of a copier drew down the whole page."""
    sizes = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]
    return int((sizes[:, cv2.CC_STAT_HEIGHT] > 0.12 * len(ink)).sum()) >= 3


def _least_ink(ink: Gray, usual: float) -> int:
    """Where furigana touches the name: the emptiest row near the usual share of the height."""
    first, last = round(len(ink) * max(0.0, usual - 0.08)), round(len(ink) * (usual + 0.08)) + 1
    return first + int(ink[first:last].astype(np.int64).sum(1).argmin())
