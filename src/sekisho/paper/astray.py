"""Names that stand elsewhere than the others of their page: half outside their cell, or two in one cell."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.furigana import ink_of
from sekisho.paper.ink import Floats, Gray, runs

#: With fewer names than this nothing is known about where names of the page stand.
FEWEST = 6
#: A name that touches its border is cut when it is shorter than this share of the usual length …
CUT = 0.7
#: … and one whose middle is this far from the usual one, as a share of the cell's width, lies outside.
FAR = 0.33
#: Two lines in one cell are no furigana when the smaller is at least this share of the other.
EQUAL = 0.6
#: More than this share of the rows with two lines: it is the way the form is filled in.
USUAL = 0.3


def names_astray(crops: Sequence[Gray], margins: Sequence[int], scales: Sequence[float]) -> list[bool]:
    """Which of the name cells of one page hold a name half outside, or two names.

    ``margins``: pixels left and right of the borders, ``scales``: pixels a mm, of each crop. Empty cells are fine.
    """
    inks = [ink_of(crop) > 0 for crop in crops]
    spans = [_span(ink, margin, scale) for ink, margin, scale in zip(inks, margins, scales, strict=True)]
    written = np.array([span[:2] for span in spans if span]).reshape(-1, 2)
    if len(written) < FEWEST:
        return [False] * len(crops)
    length = float(np.median(written[:, 1] - written[:, 0]))
    middle = float(np.median(written.mean(1)))
    double = [_two_lines(ink) for ink in inks]
    usual = sum(double) > USUAL * len(written)
    return [
        bool(span and _outside(span, length, middle)) or (two and not usual)
        for span, two in zip(spans, double, strict=True)
    ]


def _outside(span: tuple[float, float, bool], length: float, middle: float) -> bool:
    left, right, touches = span
    return (touches and right - left < CUT * length) or abs((left + right) / 2 - middle) > FAR


def _span(ink: NDArray[np.bool_], margin: int, scale: float) -> tuple[float, float, bool] | None:
    """Left and right end of what is written, as shares of the cell's width; does it touch the border there?"""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    written = stats[:, cv2.CC_STAT_AREA] > max(4.0, (0.4 * scale) ** 2)
    # A line that the drum of a copier drew down the page stands in all cells, the empty ones too.
    drum = (stats[:, cv2.CC_STAT_HEIGHT] > 0.8 * len(ink)) & (stats[:, cv2.CC_STAT_WIDTH] < 0.4 * scale)
    strokes = stats[1:][(written & ~drum)[1:]]
    if not len(strokes):
        return None
    width = ink.shape[1] - 2 * margin
    left = int(strokes[:, cv2.CC_STAT_LEFT].min()) - margin
    right = int((strokes[:, cv2.CC_STAT_LEFT] + strokes[:, cv2.CC_STAT_WIDTH]).max()) - margin
    near = 0.5 * scale
    return left / width, right / width, left < near or right > width - near


def _two_lines(ink: NDArray[np.bool_]) -> bool:
    """Two lines of characters about as high as each other, with paper between."""
    counts: Floats = ink.sum(1).astype(np.float64)
    filled = counts > max(1.0, 0.004 * ink.shape[1])
    lines = sorted((b - a, a, b) for a, b in runs(filled) if b - a >= 0.2 * len(ink))
    if len(lines) != 2 or lines[0][0] < EQUAL * lines[1][0]:
        return False
    # A single character of two strokes (二) is no two lines.
    return all(
        cv2.connectedComponents(ink[a:b].astype(np.uint8), connectivity=8)[0] - 1 >= 4 for _, a, b in lines
    )
