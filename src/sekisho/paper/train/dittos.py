"""Samples for the chance of dittos: the date cells of whole generated pages, with what both networks say of them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.cells import PageCells, cut_cells
from sekisho.paper.date_chance import DITTO_FEATURES, ditto_features
from sekisho.paper.date_columns import date_columns
from sekisho.paper.date_lattice import Cell, score_dates
from sekisho.paper.dittos import heard, shown
from sekisho.paper.engine import Engine
from sekisho.paper.form import Form
from sekisho.paper.register import Refused, register
from sekisho.paper.scans import Scan
from sekisho.paper.signs import load_signs
from sekisho.paper.synth.corpus import Case
from sekisho.paper.train.names import taught

Floats = NDArray[np.float64]
_WRITTEN = ("〃", "同上")


def dittos(cases: Iterable[Case], engine: Engine) -> tuple[Floats, NDArray[np.bool_]]:
    """Inputs of ``date_chance.ditto_chance`` for every filled date cell of ``cases`` (n × DITTO_FEATURES), and whether a
    ditto stands there; pages that registration refuses are left out."""
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
    return np.array(rows).reshape(-1, len(DITTO_FEATURES)), np.array(right, bool)


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
    for line, shares in zip(lines, signs, strict=True):
        heard_cell = Cell(line.logp, engine.alphabet)
        scores = score_dates(heard_cell, (year - 1, year, year + 1))
        rows.append(
            ditto_features(shown(shares), float(scores.dated.sum() + scores.undated.sum()), heard(heard_cell))
        )
    return rows, [text in _WRITTEN for _, text in here]
