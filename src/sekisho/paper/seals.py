"""Seals in vermilion that lie over what is written: read through, as through a red glass.

Only what is plainly a seal goes: red, as large as one, closed all round, with characters inside. Whatever else is red, a correction, a
line through a name, a ring drawn around it, stays as dark as it is.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sekisho.paper.ink import Gray

Colours = NDArray[np.uint8]

#: A pixel is red from this lead of red over green and blue on, and within a seal from this.
_RED, _PALE = 45, 18
#: Sides of a seal (mm), a name's to an office's, and how much longer one side may be than the other.
_LEAST, _MOST, _LONGER = 6.0, 36.0, 1.4
#: Looked for at about so many pixels a mm; strokes of one seal lie no further apart (mm).
_SCALE, _TOGETHER = 2.0, 1.6
#: Seen from its middle a seal ends at its border in nearly all directions, and characters stand inside.
_DIRECTIONS, _CLOSED, _BORDER, _INSIDE = 24, 0.9, 0.8, 0.1
#: Paper's length (mm) where nothing says how many dots an inch are.
_A4 = 297.0


def read_through(colours: Colours, gray: Gray, dpi: float) -> Gray | None:
    """``gray`` of a page in colour (height × width × red, green, blue) with its seals as pale as the paper; None where it has none.
    ``dpi``: 0.0 when unknown."""
    scale = dpi / 25.4 if dpi else max(gray.shape) / _A4
    seals = _seals(colours, scale)
    if not seals:
        return None
    washed = gray.copy()
    for left, top, right, bottom in seals:
        part = slice(top, bottom), slice(left, right)
        _wash(washed[part], colours[part], max(2, round(0.25 * scale)))
    return washed


def gray_unless_red(image: Image.Image) -> NDArray[np.uint8]:
    """The gray pixels of a picture (height × width); red, green and blue (height × width × 3) where something in it is red."""
    if image.mode in ("1", "L", "LA"):
        return np.asarray(image.convert("L"), np.uint8)
    colours = np.asarray(image.convert("RGB"), np.uint8)
    # No stroke of a seal slips through between every third pixel.
    if (_lead(np.ascontiguousarray(colours[::3, ::3])) > _RED).any():
        return colours
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), np.uint8)


def _lead(colours: Colours) -> NDArray[np.int16]:
    """How far red leads over green and blue."""
    red, green, blue = cv2.split(colours)
    return np.asarray(red.astype(np.int16) - cv2.max(green, blue), np.int16)


def _seals(colours: Colours, scale: float) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of each seal."""
    height, width = colours.shape[:2]
    times = max(1.0, scale / _SCALE)
    small = cv2.resize(colours, (round(width / times), round(height / times)), interpolation=cv2.INTER_AREA)
    # A thin stroke is paler in the small picture.
    red = (_lead(small) > _RED // 2).astype(np.uint8)
    if not red.any():
        return []
    near = 2 * max(1, round(_TOGETHER * scale / times / 2)) + 1
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for number in range(1, count):
        x, y, across, down = (int(value) for value in stats[number, :4])
        size = np.array([across, down]) * times / scale
        if size.min() < _LEAST or size.max() > min(_MOST, _LONGER * size.min()):
            continue
        own = red[y : y + down, x : x + across] * (labels[y : y + down, x : x + across] == number)
        if _is_seal(own):
            edges = np.array([x - 1, y - 1, x + across + 1, y + down + 1]) * times
            left, top = np.maximum(edges[:2], 0).astype(int)
            right, bottom = np.minimum(edges[2:], (width, height)).astype(int)
            found.append((int(left), int(top), int(right), int(bottom)))
    return found


def _is_seal(red: NDArray[np.uint8]) -> bool:
    """Is it closed all round, and are there characters inside?"""
    down, across = red.shape
    middle = red[down // 5 : down - down // 5, across // 5 : across - across // 5]
    if middle.mean() < _INSIDE:
        return False
    y, x = np.nonzero(red)
    away = np.stack([(x + 0.5) / across - 0.5, (y + 0.5) / down - 0.5]) * 2
    direction = ((np.arctan2(away[1], away[0]) / (2 * np.pi) + 0.5) * _DIRECTIONS).astype(int) % _DIRECTIONS
    reach = np.zeros(_DIRECTIONS)
    np.maximum.at(reach, direction, np.hypot(*away))
    return bool((reach > _BORDER).mean() >= _CLOSED)


def _wash(gray: Gray, colours: Colours, seam: int) -> None:
    """Take the red off ``gray``, in place: black under it stays black."""
    lead, red = _lead(colours), colours[..., 0].astype(np.float32)
    strong = lead > _RED
    if not strong.any():
        return
    # A JPEG keeps colour more coarsely than brightness.
    around = cv2.dilate((lead > _PALE).astype(np.uint8), np.ones((2 * seam + 1, 2 * seam + 1), np.uint8)) > 0
    paper = float(np.percentile(red, 75))
    seal = min(paper, max(0.5 * paper, float(np.median(red[strong]))))
    washed = np.clip(red * (paper / seal), 0, paper).astype(np.uint8)
    gray[around] = np.maximum(gray, washed)[around]
