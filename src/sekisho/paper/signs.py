"""Signs that fill a cell by themselves (− ＋ 陰性 陽性 ○ × ✓ 〃 …), told by a small network of our own.

The recogniser reads lines of text: a lone dash or ditto is nothing to it, and reading a hundred result cells with
it takes longer than all the names. Trained by ``paper.train.signs``.
"""

import functools
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.cells import Cell
from sekisho.paper.ink import around, percentiles, runs
from sekisho.paper.recogniser import Network, log_softmax

#: Classes in the order of the network's outputs. «other»: any other writing; «nothing»: specks, rests of rules.
SIGNS = (
    "other", "nothing", "−", "陰性", "＋", "陽性", "○", "×", "✓", "／", "△", "1", "〃", "同上",
)  # fmt: skip
HEIGHT, WIDTH = 32, 64
#: A sign is shown at least so large: this share of the cell's height fills the picture.
_LEAST = 0.6

Windows = NDArray[np.float32]


def window(cell: Cell) -> Windows:
    """The cell's ink in the middle of HEIGHT × WIDTH pixels, 0 paper … 1 ink, its proportions kept."""
    pad = cell.margin
    image = cell.image[pad : cell.image.shape[0] - pad, pad : cell.image.shape[1] - pad]
    if not image.size:
        return np.zeros((HEIGHT, WIDTH), np.float32)
    ink = 255.0 - image.astype(np.float32)
    paper, dark = (255 - shade for shade in percentiles(image, 50, 0.3))
    ink = np.clip((ink - paper - 8) / max(float(dark - paper), 40.0), 0, 1).astype(np.float32)
    ink[:, _streaks(ink)] = 0
    box = _sign(ink)
    if box is None:
        return np.zeros((HEIGHT, WIDTH), np.float32)
    columns, rows = (box[0], box[2] - 1), (box[1], box[3] - 1)
    middle = ((columns[0] + columns[-1] + 1) / 2, (rows[0] + rows[-1] + 1) / 2)
    height = max(
        1.15 * (rows[-1] + 1 - rows[0]), 1.15 * (columns[-1] + 1 - columns[0]) / 2, _LEAST * len(ink)
    )
    scale = HEIGHT / height
    if scale < 0.7:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.45 / scale), np.float32)
    matrix = np.array([[scale, 0, WIDTH / 2 - middle[0] * scale], [0, scale, HEIGHT / 2 - middle[1] * scale]])
    return np.asarray(cv2.warpAffine(ink, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR), np.float32)


def _streaks(ink: Windows) -> NDArray[np.bool_]:
    """The columns of what a dirty copier draws down the whole sheet: no sign runs from border to border and is so thin."""
    height = len(ink)
    near = cv2.dilate((ink > 0.2).astype(np.uint8), np.ones((1, 3), np.uint8))
    rim = max(1, height // 12)
    full = (near.mean(0) > 0.7) & near[:rim].any(0) & near[-rim:].any(0)
    for left, right in runs(full):
        if right - left > 0.14 * height:
            full[left:right] = False
    return np.asarray(full)


def _sign(ink: Windows) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what is written; specks and rests of rules beyond it are painted over.

    A speck beside a small dash would move it out of the middle and make another sign of the two.
    """
    height, width = ink.shape
    strong = (ink > 0.35).astype(np.uint8)
    if not strong.any():
        return None
    reach = max(1, round(0.08 * height))
    near = cv2.dilate(strong, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    count, groups = cv2.connectedComponents(near, connectivity=8)
    boxes = np.array([around((groups == n) & (strong > 0)) for n in range(1, count)])
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    specks = np.maximum(wide, high) < 0.13 * height
    at_edge = (boxes[:, 1] < 0.1 * height) | (boxes[:, 3] > 0.9 * height)
    rests = (high < 0.14 * height) & ((wide > 0.85 * width) | at_edge)
    rests |= (wide < 0.1 * height) & ((boxes[:, 0] < 0.1 * height) | (boxes[:, 2] > width - 0.1 * height))
    written = boxes[~(specks | rests)]
    if not len(written):
        written = boxes
    left, top = (int(v) for v in written[:, :2].min(0))
    right, bottom = (int(v) for v in written[:, 2:].max(0))
    kept = ink[max(0, top - reach) : bottom + reach, max(0, left - reach) : right + reach].copy()
    ink[:] = 0
    ink[max(0, top - reach) : bottom + reach, max(0, left - reach) : right + reach] = kept
    return left, top, right, bottom


class SignReader:
    """The shipped network (``paper/models/signs.onnx``)."""

    def __init__(self, threads: int) -> None:
        self._network = Network("signs.onnx", threads)

    def read(self, cells: Sequence[Cell]) -> Windows:
        """Probability of each of SIGNS (cells × signs)."""
        if not cells:
            return np.zeros((0, len(SIGNS)), np.float32)
        windows = np.stack([window(cell) for cell in cells])[:, None]
        return np.exp(log_softmax(next(self._network.run([windows]))))


@functools.cache
def load_signs(threads: int = 1) -> SignReader:
    """The shipped reader, loaded once a process; so small that one thread serves."""
    return SignReader(threads)
