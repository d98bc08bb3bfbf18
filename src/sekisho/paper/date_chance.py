"""How likely the best date of a cell is right: a logistic model, fitted by ``paper.train.date_chance``."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEATURES = ("path", "gap", "usual")
#: Offset and the weights of FEATURES.
_WEIGHTS = (2.0, 1.5, 0.8, 0.3)


@dataclass(frozen=True)
class Doubt:
    """What speaks for a date, natural logarithms.

    ``path``: how near its best writing comes to the free reading, over the root of the cell's length.
    ``gap``: lead over all other dates together. ``usual``: its weight on this sheet.
    """

    path: float
    gap: float
    usual: float


def features(doubt: Doubt) -> NDArray[np.float64]:
    """The model's inputs, kept within what it was fitted on."""
    return np.array([max(doubt.path, -8.0), min(doubt.gap, 14.0), max(doubt.usual, -6.0)])


def chance(doubt: Doubt) -> float:
    """Probability that the date is right."""
    logit = _WEIGHTS[0] + float(features(doubt) @ np.array(_WEIGHTS[1:]))
    return float(1 / (1 + np.exp(-logit)))
