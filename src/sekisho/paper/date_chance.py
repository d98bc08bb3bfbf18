"""How likely the best date of a cell is right, and how likely it is a ditto: fitted by ``sekisho train dates``."""

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.additive import Model, of_data

FEATURES = ("path", "gap", "sheet_path", "sheet_gap")
#: And, after a second look, how far the other network by itself prefers the date, and the log-odds of the first look: where ink is
#: gone both networks miss the same stroke, so the second must not make sure what the first left open.
SECOND_FEATURES = (*FEATURES, "other", "first")
#: What tells a ditto from a date: log-odds of the sign reader, how badly the ink fits any date, how well it reads 同上.
DITTO_FEATURES = ("sign", "no_date", "heard")
#: And, after a second look, how much better the reader of figures reads a ditto than any date.
TWICE_FEATURES = (*DITTO_FEATURES, "again")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Doubt:
    """What speaks for a date, natural logarithms.

    ``path``: how near its best writing comes to the free reading, over the root of the cell's length.
    ``gap``: lead over all other dates together, what is usual on the sheet counted in. ``sheet_path``, ``sheet_gap``: what is usual
    for these among all dates of the sheet at first sight, since a copier that eats the 0 of 3/20 eats it in every row.
    ``other``: lead under the second network alone, None before that is asked; then path and gap are of both likelihoods multiplied,
    and ``first`` is the probability at first sight.
    """

    path: float
    gap: float
    sheet_path: float
    sheet_gap: float
    other: float | None = None
    first: float | None = None


def features(doubt: Doubt) -> Floats:
    """The model's inputs (``FEATURES``, or ``SECOND_FEATURES`` after a second look), kept within what it was fitted on."""
    found = [
        max(doubt.path, -8.0),
        min(doubt.gap, 14.0),
        max(doubt.sheet_path, -4.0),
        min(doubt.sheet_gap, 14.0),
    ]
    if doubt.other is not None and doubt.first is not None:
        found += [min(max(doubt.other, -6.0), 10.0), float(log_odds(doubt.first))]
    return np.array(found)


def log_odds(chance: float | Floats) -> Floats:
    """Natural logarithm of the odds, kept within what they are good for."""
    return np.asarray(np.clip(np.log(chance + 1e-12) - np.log(1 - np.asarray(chance) + 1e-12), -6.0, 12.0))


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
    """The shipped offsets and weights (``models/dates.json``) of «ditto» (DITTO_FEATURES) and, after a second look, «ditto twice»
    (TWICE_FEATURES)."""
    return {name: np.array(_data()[name]["weights"]) for name in ("ditto", "ditto twice")}


@functools.cache
def load_models() -> dict[str, Model]:
    """The shipped models of «date» (FEATURES) and, after a second look, «twice» (SECOND_FEATURES)."""
    return {name: of_data(_data()[name]) for name in ("date", "twice")}


@functools.cache
def _data() -> dict[str, Any]:
    text = resources.files("sekisho.paper").joinpath("models", "dates.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def chance(doubt: Doubt) -> float:
    """Probability that the date is right."""
    model = load_models()["date" if doubt.other is None else "twice"]
    return float(model.probability(features(doubt)[None])[0])


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
