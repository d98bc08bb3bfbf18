"""Samples for the chance of dittos: the date cells of whole generated pages, with what both networks say of them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.cells import PageCells, cut_cells
from sekisho.paper.date_chance import TWICE_FEATURES
from sekisho.paper.date_columns import date_columns
from sekisho.paper.date_lattice import Cell, score_dates
from sekisho.paper.dittos import first_look, second_look, shown
from sekisho.paper.engine import Engine
from sekisho.paper.figures import look_again
from sekisho.paper.form import Form
from sekisho.paper.register import Refused, register
from sekisho.paper.scans import Scan
from sekisho.paper.signs import load_signs
from sekisho.paper.synth.corpus import Case
from sekisho.paper.train.names import taught

Floats = NDArray[np.float64]
_WRITTEN = ("〃", "同上")


def dittos(cases: Iterable[Case], engine: Engine) -> tuple[Floats, NDArray[np.bool_]]:
    """``date_chance.twice_features`` of every filled date cell of ``cases`` (n × TWICE_FEATURES), and whether
    a ditto stands there; pages that registration refuses are left out."""
    forms: dict[str, Form] = {}
    rows: list[Floats] = []
    right: list[bool] = []
    for number, case in enumerate(cases):
        if case.layout.name not in forms:
            forms[case.layout.name] = taught(case.layout, engine)
        scan = Scan(f"{number}", 1, case.page.image, case.page.dpi)
        placed = register(scan, [forms[case.layout.name]])
        if not isinstance(placed, Refused):
            found, are = _page(cut_cells(scan, placed), case, engine)
            rows += found
            right += are
    return np.array(rows).reshape(-1, len(TWICE_FEATURES)), np.array(right, bool)


def _page(cells: PageCells, case: Case, engine: Engine) -> tuple[list[Floats], list[bool]]:
    columns = date_columns([column for table in cells.placed.page.tables for column in table.columns])
    said = {row.row: row.cell("date") for row in case.page.truth.rows}
    texts = {number: one.text for number, one in said.items() if one and one.text}
    here = [
        (cell, texts[number])
        for number, row in cells.rows.items()
        if columns and number in texts and not (cell := row[columns[0].name]).empty
    ]
    if not here:
        return [], []
    signs = load_signs().read([cell for cell, _ in here])
    lines = engine.recogniser.lines([cell.image for cell, _ in here])
    year = case.page.truth.date.year
    rows = []
    for line, second, shares in zip(lines, look_again(lines), signs, strict=True):
        once = Cell(line.logp, engine.alphabet)
        first = first_look(shown(shares), once, _any_date(once, year))
        rows.append(second_look(first, second, _any_date(second, year)))
    return rows, [text in _WRITTEN for _, text in here]


def _any_date(cell: Cell, year: int) -> float:
    """Likelihood of all dates of ``year`` and its neighbours together."""
    scores = score_dates(cell, (year - 1, year, year + 1))
    return float(scores.dated.sum() + scores.undated.sum())
