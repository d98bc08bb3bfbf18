"""Fits the chances of dates and dittos (``paper.date_chance``) on generated columns and pages of the role «calibrate»."""

import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sekisho.paper.date_chance import DITTO_FEATURES, FEATURES, TWICE_FEATURES, Doubt, features
from sekisho.paper.date_ink import Written
from sekisho.paper.dates import judge_dates
from sekisho.paper.engine import Engine, Reading, load_engine
from sekisho.paper.figures import look_again
from sekisho.paper.synth.corpus import corpus
from sekisho.paper.synth.fontbook import Style, listed
from sekisho.paper.train.date_sheets import DateColumn, date_columns
from sekisho.paper.train.dittos import dittos

Floats = NDArray[np.float64]
#: Rows of each style that the chance of dittos is fitted on.
DITTO_CELLS = 5000
#: No sample shows what isn't a date at all, so how near a date comes to the free reading must count for something.
LEAST = (0.5, 0.0, 0.0)


@dataclass
class Harvest:
    """Features of dates (n × FEATURES), and which of them were right."""

    rows: list[Floats] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, judged: Iterable[tuple[Reading, Doubt | None]], days: Sequence[datetime.date]) -> None:
        """One column, read with or without a second look."""
        for (reading, doubt), day in zip(judged, days, strict=True):
            if doubt is not None:
                self.rows.append(features(doubt))
                self.right.append(reading.candidates[0][0] == day.isoformat())

    def fit(self, least: Sequence[float]) -> list[float]:
        """See ``fit``."""
        return fit(np.array(self.rows), np.array(self.right), least)


def harvest(columns: Iterable[DateColumn], engine: Engine) -> tuple[Harvest, Harvest]:
    """Every date as it is read at first sight, and as it is read when all are looked at twice."""
    once, twice = Harvest(), Harvest()
    for column in columns:
        filled = [(cell, day) for cell, day in zip(column.cells, column.days, strict=True) if not cell.empty]
        lines = engine.recogniser.lines([cell.image for cell, _ in filled])
        written, days = [Written(line) for line in lines], [day for _, day in filled]
        once.add(judge_dates(written, engine.alphabet, column.month), days)
        judged = judge_dates(written, engine.alphabet, column.month, look_again, sure_alone=2)
        twice.add([(reading, doubt if doubt and doubt.second else None) for reading, doubt in judged], days)
    return once, twice


def fit(rows: Floats, right: NDArray[np.bool_], least: Sequence[float]) -> list[float]:
    """Offset and weights (none below its ``least``, which is never negative: more evidence never hurts) by penalised maximum
    likelihood."""
    sign = np.where(right, 1.0, -1.0)

    def loss(weights: Floats) -> float:
        margin = sign * (weights[0] + rows @ weights[1:])
        return float(np.logaddexp(0, -margin).sum() + 0.05 * (weights[1:] ** 2).sum())

    bounds = [(None, None), *((low, None) for low in least)]
    found = minimize(loss, np.ones(1 + rows.shape[1]), method="L-BFGS-B", bounds=bounds)
    return [round(float(value), 4) for value in found.x]


def calibrate_dates(fonts: Path, target: Path, pages: int, seed: int, say: Callable[[str], None]) -> None:
    """Write ``models/dates.json``: dittos from ``DITTO_CELLS`` rows of whole pages in each style, then dates from ``pages``
    pages of 180 each."""
    faces = listed(fonts, fonts.parent / ".fonts", "calibrate")
    engine = load_engine()
    parts = [
        dittos(corpus("calibrate", faces, style, "life", seed, DITTO_CELLS), engine)
        for style in get_args(Style)
    ]
    signs, are = np.concatenate([rows for rows, _ in parts]), np.concatenate([right for _, right in parts])
    say(f"{len(are)} date cells, {int(are.sum())} of them dittos")
    first = len(DITTO_FEATURES)
    weights = {
        "ditto": fit(signs[:, :first], are, (0.0,) * first),
        "ditto twice": fit(signs, are, (0.0,) * len(TWICE_FEATURES)),
    }
    once, twice = harvest(date_columns(faces, "calibrate", seed, pages), engine)
    say(f"{len(once.right)} dates, {once.right.count(False)} of them wrong at first sight")
    weights["date"] = once.fit(LEAST)
    say(f"{len(twice.right)} looked at twice, {twice.right.count(False)} of them wrong")
    weights["twice"] = twice.fit(LEAST)
    data = {
        "features": {"date": FEATURES, "ditto": DITTO_FEATURES, "ditto twice": TWICE_FEATURES},
        "weights": weights,
    }
    target.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
