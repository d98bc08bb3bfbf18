"""What is kept of a page to look at: the upright page, and a straightened strip of every row."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.results import ReadRow

Gray = NDArray[np.uint8]
Floats = NDArray[np.float64]
#: Widths in pixels: a page to look at on a screen, and a strip whose characters are still large.
PAGE_WIDTH, STRIP_WIDTH = 1100, 1600
_PAGE_QUALITY, _STRIP_QUALITY = 55, 70
#: Paper kept around a strip, as a share of the row's height: people write over the lines.
_AROUND = 0.25


@dataclass(frozen=True)
class Picture:
    """A picture as JPEG. ``matrix``: 3 × 3, from pixels of the scan to those of the picture."""

    data: bytes
    width: int
    height: int
    matrix: Floats


def page_picture(gray: Gray, turn: int) -> Picture:
    """The page turned upright (``turn``: degrees counter-clockwise) and made small."""
    height, width = gray.shape
    upright = np.rot90(gray, turn // 90)
    matrix = np.eye(3)
    for _ in range(turn // 90 % 4):
        # (x, y) becomes (y, width - 1 - x).
        matrix = np.array([[0, 1.0, 0], [-1, 0, width - 1], [0, 0, 1]]) @ matrix
        width, height = height, width
    scale = min(1.0, PAGE_WIDTH / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(np.ascontiguousarray(upright), size, interpolation=cv2.INTER_AREA)
    return Picture(_jpeg(small, _PAGE_QUALITY), size[0], size[1], np.diag([scale, scale, 1.0]) @ matrix)


def box_on(picture: Picture, row: ReadRow) -> list[int]:
    """Where the row lies on the page's picture: left, top, width, height."""
    points = np.array([corner for box in row.boxes.values() for corner in box]).reshape(-1, 2)
    moved = np.c_[points, np.ones(len(points))] @ picture.matrix.T
    (left, top), (right, bottom) = moved[:, :2].min(0), moved[:, :2].max(0)
    return [round(left), round(top), max(1, round(right - left)), max(1, round(bottom - top))]


def strip_of(gray: Gray, row: ReadRow) -> tuple[Picture, dict[str, list[int]]]:
    """The row straightened, and where each of its columns lies on it: left, top, width, height."""
    quads = {name: np.array(box, dtype=np.float64) for name, box in row.boxes.items()}
    ordered = sorted(quads.values(), key=_along)
    first, last = ordered[0], ordered[-1]
    corners = np.array([first[0], last[1], last[2], first[3]])
    down = float(np.hypot(*(corners[3] - corners[0])))
    across = float(np.hypot(*(corners[1] - corners[0])))
    scale = min(1.5, STRIP_WIDTH / max(across, 1.0))
    pad = round(_AROUND * down * scale)
    width, height = max(8, round(across * scale)), max(8, round(down * scale))
    target = np.array([(pad, pad), (pad + width, pad), (pad + width, pad + height), (pad, pad + height)])
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    size = (width + 2 * pad, height + 2 * pad)
    image = cv2.warpPerspective(gray, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    cells = {}
    for name, quad in quads.items():
        moved = cv2.perspectiveTransform(quad[None], matrix)[0]
        (left, top), (right, bottom) = moved.min(0), moved.max(0)
        cells[name] = [round(left), round(top), max(1, round(right - left)), max(1, round(bottom - top))]
    picture = Picture(_jpeg(np.asarray(image, dtype=np.uint8), _STRIP_QUALITY), size[0], size[1], matrix)
    return picture, cells


def _along(quad: Floats) -> float:
    """How far along its row a cell lies: rows run as the upper border of their cells does."""
    way = quad[1] - quad[0]
    return float(quad[0] @ (way / max(float(np.hypot(*way)), 1e-9)))


def joined(pictures: Sequence[Picture]) -> tuple[bytes, list[list[int]]]:
    """The pictures one after the other, and for each where it begins, its length, width and height."""
    places, at = [], 0
    for picture in pictures:
        places.append([at, len(picture.data), picture.width, picture.height])
        at += len(picture.data)
    return b"".join(picture.data for picture in pictures), places


def _jpeg(image: Gray, quality: int) -> bytes:
    return bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])
