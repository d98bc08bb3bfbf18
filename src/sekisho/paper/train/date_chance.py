"""Fits the chance of dates (``paper.date_chance``) on generated columns of the role «calibrate»."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sekisho.paper.date_chance import FEATURES, features
from sekisho.paper.dates import Written, judge_dates
from sekisho.paper.engine import Engine, load_engine
from sekisho.paper.synth.fontbook import listed
from sekisho.paper.train.date_sheets import DateColumn, date_columns

Floats = NDArray[np.float64]


def harvest(columns: Iterable[DateColumn], engine: Engine) -> tuple[Floats, NDArray[np.bool_]]:
    """Features of every date that was read (n × FEATURES), and whether it was right."""
    rows, right = [], []
    for column in columns:
        filled = [(cell, day) for cell, day in zip(column.cells, column.days, strict=True) if not cell.empty]
        lines = engine.recogniser.lines([cell.image for cell, _ in filled])
        judged = judge_dates([Written(line) for line in lines], engine.alphabet, column.month)
        for (reading, doubt), (_, day) in zip(judged, filled, strict=True):
            if doubt is not None:
                best = reading.candidates[0][0]
                rows.append(features(doubt))
                right.append(best == day.isoformat())
    return np.array(rows), np.array(right)


def fit(rows: Floats, right: NDArray[np.bool_]) -> tuple[float, ...]:
    """Offset and weights (none negative: more evidence never hurts) by penalised maximum likelihood."""
    sign = np.where(right, 1.0, -1.0)

    def loss(weights: Floats) -> float:
        margin = sign * (weights[0] + rows @ weights[1:])
        return float(np.logaddexp(0, -margin).sum() + 0.05 * (weights[1:] ** 2).sum())

    bounds = [(None, None), *[(0, None)] * len(FEATURES)]
    found = minimize(loss, np.ones(1 + len(FEATURES)), method="L-BFGS-B", bounds=bounds)
    return tuple(round(float(value), 4) for value in found.x)


def calibrate_dates(fonts: Path, target: Path, pages: int, seed: int, say: Callable[[str], None]) -> None:
    """Write ``models/dates.json``, from ``pages`` generated pages of 180 dates each."""
    faces = listed(fonts, fonts.parent / ".fonts", "calibrate")
    rows, right = harvest(date_columns(faces, "calibrate", seed, pages), load_engine())
    save(target, rows, right)
    say(f"{len(right)} dates, {int((~right).sum())} of them wrong at first sight")


def save(target: Path, rows: Floats, right: NDArray[np.bool_]) -> None:
    """Fit and write down."""
    data = {"features": list(FEATURES), "dates": len(right), "weights": fit(rows, right)}
    target.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
