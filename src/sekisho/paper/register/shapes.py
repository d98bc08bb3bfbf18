"""The print of a word as a tiny picture: kept as text in form.toml, compared with what stands on the page."""

import base64
import binascii
import zlib
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.form import Box
from sekisho.paper.ink import Floats, Gray

#: Pixels a millimetre of a shape: a character of 4 mm is 16 pixels, enough to tell words apart on a fax.
SHAPE_SCALE = 4.0
#: Paper around the word that belongs to its shape, mm.
SHAPE_PAD = 0.7
#: Pixels of a shape by which a piece of a word may lie off its place in the word, down and across.
DRIFT = (1, 2)


def encode_shape(soft: Gray) -> str:
    """Black-and-white picture (Otsu) of ``soft`` ink (bright where dark), packed as «WxH:base64»."""
    bits = cv2.threshold(soft, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
    packed = zlib.compress(np.packbits(bits).tobytes(), 9)
    height, width = bits.shape
    return f"{width}x{height}:{base64.b64encode(packed).decode()}"


@lru_cache(maxsize=512)
def decode_shape(shape: str) -> NDArray[np.float32] | None:
    """The picture of ``encode_shape``, slightly blurred, ready for comparison; None when the text is
    damaged."""
    try:
        size, _, data = shape.partition(":")
        width, height = (int(part) for part in size.split("x"))
        if not (0 < width <= 2000 and 0 < height <= 1000):
            return None
        unpacker = zlib.decompressobj()
        packed = unpacker.decompress(base64.b64decode(data, validate=True), width * height // 8 + 1)
        bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=width * height).reshape(height, width)
    except (ValueError, binascii.Error, zlib.error):
        return None
    return np.asarray(cv2.GaussianBlur(bits.astype(np.float32), (0, 0), 0.7), dtype=np.float32)


def soft_ink(gray: Gray, window: int) -> Gray:
    """How much darker each pixel is than its surroundings: even under uneven light."""
    mean = cv2.boxFilter(gray, -1, (window, window), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.subtract(mean, gray), dtype=np.uint8)


def patch(soft: Gray, to_pixels: Floats, box: Box, margin: float) -> Gray:
    """The surroundings of a box (mm) at SHAPE_SCALE; ``to_pixels``: 3x3 from mm to pixels of ``soft``."""
    x, y, width, height = box
    pad = SHAPE_PAD + margin
    size = (round((width + 2 * pad) * SHAPE_SCALE), round((height + 2 * pad) * SHAPE_SCALE))
    matrix = to_pixels @ np.array([[1 / SHAPE_SCALE, 0, x - pad], [0, 1 / SHAPE_SCALE, y - pad], [0, 0, 1]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(soft, matrix, size, flags=flags), dtype=np.uint8)


@dataclass(frozen=True)
class Likeness:
    """How a page looks at the place of a word.

    ``score`` -1..1 for the whole; ``off``: mm by which the print is off its place; ``pieces``: likeness of each
    character-sized piece that can be judged, left to right; pieces that a stamp, a hole or noise covers are left
    out: nothing is known of them. ``depth``: ink found there by the ink that the word has; None where it can't be
    compared.
    """

    score: float
    off: tuple[float, float]
    pieces: tuple[float, ...] = ()
    depth: float | None = None


def compare(soft: Gray, to_pixels: Floats, box: Box, shape: str, margin: float) -> Likeness:
    """Compare the page with the print of a word, which may lie up to ``margin`` mm off."""
    wanted = decode_shape(shape)
    nothing = Likeness(0.0, (0.0, 0.0))
    if wanted is None:
        return nothing
    seen = patch(soft, to_pixels, box, margin).astype(np.float32)
    if seen.shape[0] <= wanted.shape[0] or seen.shape[1] <= wanted.shape[1]:
        return nothing
    if seen.std() < 1e-3:
        return Likeness(0.0, (0.0, 0.0), depth=0.0)
    seen = cv2.GaussianBlur(np.minimum(seen, np.percentile(seen, 97)), (0, 0), 0.5)
    likeness = cv2.matchTemplate(seen, wanted, cv2.TM_CCOEFF_NORMED)
    row, column = (int(place) for place in np.unravel_index(int(likeness.argmax()), likeness.shape))
    off_x = (column - (likeness.shape[1] - 1) / 2) / SHAPE_SCALE
    off_y = (row - (likeness.shape[0] - 1) / 2) / SHAPE_SCALE
    found = seen[row : row + wanted.shape[0], column : column + wanted.shape[1]]
    top, left = max(0, row - DRIFT[0]), max(0, column - DRIFT[1])
    around = seen[top : row + wanted.shape[0] + DRIFT[0], left : column + wanted.shape[1] + DRIFT[1]]
    pieces, depth = _pieces(found, wanted, around, (row - top, column - left))
    return Likeness(float(likeness[row, column]), (float(off_x), float(off_y)), pieces, depth)


def _pieces(
    found: NDArray[np.float32],
    wanted: NDArray[np.float32],
    around: NDArray[np.float32],
    corner: tuple[int, int],
) -> tuple[tuple[float, ...], float]:
    """Likeness of the pieces, one character wide, in which page and word both have print; ink by ink wanted.

    ``around``: ``found`` with a little more paper, in which it begins at ``corner`` (row, column): another printer sets
    the same word a little wider or closer, so each piece may lie off by DRIFT.
    """
    # The paper around the word is alike on every page: it is left out.
    edge = round(SHAPE_PAD * SHAPE_SCALE)
    found, wanted = found[edge:-edge, edge:-edge], wanted[edge:-edge, edge:-edge]
    height, width = wanted.shape
    size = min(width, max(6, round(1.1 * height)))
    count = max(1, round(width / size))
    usual = float(found.sum()) / max(1e-6, float(wanted.sum()))
    pieces = []
    for number in range(count):
        start = round(number * (width - size) / max(1, count - 1)) if count > 1 else 0
        a, b = found[:, start : start + size], wanted[:, start : start + size]
        ink, expected = float(a.sum()) / max(1e-6, usual), float(b.sum())
        if expected < 0.06 * b.size or not 0.45 * expected < ink < 2.2 * expected:
            continue
        # All strokes of the word are there, and more besides: something lies over it, it is no other word.
        stroke = b > 0.5 * b.max()
        level = max(1e-6, float(np.percentile(a[stroke], 75)))
        if ink > 1.25 * expected and float(np.minimum(1.0, a[stroke] / level).mean()) > 0.85:
            continue
        top, left = corner[0] + edge, corner[1] + edge + start
        near = around[
            max(0, top - DRIFT[0]) : top + height + DRIFT[0], max(0, left - DRIFT[1]) : left + size + DRIFT[1]
        ]
        pieces.append(float(cv2.matchTemplate(near, b, cv2.TM_CCOEFF_NORMED).max()))
    return tuple(pieces), usual
