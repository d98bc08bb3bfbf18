"""The calibration of names: pages of the generator read with both networks, and the model fitted to what came out."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.base.kanji import fold, plain
from sekisho.paper.additive import Model, fit
from sekisho.paper.cells import PageCells, cut_cells
from sekisho.paper.confidence import FEATURES, PAGE, Judged
from sekisho.paper.engine import Engine
from sekisho.paper.evidence import Candidate
from sekisho.paper.form import Form
from sekisho.paper.learn.learner import learn_form
from sekisho.paper.learn.print_reader import PrintReader
from sekisho.paper.names import judge_names, roster_candidates
from sekisho.paper.recogniser import Line
from sekisho.paper.register import Refused, register
from sekisho.paper.scans import Scan
from sekisho.paper.synth.blank import blank
from sekisho.paper.synth.corpus import Case
from sekisho.paper.synth.layout import Layout
from sekisho.paper.synth.lookalikes import LOOKALIKES
from sekisho.paper.synth.truth import MUST_DOUBT, RowTruth

Floats = NDArray[np.float64]
_BLANK_DPI = 200
#: Risks for which the shipped model knows a threshold.
RISKS = (0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01)
#: Share of strangers that the fit is made for, and how many of them are one look-alike kanji from somebody.
STRANGERS, ALIKE = 0.05, 1 / 3
#: The thresholds keep to the risk divided by this: the rarest mistakes are few even among thousands of pages, and dates err by
#: whole pages. Of 71,847 three were wrong from 0.9963 on where the other four fifths of the sheets made one expect 1.6, from 0.99 on
#: eight where 2.8; names err no more often than they say. (At 2.5 a clean 鈴木 干夏 would pass for 鈴木 千夏, at 0.9961.)
SAFETY = 2.6
#: Kinds of rows: somebody of the roster, a stranger at random or with a surname of the roster, a stranger one look-alike
#: kanji from somebody.
KNOWN, STRANGER, NEIGHBOUR = 0, 1, 2


@dataclass(frozen=True)
class Harvest:
    """What calibration learns from: features (n × FEATURES), whether the best candidate was right, the kind of each row
    (KNOWN …), whether another one of the roster comes so near that a person is asked anyway, and, for looking at, the name,
    the best candidate and the free reading."""

    features: Floats
    right: NDArray[np.bool_]
    kind: NDArray[np.int64]
    close: NDArray[np.bool_]
    notes: tuple[tuple[str, str, str], ...]


def harvest(cases: Iterable[Case], engine: Engine, seed: int) -> Harvest:
    """Read the name cells of ``cases``; rows that must be doubtful anyway, and pages that registration refuses, are
    left out.

    Each page is judged twice: against its roster, and against one in which everybody on the page is replaced by somebody
    one look-alike kanji away, so that each row shows a stranger of the hardest kind.
    """
    rng = random.Random(f"harvest {seed}")
    parts: list[Harvest] = []
    for case, cells in cut_cases(cases, engine):
        column = next(column.name for column in cells.placed.page.tables[0].columns if column.kind == "name")
        rows = [
            (row, cells.rows[row.row][column])
            for row in case.page.truth.rows
            if row.name and row.row in cells.rows and not cells.rows[row.row][column].empty
        ]
        plain_rows = [not (set(row.flags) & MUST_DOUBT or cell.struck or cell.overflow) for row, cell in rows]
        lines = engine.recogniser.lines([cell.image for _, cell in rows])
        roster = next(f for f in case.city.facilities if f.name == case.page.truth.facility)
        names = [person.name for person in roster.people]
        chosen = [row for row, _ in rows]
        honest = _judge(lines, chosen, plain_rows, names, engine, KNOWN)
        changed = _judge(lines, chosen, plain_rows, _neighbours(rng, names, chosen), engine, NEIGHBOUR)
        if len(honest.right):
            # How legible the page is must not tell the changed roster from the true one.
            changed.features[:, PAGE] = honest.features[0, PAGE]
        parts += [honest, changed]
    return join(parts)


def cut_cases(cases: Iterable[Case], engine: Engine) -> Iterator[tuple[Case, PageCells]]:
    """The cells of each page, found and cut as a scan's are; pages that registration refuses are left out."""
    forms: dict[str, Form] = {}
    for number, case in enumerate(cases):
        if case.layout.name not in forms:
            forms[case.layout.name] = taught(case.layout, engine)
        scan = Scan(f"{number}", 1, case.page.image, case.page.dpi)
        placed = register(scan, [forms[case.layout.name]])
        if not isinstance(placed, Refused):
            yield case, cut_cells(scan, placed)


def taught(layout: Layout, engine: Engine) -> Form:
    """The form as ``sekisho form learn`` finds it on the layout's blank."""
    sheet = Scan(layout.name, 1, blank(layout, _BLANK_DPI), _BLANK_DPI)
    return learn_form([sheet], layout.name, PrintReader(engine.recogniser)).form


def _neighbours(rng: random.Random, names: Sequence[str], rows: Sequence[RowTruth]) -> list[str]:
    """The roster with everybody on the page replaced by a look-alike name."""
    here = {fold(row.name) for row in rows}
    kept = [name for name in names if fold(name) not in here]
    taken = {fold(name) for name in kept} | here
    for row in rows:
        name = plain(row.name)
        options = [
            name[:place] + other + name[place + 1 :]
            for place, character in enumerate(name)
            for other in LOOKALIKES.get(character, "")
        ]
        free = [option for option in options if fold(option) not in taken]
        if free:
            kept.append(rng.choice(free))
    return kept


def _judge(
    lines: Sequence[Line],
    rows: Sequence[RowTruth],
    wanted: Sequence[bool],
    names: Sequence[str],
    engine: Engine,
    kind: int,
) -> Harvest:
    candidates = roster_candidates(names)
    if not candidates or not lines:
        return Harvest(
            np.zeros((0, len(FEATURES))), np.zeros(0, bool), np.zeros(0, np.int64), np.zeros(0, bool), ()
        )
    evidence, page = judge_names(lines, candidates, engine)
    taken: list[tuple[Judged, bool, int, tuple[str, str, str]]] = []
    for row, keep, found, judged in zip(rows, wanted, evidence, page, strict=True):
        if keep and judged.ranking:
            best: Candidate = candidates[judged.ranking[0][0]]
            right = kind == KNOWN and row.on_roster and fold(best.text) == fold(row.name)
            taken.append((judged, right, _kind(row, kind), (row.name, best.text, found.free)))
    return Harvest(
        np.array([judged.features for judged, _, _, _ in taken]).reshape(len(taken), len(FEATURES)),
        np.array([right for _, right, _, _ in taken], bool),
        np.array([own for _, _, own, _ in taken], np.int64),
        np.array([judged.close for judged, _, _, _ in taken], bool),
        tuple(note for _, _, _, note in taken),
    )


def _kind(row: RowTruth, kind: int) -> int:
    """A generated stranger one look-alike kanji from somebody is counted with those made by changing the roster: the mix
    has both kinds of strangers apart, so neither may stand for the other."""
    if kind == NEIGHBOUR or row.origin == "lookalike":
        return NEIGHBOUR
    return KNOWN if row.on_roster else STRANGER


def join(parts: Sequence[Harvest]) -> Harvest:
    """Several harvests as one."""
    filled = [part for part in parts if len(part.right)]
    return Harvest(
        np.concatenate([part.features for part in filled]),
        np.concatenate([part.right for part in filled]),
        np.concatenate([part.kind for part in filled]),
        np.concatenate([part.close for part in filled]),
        tuple(note for part in filled for note in part.notes),
    )


def weights(data: Harvest) -> Floats:
    """How much each row counts, so that the whole is the mix the fit is made for."""
    share = np.array([1 - STRANGERS, STRANGERS * (1 - ALIKE), STRANGERS * ALIKE])
    count = np.bincount(data.kind, minlength=3)
    return np.asarray((share / np.maximum(count, 1) * len(data.kind))[data.kind])


def fit_names(data: Harvest, dates: Sequence[tuple[float, float]]) -> Model:
    """Fit the model so that its chances hold in the mix of ``weights``, on rows that aren't asked for anyway.

    The thresholds are for whole rows. Every name is joined with dates whose doubts are spread like ``dates`` (share of them, mean
    doubt), and they are read off the chances: from the surest row down, as long as the expected share of wrong ones
    stays within the risk.
    """
    apart = ~data.close
    features, weight = data.features[apart], weights(data)[apart]
    model = fit(features, data.right[apart], weight)
    shares, doubts = np.array(dates).T
    chances = (model.probability(features)[:, None] * (1 - doubts)).ravel()
    counts = (weight[:, None] * shares).ravel()
    order = np.argsort(-chances)
    running = np.cumsum(((1 - chances) * counts)[order]) / np.cumsum(counts[order])
    thresholds = []
    for risk in RISKS:
        within = np.flatnonzero(running <= risk / SAFETY)
        least = float(chances[order[within[-1]]]) if len(within) else 1 - risk / 10
        thresholds.append((risk, least))
    return Model(model.knots, model.weights, model.offset, tuple(thresholds))
