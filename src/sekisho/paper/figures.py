"""A second look at dates and marks: a small network of our own that reads lines of figures and knows nothing else.

The recogniser was raised on photographs of words and steps 8 px at a time over 6,298 characters; two narrow digits share
a step, and a stroke that the copier lost makes a date unlikely. This one steps twice as finely over a few dozen classes,
was trained on copied, faxed and faded forms (``paper.train.figures``), and errs elsewhere: where both agree, a doubt is
gone.
"""

import functools
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ctc import Alphabet
from sekisho.paper.date_lattice import Cell
from sekisho.paper.recogniser import Line, LogProbs, Network, log_softmax

Gray = NDArray[np.uint8]

#: Class ``i + 1`` of every frame; «?» is any other character.
CHARACTERS = "0123456789年月日./-()令和RH曜元+±○×✓△〃同上陰陽性?"
HEIGHT = 32
#: Pixels of the scaled line that one frame stands for.
FRAME = 4
_NARROWEST, _WIDEST = 32, 384
_BATCH = 16


def strip(line: Gray) -> NDArray[np.float32]:
    """A trimmed gray line (255 paper) as HEIGHT × width ink, 0 paper … 1, the width a multiple of FRAME."""
    width = round(line.shape[1] * HEIGHT / max(1, line.shape[0]))
    width = min(_WIDEST, max(_NARROWEST, -(-width // FRAME) * FRAME))
    flags = cv2.INTER_AREA if line.shape[0] > HEIGHT else cv2.INTER_LINEAR
    scaled = cv2.resize(line, (width, HEIGHT), interpolation=flags)
    return np.asarray(1 - scaled / np.float32(255), np.float32)


class FigureReader:
    """The shipped network (``paper/models/figures.onnx``)."""

    def __init__(self, threads: int) -> None:
        self._network = Network("figures.onnx", threads)
        self.alphabet = Alphabet(CHARACTERS)

    def read(self, lines: Sequence[Gray]) -> list[LogProbs]:
        """Log-probabilities (frames × (1 + CHARACTERS), class 0 the blank) of each trimmed line (``Line.image``)."""
        strips = [strip(line) for line in lines]
        found: dict[int, LogProbs] = {}
        for group, logits in self._network.over(strips, _BATCH, 0.0):
            for place, number in enumerate(group):
                found[number] = log_softmax(logits[place, : strips[number].shape[1] // FRAME])
        return [found[number] for number in range(len(strips))]


@functools.cache
def load_figures(threads: int = 1) -> FigureReader:
    """The shipped reader, loaded once a process; so small that one thread serves."""
    return FigureReader(threads)


def look_again(lines: Sequence[Line]) -> list[Cell]:
    """Each line as this network reads it, to be scored against dates or marks."""
    reader = load_figures()
    return [Cell(logp, reader.alphabet) for logp in reader.read([line.image for line in lines])]
