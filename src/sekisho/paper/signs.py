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
from sekisho.paper.recogniser import log_softmax, session

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
    paper, dark = np.percentile(ink, (50, 99.7))
    ink = np.clip((ink - paper - 8) / max(float(dark - paper), 40.0), 0, 1).astype(np.float32)
    strong = ink > 0.35
    columns, rows = np.flatnonzero(strong.any(0)), np.flatnonzero(strong.any(1))
    if not len(columns):
        return np.zeros((HEIGHT, WIDTH), np.float32)
    middle = ((columns[0] + columns[-1] + 1) / 2, (rows[0] + rows[-1] + 1) / 2)
    height = max(
        1.15 * (rows[-1] + 1 - rows[0]), 1.15 * (columns[-1] + 1 - columns[0]) / 2, _LEAST * len(ink)
    )
    scale = HEIGHT / height
    if scale < 0.7:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.45 / scale), np.float32)
    matrix = np.array([[scale, 0, WIDTH / 2 - middle[0] * scale], [0, scale, HEIGHT / 2 - middle[1] * scale]])
    return np.asarray(cv2.warpAffine(ink, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR), np.float32)


class SignReader:
    """The shipped network (``paper/models/signs.onnx``)."""

    def __init__(self, threads: int) -> None:
        self._session = session("signs.onnx", threads)

    def read(self, cells: Sequence[Cell]) -> Windows:
        """Probability of each of SIGNS (cells × signs)."""
        if not cells:
            return np.zeros((0, len(SIGNS)), np.float32)
        windows = np.stack([window(cell) for cell in cells])[:, None]
        return np.exp(log_softmax(self._session.run(None, {"windows": windows})[0]))


@functools.cache
def load_signs(threads: int = 1) -> SignReader:
    """The shipped reader, loaded once a process; so small that one thread serves."""
    return SignReader(threads)
