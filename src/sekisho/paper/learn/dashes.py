"""Rules of dots and dashes whose gaps are too wide for the search for whole rules."""

from itertools import pairwise

import cv2
import numpy as np

from sekisho.paper.ink import Floats, Mask, Rules, runs

#: The widest gap (mm) between two dashes, and the shortest rule of dashes.
WIDEST_GAP, SHORTEST = 1.9, 14.0
#: A rule is thinner than this (mm); lines of print are thicker.
THICKEST = 0.8
#: No dash is longer than this (mm), or the rule isn't one of dashes.
LONGEST_DASH = 8.0
#: Share of a rule's dashes that must be thin: print and writing that touch it are not.
LEAST_THIN = 0.6


def find_dashes(ink: Mask, solid: Rules, scale: float) -> Rules:
    """Rules of dashes in an upright ink mask with ``scale`` pixels a mm; ``solid``: the whole rules found in it."""
    across_mask, across = _pieces(ink, solid.down_mask, scale)
    level = solid.across_mask | across_mask
    down_mask, down = _pieces(np.ascontiguousarray(ink.T), np.ascontiguousarray(level.T), scale)
    return Rules(across, down[:, [1, 0, 3, 2]], across_mask, np.ascontiguousarray(down_mask.T))


def _pieces(ink: Mask, crossing: Mask, scale: float) -> tuple[Mask, Floats]:
    gap, shortest = round(WIDEST_GAP * scale), round(SHORTEST * scale)
    high = np.ones((round(THICKEST * scale), 1), np.uint8)
    crossing = np.asarray(cv2.dilate(crossing, np.ones((3, 5), np.uint8)), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    # Closed lines of print are blobs as high as the print.
    mask = cv2.subtract(mask, cv2.morphologyEx(mask, cv2.MORPH_OPEN, high))
    free = cv2.subtract(ink, crossing)
    thick = cv2.morphologyEx(free, cv2.MORPH_OPEN, high)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    pieces = []
    kept = np.zeros(len(stats), np.uint8)
    for number in range(1, len(stats)):
        x, y, width, height = (int(value) for value in stats[number, :4])
        if width < shortest or height > THICKEST * scale:
            continue
        area = (slice(max(0, y - 1), y + height + 1), slice(x, x + width))
        dashes, fat, crossed = (np.asarray((part[area] > 0).any(0)) for part in (free, thick, crossing))
        thin = float((dashes & ~fat).sum()) > LEAST_THIN * float(dashes.sum())
        if thin and _is_dashed(dashes, crossed, scale):
            middle = y + (height - 1) / 2
            pieces.append((x, middle, x + width, middle))
            kept[number] = 255
    found = cv2.bitwise_and(np.asarray(kept[labels], np.uint8), ink)
    return np.asarray(found, np.uint8), np.array(pieces, dtype=np.float64).reshape(-1, 4)


def _is_dashed(dashes: np.ndarray, crossed: np.ndarray, scale: float) -> bool:
    """Ink and paper in turns along a line, again and again, the gaps all alike.

    A gap that another rule crosses may be a little wider, not as wide as the paper between two numbers of a column."""
    ends = runs(dashes)
    between = [(end, after) for (_, end), (after, _) in pairwise(ends.tolist())]
    gaps = np.array([after - end for end, after in between if not crossed[end:after].any()])
    if len(gaps) < max(6, len(dashes) / scale / 8):
        return False
    usual = float(np.median(gaps))
    wide = [after - end for end, after in between if crossed[end:after].any()]
    if wide and float(np.percentile(wide, 70)) > usual + 1.2 * scale:
        return False
    low, high = np.percentile(gaps, [15, 85])
    even = high - usual <= max(1.5, 0.3 * usual) and usual - low <= max(1.5, 0.3 * usual)
    long = float(np.percentile(ends[:, 1] - ends[:, 0], 80))
    return even and usual <= WIDEST_GAP * scale and long < LONGEST_DASH * scale
