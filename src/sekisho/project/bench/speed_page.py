"""Seconds of one page of 40 rows, whole and by steps. Runs in a process of its own."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sekisho.paper import page as reading
from sekisho.paper.engine import load_engine
from sekisho.paper.form import Form
from sekisho.paper.results import Settings
from sekisho.paper.scans import load_page
from sekisho.paper.synth.fontbook import Face
from sekisho.paper.synth.truth import MUST_DOUBT
from sekisho.paper.train.names import taught
from sekisho.project.bench.counting import Tally
from sekisho.project.bench.judging import judge
from sekisho.project.bench.quality import roster_of
from sekisho.project.bench.sheets40 import Sample, samples
from sekisho.project.bench.tesseract import Beside, Crop, beside

#: What ``read_page`` calls, and what it is called in the table.
STEPS = {
    "register": "registration",
    "cut_cells": "cutting the cells",
    "signs_of": "lone signs",
    "Remembered": "recogniser, all cells",
    "read_people": "facility, names scored and verified",
    "day_of_sheet": "date of the sheet",
    "days_of_rows": "dates",
    "further_columns": "other columns",
    "objections_to": "altered names and dates",
}


@dataclass(frozen=True)
class PageTimes:
    """``seconds``: medians over ``pages`` × ``repeats``: whole (from the file's bytes to rows) and by step.
    ``slowest``: of the single pages' medians. ``theirs``: Tesseract on the same name cells, None without it;
    ``ours``: our counts on these pages; ``top``: names that are best candidates, of ``known`` on the roster."""

    pages: int
    repeats: int
    seconds: dict[str, float]
    slowest: float
    theirs: Beside | None
    ours: dict[str, int]


def time_pages(faces: Sequence[Face], folder: Path, count: int, repeats: int) -> PageTimes:
    """Make the pages, read each ``repeats`` times on all cores, and give the same cells to Tesseract."""
    cases = samples(faces, folder, count)
    forms: dict[str, Form] = {}
    for sample in cases:
        layout = sample.case.layout
        if layout.name not in forms:
            forms[layout.name] = taught(layout, load_engine())
    clock: dict[str, float] = {}
    for name in STEPS:
        setattr(reading, name, _timed(getattr(reading, name), STEPS[name], clock))
    _read(cases[0], forms)  # the first page also warms up caches and threads
    runs: dict[str, list[float]] = {}
    whole, crops, ours = [], [], Tally()
    top = known = 0
    for sample in cases:
        own = []
        for _ in range(repeats):
            clock.clear()
            start = time.perf_counter()
            result, loaded = _read(sample, forms)
            own.append(time.perf_counter() - start)
            steps = {"loading the file": loaded, **clock}
            for name, seconds in steps.items():
                runs.setdefault(name, []).append(seconds)
            runs.setdefault("the rest", []).append(own[-1] - sum(steps.values()))
        whole.append(own)
        case = sample.case
        people = next(f for f in case.city.facilities if f.name == case.page.truth.facility).people
        names = tuple(person.name for person in people)
        for row in judge(result, case.page.truth, names):
            ours.rows += 1
            ours.accepted += row.fate == "accepted"
            ours.wrong[row.fault] += bool(row.fault) and row.fate == "accepted"
            ours.ours += row.ours
            ours.left += row.ours and row.fate != "accepted"
            known += row.ours
            top += row.ours and row.fault in ("", "date")
        crops += _crops(sample, forms, names)
    seconds = {name: statistics.median(found) for name, found in runs.items()}
    seconds["whole"] = statistics.median(one for own in whole for one in own)
    counts = {"rows": ours.rows, "accepted": ours.accepted, "wrong": ours.wrongs, "left": ours.left}
    counts |= {"known": known, "top": top}
    slowest = max(statistics.median(own) for own in whole)
    return PageTimes(count, repeats, seconds, slowest, beside(crops, folder), counts)


def _read(sample: Sample, forms: dict[str, Form]) -> tuple[Any, float]:
    """The page's result, and the seconds that its file took."""
    start = time.perf_counter()
    scan = load_page(sample.path, 1)
    loaded = time.perf_counter() - start
    month = sample.case.page.truth.date.replace(day=1)
    form, roster = forms[sample.case.layout.name], roster_of(sample.case.city)
    return reading.read_page(scan, [form], roster, load_engine(), Settings(month=month)), loaded


def _timed(function: Callable[..., Any], name: str, clock: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            clock[name] = clock.get(name, 0.0) + time.perf_counter() - start

    return timed


def _crops(sample: Sample, forms: dict[str, Form], names: tuple[str, ...]) -> list[Crop]:
    """The name cells of the rows that count (``Judged.ours``), as the page's registration cuts them."""
    scan = load_page(sample.path, 1)
    placed = reading.register(scan, [forms[sample.case.layout.name]])
    if isinstance(placed, reading.Refused):
        return []
    cells = reading.cut_cells(scan, placed)
    column = next(one.name for one in placed.page.tables[0].columns if one.kind == "name")
    return [
        Crop(cells.rows[row.row][column].image, row.name, names, sample.case.page.truth.style)
        for row in sample.case.page.truth.rows
        if row.on_roster and not set(row.flags) & MUST_DOUBT and row.row in cells.rows
    ]
