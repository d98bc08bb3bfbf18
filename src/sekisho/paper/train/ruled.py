"""Generated pages with one ruled table, cut as a scanned page is cut once its form has been found."""

import random
from collections.abc import Sequence

import numpy as np

from sekisho.paper.cells import PageCells, cut_cells
from sekisho.paper.form import Column, Form, FormPage, Kind, Line, Table
from sekisho.paper.register import Placed
from sekisho.paper.scans import Scan
from sekisho.paper.synth.truth import Page


def cut_ruled(
    rng: random.Random, page: Page, kind: Kind, xs: Sequence[float], edges: Sequence[float]
) -> PageCells:
    """The cells between the upright rules ``xs`` and the level ones ``edges`` (mm); columns are named by their number."""
    columns = tuple(Column(str(c), kind, xs[c], xs[c + 1]) for c in range(len(xs) - 1))
    # Without its upright rules the form's columns would be moved about, and first figures cut off (11/20 read 1/20).
    lines = tuple(Line(x, edges[0], x, edges[-1]) for x in xs)
    size = page.truth.size
    form = Form("ruled", (FormPage(*size, "", tables=(Table(columns, tuple(edges)),), lines=lines),))
    # Registration on real pages is good to about a fifth of a millimetre; so is this one.
    shift = np.array([[1, 0, rng.gauss(0, 0.15)], [0, 1, rng.gauss(0, 0.15)], [0, 0, 1]])
    return cut_cells(Scan("", 1, page.image, page.dpi), Placed(form, 0, page.matrix @ shift, 1.0, 0))
