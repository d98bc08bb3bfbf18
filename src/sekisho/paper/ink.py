"""Ink and rules of a page image: which pixels are dark, how far the page leans, where its printed lines
run."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Mask = NDArray[np.uint8]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rules:
    """Straight line pieces, each row (x1, y1, x2, y2) in pixels: ``across`` left to right, ``down`` top to
    bottom;
    the masks they were taken from (0 or 255)."""

    across: Floats
    down: Floats
    across_mask: Mask
    down_mask: Mask


def ink_mask(gray: Gray, window: int) -> Mask:
    """Dark pixels (255) against the mean of ``window`` pixels around: bears uneven light and low contrast."""
    mean = cv2.boxFilter(gray, -1, (window, window), borderType=cv2.BORDER_REPLICATE)
    darker = cv2.subtract(mean, gray)
    counts = np.bincount(darker[::2, ::2].ravel(), minlength=256)
    strong = int(np.searchsorted(np.cumsum(counts), 0.995 * counts.sum()))
    threshold = int(np.clip(0.35 * strong, 7, 28))
    mask: Mask = cv2.threshold(darker, threshold, 255, cv2.THRESH_BINARY)[1]
    return mask


def percentiles(gray: Gray, *shares: float) -> list[float]:
    """What ``np.percentile`` gives, by counting the 256 shades: many times as fast for a small picture."""
    counts = cv2.calcHist([np.ascontiguousarray(gray)], [0], None, [256], [0, 256])
    ends = np.cumsum(counts[:, 0].astype(np.int64))
    found = []
    for share in shares:
        place = (gray.size - 1) * (share / 100)
        below = int(place)
        low, high = np.searchsorted(ends, (below, min(below + 1, gray.size - 1)), side="right").tolist()
        part = place - below
        found.append(low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part))
    return found


def narrowed(cell: Gray, paper: int, dark: int) -> Gray:
    """A cell without the empty columns at its ends, but for a little paper; all of it where nothing is written. ``paper`` and
    ``dark``: its shades of these."""
    columns = np.flatnonzero((cell < paper - max(25, (paper - dark) // 3)).any(0))
    if not len(columns):
        return cell
    pad = max(2, len(cell) // 8)
    return cell[:, max(0, columns[0] - pad) : columns[-1] + 1 + pad]


def may_run(ink: Mask, length: int) -> bool:
    """False when no row of ``ink`` can hold a run that an opening of 1 × ``length`` leaves (beyond the picture's
    edge everything counts as ink, so half the length is enough there)."""
    least = min(ink.shape[1], (length + 1) // 2)
    return bool((cv2.reduce(ink, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S) >= 255 * least).any())


def runs(marked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Begin and end (behind the last) of each run of marked places in a row of them (n × 2)."""
    return np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]]))).reshape(-1, 2)


def straight(at: Floats, off: Floats) -> tuple[float, float]:
    """Slope and place at 0 of the straight line off(at) that most points agree on: median of all pairs' slopes (Sen 1968)."""
    one, two = np.triu_indices(len(at), 1)
    slope = float(np.median((off[two] - off[one]) / (at[two] - at[one])))
    return slope, float(np.median(off - slope * at))


def around(marked: NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom (behind the last) of the marked places of a picture; None where there are none."""
    columns, rows = np.flatnonzero(marked.any(0)), np.flatnonzero(marked.any(1))
    if not len(columns):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def skew_degrees(ink: Mask, limit: float = 8.0) -> float:
    """How far the printed lines lean (positive: clockwise on the screen), from the sharpness of their
    profiles.

    ``ink`` should be about 1200 px long; searched within ±``limit`` degrees, to about 0.05°.
    """
    # Every fifth pixel along a line says as much as all of them.
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 13), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((13, 1), np.uint8))
    across, down = np.argwhere(level[:, ::5]) * (1, 5), np.argwhere(upright[::5]) * (5, 1)
    across = across[:: max(1, len(across) // 6000)].astype(np.float64)
    down = down[:: max(1, len(down) // 6000)].astype(np.float64)

    def sharpness(angle: float) -> float:
        tangent = np.tan(np.deg2rad(angle))
        total = 0.0
        for points, along, through in ((across, 1, 0), (down, 0, 1)):
            if len(points):
                sign = -tangent if through == 0 else tangent
                place = points[:, through] + sign * points[:, along]
                counts = np.bincount((place - place.min()).astype(np.int64)).astype(np.float64)
                total += float((counts**2).sum()) / len(points)
        return total

    best = 0.0
    for step, reach in ((0.5, limit), (0.1, 0.5), (0.03, 0.09)):
        angles = best + np.arange(-round(reach / step), round(reach / step) + 1) * step
        best = float(max(angles, key=sharpness))
    return best


def turn_about_centre(shape: tuple[int, int], degrees: float) -> Floats:
    """3x3 matrix that takes a page leaning by ``degrees`` upright about its centre."""
    height, width = shape
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return matrix


def find_rules(ink: Mask, shortest: int, gap: int = 3) -> Rules:
    """Line pieces at least ``shortest`` pixels long in an upright ink mask; breaks up to ``gap`` pixels
    are closed."""
    across_mask, across = _pieces(ink, shortest, gap)
    down_mask, down = _pieces(np.ascontiguousarray(ink.T), shortest, gap)
    return Rules(across, down[:, [1, 0, 3, 2]], across_mask, np.ascontiguousarray(down_mask.T))


def _pieces(ink: Mask, shortest: int, gap: int) -> tuple[Mask, Floats]:
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)) if gap > 1 else ink
    core = max(9, shortest * 2 // 3)
    mask: Mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, core), np.uint8))
    # Thick blobs (punch holes, folded corners, stamps of solid ink) are no rules.
    thick = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((max(9, shortest // 3), 1), np.uint8))
    if thick.any():
        mask = cv2.subtract(mask, thick)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    keep = np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= shortest)
    keep = keep[keep > 0]
    keep = keep[stats[keep, cv2.CC_STAT_HEIGHT] <= 6 + 0.06 * stats[keep, cv2.CC_STAT_WIDTH]]
    pieces = np.zeros((len(keep), 4))
    for row, label in enumerate(keep):
        x, y, width, height = (int(value) for value in stats[label, :4])
        part = labels[y : y + height, x : x + width] == label
        slab = max(3, width // 8)
        ends = []
        for piece in (part[:, :slab], part[:, -slab:]):
            ends.append(float((piece.sum(1) * np.arange(height)).sum() / max(1, piece.sum())))
        pieces[row] = (x, y + ends[0], x + width, y + ends[1])
    return mask, pieces
