"""Fits the chances of dates and dittos (``paper.date_chance``) on generated columns and pages of the role «calibrate»."""

import datetime
import json
import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sekisho.paper.additive import Model, as_data, fit
from sekisho.paper.date_chance import (
    DITTO_FEATURES,
    FEATURES,
    SECOND_FEATURES,
    TWICE_FEATURES,
    Doubt,
    features,
    log_odds,
)
from sekisho.paper.date_ink import Written
from sekisho.paper.dates import SURE_ALONE, judge_dates
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
_LEAST = 0.5
#: Pages that one process reads at a time.
_PAGES = 10
#: Parts in which the spread of doubts is kept, at most.
_BINS = 40


@dataclass
class Harvest:
    """Features of dates (n × FEATURES or SECOND_FEATURES), and which of them were right."""

    rows: list[Floats] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, reading: Reading, doubt: Doubt, day: datetime.date) -> None:
        """One date that says ``day``."""
        self.rows.append(features(doubt))
        self.right.append(reading.candidates[0][0] == day.isoformat())

    def after(self, first: Floats) -> None:
        """Let the second look know how sure the dates were at first sight."""
        for row, seen in zip(self.rows, log_odds(first), strict=True):
            row[SECOND_FEATURES.index("first")] = seen

    def fit(self) -> Model:
        """The curves of dates."""
        rows = np.array(self.rows)
        slopes = (_LEAST, *[0.0] * (rows.shape[1] - 1))
        return fit(rows, np.array(self.right), np.ones(len(rows)), least=slopes)


def join(parts: Iterable[Harvest]) -> Harvest:
    """Several harvests as one."""
    whole = Harvest()
    for part in parts:
        whole.rows += part.rows
        whole.right += part.right
    return whole


def harvest(columns: Iterable[DateColumn], engine: Engine) -> tuple[Harvest, Harvest]:
    """Every date as it is read at first sight, and as it is read when all are looked at twice; those for which something else
    bounds what is believed of them are in neither."""
    once, twice = Harvest(), Harvest()
    for column in columns:
        filled = [(cell, day) for cell, day in zip(column.cells, column.days, strict=True) if not cell.empty]
        lines = engine.recogniser.lines([cell.image for cell, _ in filled])
        written, days = [Written(line) for line in lines], [day for _, day in filled]
        first = judge_dates(written, engine.alphabet, column.month)
        second = judge_dates(written, engine.alphabet, column.month, look_again, sure_alone=2)
        for one, two, day in zip(first, second, days, strict=True):
            if one[1] and two[1] and two[1].other is not None:
                once.add(one[0], one[1], day)
                twice.add(two[0], two[1], day)
    return once, twice


def fit_dittos(rows: Floats, right: NDArray[np.bool_]) -> list[float]:
    """Offset and weights (none negative: more evidence never hurts) by penalised maximum likelihood."""
    sign = np.where(right, 1.0, -1.0)

    def loss(weights: Floats) -> float:
        margin = sign * (weights[0] + rows @ weights[1:])
        return float(np.logaddexp(0, -margin).sum() + 0.05 * (weights[1:] ** 2).sum())

    bounds = [(None, None), *[(0, None)] * rows.shape[1]]
    found = minimize(loss, np.ones(1 + rows.shape[1]), method="L-BFGS-B", bounds=bounds)
    return [round(float(value), 4) for value in found.x]


def calibrate_dates(
    fonts: Path, target: Path, pages: int, seeds: Sequence[int], say: Callable[[str], None]
) -> None:
    """Write ``models/dates.json``: dittos from ``DITTO_CELLS`` rows of whole pages in each style, made from the first of ``seeds``, then
    dates from ``pages`` pages of 180 for each of them."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=context) as pool:
        asked = [pool.submit(_dittos_of, fonts, style, seeds[0]) for style in get_args(Style)]
        slices = [
            pool.submit(_dates_of, fonts, seed, range(start, min(start + _PAGES, pages)))
            for seed in seeds
            for start in range(0, pages, _PAGES)
        ]
        signs = [one.result() for one in asked]
        dates = [one.result() for one in slices]
    data = fitted(signs, join([one for one, _ in dates]), join([two for _, two in dates]), say)
    target.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def fitted(
    signs: Sequence[tuple[Floats, NDArray[np.bool_]]],
    once: Harvest,
    twice: Harvest,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """What ``models/dates.json`` holds: the four models, and how the doubts of dates are spread."""
    rows, are = np.concatenate([one for one, _ in signs]), np.concatenate([right for _, right in signs])
    say(f"{len(are)} date cells, {int(are.sum())} of them dittos")
    ditto, again = fit_dittos(rows[:, : len(DITTO_FEATURES)], are), fit_dittos(rows, are)
    say(
        f"{len(once.right)} dates, {once.right.count(False)} wrong at first sight, {twice.right.count(False)} after both looks"
    )
    first = once.fit()
    twice.after(first.probability(np.array(once.rows)))
    second = twice.fit()
    doubts = 1 - first.probability(np.array(once.rows))
    doubts = np.where(doubts > 1 - SURE_ALONE, 1 - second.probability(np.array(twice.rows)), doubts)
    say(f"{(doubts > 1 - SURE_ALONE).mean():.2%} less sure than {SURE_ALONE} after both looks")
    return {
        "ditto": {"features": DITTO_FEATURES, "weights": ditto},
        "ditto twice": {"features": TWICE_FEATURES, "weights": again},
        "date": as_data(first, FEATURES),
        "twice": as_data(second, SECOND_FEATURES),
        "doubts": spread(doubts),
    }


def spread(doubts: Floats) -> list[tuple[float, float]]:
    """How doubts are spread, the greatest first: (share of the dates, their mean doubt), finer and finer towards the greatest."""
    falling = np.sort(doubts)[::-1]
    ends = np.unique(np.round(np.geomspace(1, len(falling), _BINS)).astype(int))
    return [
        (round((end - start) / len(falling), 8), float(f"{falling[start:end].mean():.4g}"))
        for start, end in zip((0, *ends[:-1]), ends, strict=True)
    ]


def _dittos_of(fonts: Path, style: Style, seed: int) -> tuple[Floats, NDArray[np.bool_]]:
    faces = listed(fonts, fonts.parent / ".fonts", "calibrate")
    return dittos(corpus("calibrate", faces, style, "life", seed, DITTO_CELLS), load_engine(1))


def _dates_of(fonts: Path, seed: int, pages: range) -> tuple[Harvest, Harvest]:
    faces = listed(fonts, fonts.parent / ".fonts", "calibrate")
    return harvest(date_columns(faces, "calibrate", seed, pages), load_engine(1))
