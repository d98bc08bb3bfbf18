"""How likely the best date of a cell is right, and how likely it is a ditto: logistic models, fitted by ``sekisho train
dates``."""

import functools
import json
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

FEATURES = ("path", "gap", "usual")
#: What tells a ditto from a date: log-odds of the sign reader, how badly the ink fits any date, how well it reads 同上.
DITTO_FEATURES = ("sign", "no_date", "heard")
#: And, after a second look, how much better the reader of figures reads a ditto than any date.
TWICE_FEATURES = (*DITTO_FEATURES, "again")
Floats = NDArray[np.float64]
#: The fitted log-odds are divided by this: a copier that eats the 0 of 3/20 in every row is rarer on calibration pages than in
#: life. On 30,000 cells of the bench dates that were said to be 0.9995 sure came out wrong without it.
_CAUTION = 1.4


@dataclass(frozen=True)
class Doubt:
    """What speaks for a date, natural logarithms.

    ``path``: how near its best writing comes to the free reading, over the root of the cell's length.
    ``gap``: lead over all other dates together. ``usual``: its weight on this sheet. ``second``: path and gap are those of
    two networks' likelihoods multiplied.
    """

    path: float
    gap: float
    usual: float
    second: bool = False


def features(doubt: Doubt) -> Floats:
    """The model's inputs, kept within what it was fitted on."""
    return np.array([max(doubt.path, -8.0), min(doubt.gap, 14.0), max(doubt.usual, -6.0)])


def ditto_features(sign: float, date: float, heard: float) -> Floats:
    """The inputs of ``ditto_chance``, kept within what it was fitted on.

    ``sign``: the sign reader's opinion. ``date``, ``heard``: likelihood under the recogniser that it says some date, or
    同上 and the like, relative to the free reading.
    """
    seen = min(max(sign, 1e-6), 1 - 1e-6)
    return np.array(
        [np.log(seen / (1 - seen)), -np.log(min(max(date, 1e-4), 1.0)), np.log(min(max(heard, 1e-3), 1.0))]
    )


@functools.cache
def load_weights() -> dict[str, Floats]:
    """The shipped offsets and weights (``models/dates.json``): «date» and, after a second look, «twice» of FEATURES, «ditto» of
    DITTO_FEATURES, «ditto twice» of TWICE_FEATURES."""
    text = resources.files("sekisho.paper").joinpath("models", "dates.json").read_text("utf-8")
    weights = json.loads(text)["weights"]
    return {name: np.array(values) for name, values in weights.items()}


def chance(doubt: Doubt) -> float:
    """Probability that the date is right."""
    weights = load_weights()["twice" if doubt.second else "date"]
    return _logistic(weights / _CAUTION, features(doubt))


def ditto_chance(first: Floats) -> float:
    """Probability that a filled cell shows 〃 or 同上, from ``ditto_features``.

    Each network alone errs: 7/14 looks like a ditto to the one that knows only signs, and the other has never seen one.
    """
    return _logistic(load_weights()["ditto"], first)


def twice_features(first: Floats, date: float, heard: float) -> Floats:
    """The inputs of ``ditto_chance_twice``: those of the first look (``ditto_features``), and how much likelier a ditto (``heard``) is
    than any date under the reader of figures."""
    again = np.log(max(heard, 1e-9)) - np.log(max(date, 1e-9))
    return np.array([*first, np.clip(again, -9.0, 9.0)])


def ditto_chance_twice(twice: Floats) -> float:
    """``ditto_chance`` after a second look, from ``twice_features``."""
    return _logistic(load_weights()["ditto twice"], twice)


def _logistic(weights: Floats, inputs: Floats) -> float:
    return float(1 / (1 + np.exp(-(weights[0] + inputs @ weights[1:]))))
