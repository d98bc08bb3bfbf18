"""The print of a word as a tiny picture: kept as text in form.toml, compared with what stands on the page."""

import base64
import binascii
import zlib
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.form import Box
from sekisho.paper.ink import Floats, Gray

#: Pixels a millimetre of a shape: a character of 4 mm is 12 pixels, enough to tell words apart on a fax.
SHAPE_SCALE = 3.0
#: Paper around the word that belongs to its shape, mm.
SHAPE_PAD = 0.7


def encode_shape(soft: Gray) -> str:
    """Black-and-white picture (Otsu) of ``soft`` ink (bright where dark), packed as «WxH:base64»."""
    bits = cv2.threshold(soft, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
    packed = zlib.compress(np.packbits(bits).tobytes(), 9)
    height, width = bits.shape
    return f"{width}x{height}:{base64.b64encode(packed).decode()}"


@lru_cache(maxsize=512)
def decode_shape(shape: str) -> NDArray[np.float32] | None:
    """The picture of ``encode_shape``, slightly blurred, ready for comparison; None when the text is damaged."""
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


def compare(soft: Gray, to_pixels: Floats, box: Box, shape: str, margin: float) -> tuple[float, float, float]:
    """Likeness -1..1 of the page to a shape, and by how many mm (x, y) the print is off its place."""
    wanted = decode_shape(shape)
    if wanted is None:
        return 0.0, 0.0, 0.0
    seen = patch(soft, to_pixels, box, margin).astype(np.float32)
    if seen.shape[0] <= wanted.shape[0] or seen.shape[1] <= wanted.shape[1] or seen.std() < 1e-3:
        return 0.0, 0.0, 0.0
    seen = np.minimum(seen, np.percentile(seen, 97))
    likeness = cv2.matchTemplate(cv2.GaussianBlur(seen, (0, 0), 0.5), wanted, cv2.TM_CCOEFF_NORMED)
    row, column = np.unravel_index(int(likeness.argmax()), likeness.shape)
    off_x = (column - (likeness.shape[1] - 1) / 2) / SHAPE_SCALE
    off_y = (row - (likeness.shape[0] - 1) / 2) / SHAPE_SCALE
    return float(likeness[row, column]), float(off_x), float(off_y)
