"""The shipped recogniser as a reader of printed words."""

from collections.abc import Sequence

import numpy as np

from sekisho.paper.ctc import greedy
from sekisho.paper.ink import Gray
from sekisho.paper.recogniser import Recogniser


class PrintReader:
    """Free reading of one-line crops: the likeliest characters and their mean probability."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    def read(self, crops: Sequence[Gray]) -> list[tuple[str, float]]:
        """Gray crops in, text and confidence (0..1) of each out."""
        read = []
        for crop in crops:
            # One by one: beside wider crops of a batch the last character of a short word can get lost.
            (line,) = self._recogniser.lines([crop])
            classes, frames, _ = greedy(line.logp)
            text = "".join(self._recogniser.characters[number - 1] for number in classes)
            sure = [
                float(np.exp(line.logp[frame, number])) for frame, number in zip(frames, classes, strict=True)
            ]
            read.append((text, sum(sure) / len(sure) if sure else 0.0))
        return read
