"""The calibration of names: pages of the generator read with both networks, and the model fitted to what came out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.base.kanji import fold
from sekisho.paper.cells import cut_cells
from sekisho.paper.confidence import Model, fit, judge_page
from sekisho.paper.engine import Engine
from sekisho.paper.form import Form
from sekisho.paper.learn.learner import learn_form
from sekisho.paper.learn.print_reader import PrintReader
from sekisho.paper.names import roster_candidates
from sekisho.paper.register import Refused, register
from sekisho.paper.scans import Scan
from sekisho.paper.synth.blank import blank
from sekisho.paper.synth.corpus import Case
from sekisho.paper.synth.layout import Layout
from sekisho.paper.synth.truth import MUST_DOUBT

Floats = NDArray[np.float64]
_BLANK_DPI = 200
#: Risks for which the shipped model knows a threshold.
RISKS = (0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01)


@dataclass(frozen=True)
class Harvest:
    """What calibration learns from: features (n × FEATURES), whether the best candidate was right, whether the row's
    person was on the roster at all, and (for looking at) the name, the best candidate and the free reading."""

    features: Floats
    right: NDArray[np.bool_]
    known: NDArray[np.bool_]
    notes: tuple[tuple[str, str, str], ...]


def harvest(cases: Iterator[Case], engine: Engine) -> Harvest:
    """Read the name cells of ``cases``; rows that must be doubtful anyway, and pages that registration refuses, are
    left out."""
    features, right, known, notes = [], [], [], []
    forms: dict[str, Form] = {}
    for number, case in enumerate(cases):
        if case.layout.name not in forms:
            forms[case.layout.name] = taught(case.layout, engine)
        scan = Scan(f"{number}", 1, case.page.image, case.page.dpi)
        placed = register(scan, [forms[case.layout.name]])
        if isinstance(placed, Refused):
            continue
        cells = cut_cells(scan, placed)
        column = next(column.name for column in placed.page.tables[0].columns if column.kind == "name")
        rows = [
            (row, cells.rows[row.row][column])
            for row in case.page.truth.rows
            if row.name and row.row in cells.rows and not cells.rows[row.row][column].empty
        ]
        roster = next(f for f in case.city.facilities if f.name == case.page.truth.facility)
        names = [person.name for person in roster.people]
        candidates = roster_candidates(names)
        lines = engine.recogniser.lines([cell.image for _, cell in rows])
        evidence = engine.scorer.judge(lines, candidates)
        for (row, cell), found, judged in zip(rows, evidence, judge_page(evidence), strict=True):
            if set(row.flags) & set(MUST_DOUBT) or cell.struck or cell.overflow or not judged.ranking:
                continue
            best = candidates[judged.ranking[0][0]].text
            features.append(judged.features)
            right.append(row.on_roster and fold(best) == fold(row.name))
            known.append(row.on_roster)
            notes.append((row.name, best, found.free))
    return Harvest(np.array(features), np.array(right), np.array(known), tuple(notes))


def taught(layout: Layout, engine: Engine) -> Form:
    """The form as ``sekisho form learn`` finds it on the layout's blank."""
    sheet = Scan(layout.name, 1, blank(layout, _BLANK_DPI), _BLANK_DPI)
    return learn_form([sheet], layout.name, PrintReader(engine.recogniser)).form


def join(parts: Sequence[Harvest]) -> Harvest:
    """Several harvests as one."""
    return Harvest(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.known for part in parts]),
        tuple(note for part in parts for note in part.notes),
    )


def fit_names(data: Harvest, strangers: float) -> Model:
    """Fit the model so that its chances hold where ``strangers`` of the rows are nobody of the roster.

    The thresholds are read off the fitted chances themselves: from the surest row down, as long as the expected share
    of wrong ones stays within the risk.
    """
    share = float((~data.known).mean())
    weight = np.where(data.known, (1 - strangers) / (1 - share), strangers / max(share, 1e-9))
    model = fit(data.features, data.right, weight)
    chances = model.probability(data.features)
    order = np.argsort(-chances)
    doubts = (1 - chances[order]) * weight[order]
    running = np.cumsum(doubts) / np.cumsum(weight[order])
    thresholds = []
    for risk in RISKS:
        within = np.flatnonzero(running <= risk)
        least = float(chances[order[within[-1]]]) if len(within) else 1 - risk / 10
        thresholds.append((risk, least))
    return Model(model.knots, model.weights, model.offset, tuple(thresholds))
