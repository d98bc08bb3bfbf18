"""Whether somebody took back what stands in a cell, told by a small network of our own from its picture.

Lines through all of a name or a part of it, at any slant, crosses, scribbles; other characters above, below or beside; a second
name; a word such as 欠 or 取消. Rules about lines find level ones; what people do with a pen they don't. Trained by
``paper.train.alterations``.
"""

import functools
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper import entry_doubts
from sekisho.paper.cells import Cell
from sekisho.paper.ink import Gray, narrowed, percentiles
from sekisho.paper.recogniser import Network, log_softmax

#: Classes in the order of the network's outputs: as it was written, struck out, something written besides.
PLAIN, STRUCK, MORE = range(3)
#: What is said of a cell that is thought to be …
REASONS = {STRUCK: entry_doubts.STRUCK, MORE: "訂正か書き込みがあるようです"}
#: … less likely than this as it was written (of 8,781 names and 2,984 dates of calibration pages that were, 0.2 % are asked for).
_LEAST = 0.6
HEIGHT = 40
#: Pixels of the picture that one step of the network stands for.
STEP = 8
_NARROWEST, _WIDEST = 40, 320
_BATCH = 16

Strip = NDArray[np.float32]


def strip(whole: Gray) -> Strip:
    """A cell with what its neighbours left in it as HEIGHT × width ink, 0 paper … 1; columns without ink are cut off at its ends."""
    paper, dark = (int(value) for value in percentiles(whole, 80, 1))
    whole = narrowed(whole, paper, dark)
    width = round(whole.shape[1] * HEIGHT / len(whole))
    width = min(_WIDEST, max(_NARROWEST, -(-width // STEP) * STEP))
    flags = cv2.INTER_AREA if len(whole) > HEIGHT else cv2.INTER_LINEAR
    scaled = cv2.resize(whole, (width, HEIGHT), interpolation=flags).astype(np.float32)
    return np.asarray(np.clip((paper - scaled) / max(paper - dark, 30), 0, 1), np.float32)


class AlterationReader:
    """The shipped network (``paper/models/alterations.onnx``)."""

    def __init__(self, threads: int) -> None:
        self._network = Network("alterations.onnx", threads)

    def read(self, wholes: Sequence[Gray]) -> NDArray[np.float32]:
        """Probability of PLAIN, STRUCK and MORE for each cell (cells × 3)."""
        strips = [strip(whole) for whole in wholes]
        found = np.zeros((len(strips), 3), np.float32)
        for group, logits in self._network.over(strips, _BATCH, 0.0):
            found[group] = np.exp(log_softmax(logits))
        return found


@functools.cache
def load_alterations(threads: int = 0) -> AlterationReader:
    """The shipped reader, loaded once a process; ``threads`` 0 takes every core."""
    return AlterationReader(threads)


def changes(wholes: Sequence[Gray], threads: int = 0) -> list[int]:
    """What somebody did to each written cell (``Cell.whole``): PLAIN for nothing, STRUCK or MORE."""
    if not wholes:
        return []
    return [
        int(shares[1:].argmax()) + 1 if shares[PLAIN] < _LEAST else PLAIN
        for shares in load_alterations(threads).read(wholes)
    ]


def objections(cells: Sequence[Cell], threads: int = 0) -> list[str]:
    """What speaks against each written cell (of a name or a date), "" where nothing does."""
    return [REASONS.get(change, "") for change in changes([cell.whole for cell in cells], threads)]


def struck_out(cells: Sequence[Cell], threads: int = 0) -> list[bool]:
    """Whether a line runs through each cell; what else may have been written there doesn't count (a round hand looks so at times)."""
    if not cells:
        return []
    return [
        bool(shares[STRUCK] > 0.5)
        for shares in load_alterations(threads).read([cell.whole for cell in cells])
    ]
