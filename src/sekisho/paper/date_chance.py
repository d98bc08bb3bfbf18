"""How likely the best date of a cell is right: a logistic model, fitted by ``sekisho train dates``."""

import functools
import json
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

FEATURES = ("path", "gap", "usual")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Doubt:
    """What speaks for a date, natural logarithms.

    ``path``: how near its best writing comes to the free reading, over the root of the cell's length.
    ``gap``: lead over all other dates together. ``usual``: its weight on this sheet.
    """

    path: float
    gap: float
    usual: float


def features(doubt: Doubt) -> Floats:
    """The model's inputs, kept within what it was fitted on."""
    return np.array([max(doubt.path, -8.0), min(doubt.gap, 14.0), max(doubt.usual, -6.0)])


@functools.cache
def load_weights() -> Floats:
    """The shipped offset and weights of FEATURES (``models/dates.json``)."""
    text = resources.files("sekisho.paper").joinpath("models", "dates.json").read_text("utf-8")
    return np.array(json.loads(text)["weights"])


def chance(doubt: Doubt) -> float:
    """Probability that the date is right."""
    weights = load_weights()
    return float(1 / (1 + np.exp(-(weights[0] + features(doubt) @ weights[1:]))))
