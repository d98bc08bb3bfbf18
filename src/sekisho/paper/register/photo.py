"""A sheet photographed at a slant made flat: its two families of parallel rules meet at two vanishing
points."""

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ink import Floats, Gray, straight
from sekisho.paper.register.views import View, view_of

#: Longest side of the picture that photographs are searched in: the sheet fills only part of it.
PHOTO_SIDE = 1700
#: Fewer straight pieces than this in either direction are no form.
FEWEST = 8
#: Rules are pieces longer than this share of the longest; they are gathered in so many strips.
_LONG, _BINS = 0.25, 60


def flattened_view(small: Gray, back: Floats) -> View | None:
    """A view in which the rules of a photographed sheet run straight across and down; None without enough
    rules.

    1. Straight pieces (LSD). 2. The two directions, at right angles, in which most of them run. 3. For each
    direction the point where its lines meet; where no rules are upright, the level ones end on two lines that do. 4. The
    homography that sends both points to infinity.
    What remains unknown, the scales of the two axes and the place, the pose search finds.
    """
    pieces = _straight_pieces(small)
    if len(pieces) < 2 * FEWEST:
        return None
    height, width = small.shape
    centre = np.array([width / 2, height / 2])
    unit = max(height, width) / 2
    starts, ends = (pieces[:, :2] - centre) / unit, (pieces[:, 2:] - centre) / unit
    length = np.hypot(*(ends - starts).T)
    angle = np.arctan2(*(ends - starts).T[::-1])
    lean = _main_angle(angle, length)
    points = []
    for turn in (0.0, np.pi / 2):
        family, other = (_running(angle, lean + way) for way in (turn, np.pi / 2 - turn))
        direction = np.array([np.cos(lean + turn), np.sin(lean + turn), 0.0])
        first, last = starts[family], ends[family]
        if len(first) < FEWEST:
            edges = _edges(starts[other], ends[other], length[other], direction[:2])
            if edges is None:
                return None
            first, last = edges
        points.append(_meeting_point(first, last, np.hypot(*(last - first).T), direction))
    flat = _to_infinity(points[0], points[1])
    if flat is None:
        return None
    into = np.array([[1 / unit, 0, -centre[0] / unit], [0, 1 / unit, -centre[1] / unit], [0, 0, 1]])
    placed = _framed(flat @ into, starts * unit + centre, ends * unit + centre)
    if placed is None:
        return None
    matrix, size = placed
    level = cv2.warpPerspective(
        small, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=128
    )
    return view_of(np.asarray(level, dtype=np.uint8), back @ np.linalg.inv(matrix))


def _running(angle: Floats, direction: float) -> NDArray[np.bool_]:
    """Which of the pieces at these angles run in a direction, or back."""
    off = np.abs((angle - direction + np.pi / 2) % np.pi - np.pi / 2)
    return np.asarray(off < np.deg2rad(20))


def _edges(starts: Floats, ends: Floats, length: Floats, down: Floats) -> tuple[Floats, Floats] | None:
    """The two edges of a table that has none: straight through the ends of its rules; begin and end of each (2 × 2). ``down``: about
    where they run. None where too few rules are long."""
    long = length > _LONG * length.max(initial=0.0)
    points = np.concatenate([starts[long], ends[long]])
    across = np.array([down[1], -down[0]])
    t, s = points @ down, points @ across
    if len(points) < 2 * FEWEST or np.ptp(t) < 1e-6:
        return None
    bins = ((t - t.min()) / np.ptp(t) * _BINS).astype(np.int64)
    found = []
    for sign in (1, -1):
        outer = np.array([np.flatnonzero(bins == b)[(sign * s[bins == b]).argmin()] for b in np.unique(bins)])
        if len(outer) < FEWEST:
            return None
        slope, place = straight(t[outer], s[outer])
        found.append([(place + slope * at) * across + at * down for at in (t.min(), t.max())])
    edges = np.array(found)
    return edges[:, 0], edges[:, 1]


def _straight_pieces(small: Gray) -> Floats:
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(small)[0]
    if found is None:
        return np.zeros((0, 4))
    pieces = found.reshape(-1, 4).astype(np.float64)
    length = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    return np.asarray(pieces[length > 0.011 * max(small.shape)], dtype=np.float64)


def _main_angle(angle: Floats, length: Floats) -> float:
    """The angle, modulo a right angle and within ±45°, at which most length runs."""
    quarter = np.rad2deg(angle) % 90
    counts = np.bincount((quarter * 2).astype(np.int64) % 180, length**2, minlength=180)
    smooth = sum(np.roll(counts, shift) for shift in range(-8, 9))
    best = float(np.argmax(smooth)) / 2
    return float(np.deg2rad(best if best <= 45 else best - 90))


def _meeting_point(starts: Floats, ends: Floats, length: Floats, direction: Floats) -> Floats:
    """The homogeneous point through which most lines of a family run: weighted least squares, ever
    stricter."""
    ones = np.ones(len(starts))
    lines = np.cross(np.column_stack([starts, ones]), np.column_stack([ends, ones]))
    lines /= np.hypot(lines[:, 0], lines[:, 1])[:, None]
    middle = (starts + ends) / 2
    along = (ends - starts) / length[:, None]
    point = direction
    for spread in (8.0, 5.0, 3.0, 2.0, 1.2, 0.8, 0.5, 0.4):
        towards = point[:2] - middle * point[2]
        cross = along[:, 0] * towards[:, 1] - along[:, 1] * towards[:, 0]
        off = np.abs(np.arcsin(np.clip(cross / np.maximum(1e-9, np.hypot(*towards.T)), -1, 1)))
        weight = length**2 / (1 + (off / np.deg2rad(spread)) ** 2) ** 2
        # A line that misses a far point by little counts as little: divide by the distance to it.
        reach = np.maximum(1e-6, np.hypot(*towards.T))
        moments = (lines * (weight / reach**2)[:, None]).T @ lines
        point = np.linalg.eigh(moments)[1][:, 0]
    return point


def _to_infinity(across: Floats, down: Floats) -> Floats | None:
    """The homography that makes lines through ``across`` level and through ``down`` upright, true at the
    origin."""
    horizon = np.cross(across, down)
    if abs(horizon[2]) < 0.3 * np.hypot(*horizon[:2]):
        return None
    horizon = horizon / horizon[2]
    origin = np.array([0.0, 0.0, 1.0])
    x_row, y_row = np.cross(down, origin), np.cross(across, origin)
    x_row, y_row = x_row / np.hypot(*x_row[:2]), y_row / np.hypot(*y_row[:2])
    x_row = x_row if x_row[0] > 0 else -x_row
    y_row = y_row if y_row[1] > 0 else -y_row
    return np.stack([x_row, y_row, horizon])


def _framed(matrix: Floats, starts: Floats, ends: Floats) -> tuple[Floats, tuple[int, int]] | None:
    """Scale and shift so that the straight pieces (but for strays) fill a picture of PHOTO_SIDE pixels."""
    points = np.concatenate([starts, ends])
    along = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    ahead = along[:, 2] > 0.2
    if ahead.mean() < 0.9:
        return None
    flat = along[ahead, :2] / along[ahead, 2:]
    low, high = np.percentile(flat, 1, axis=0), np.percentile(flat, 99, axis=0)
    # The sheet reaches further than its rules: the title must be in the picture.
    pad = 0.22 * (high - low)
    low, high = low - pad, high + pad
    scale = PHOTO_SIDE / float((high - low).max())
    size = (round(float(high[0] - low[0]) * scale), round(float(high[1] - low[1]) * scale))
    if min(size) < 200:
        return None
    return np.array([[scale, 0, -low[0] * scale], [0, scale, -low[1] * scale], [0, 0, 1]]) @ matrix, size
