"""What is really on a made-up page: boxes in mm of the blank sheet, texts, and what is odd about a row."""

import datetime
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.form import Box, Kind

Gray = NDArray[np.uint8]
Matrix = NDArray[np.float64]

#: Flags of rows that must never be accepted: a person has to look.
MUST_DOUBT = frozenset({"struck", "corrected", "two_names", "outside", "remark"})


@dataclass(frozen=True)
class CellTruth:
    """One filled cell. ``box``: the cell; ``ink``: around the strokes drawn for it, None when it is empty; ``altered``: somebody took
    back what stands there, or wrote more."""

    column: str
    kind: Kind
    box: Box
    text: str
    ink: Box | None
    altered: bool = False


@dataclass(frozen=True)
class RowTruth:
    """One row with ink.

    ``row``: 1-based, through all blocks. ``name``: the person meant, as the roster writes it when
    ``on_roster``. ``written``: the characters on the sheet (a variant kanji, no space …).
    ``origin``: roster, stranger, family (a stranger with a surname of the roster) or lookalike.
    ``flags``: struck, corrected, two_names, outside, remark (one that takes the row back; see MUST_DOUBT); stamped, pencil, ditto, variant.
    """

    row: int
    name: str
    written: str
    date: datetime.date
    positive: bool
    on_roster: bool
    origin: str
    flags: tuple[str, ...]
    cells: tuple[CellTruth, ...]

    def cell(self, kind: Kind) -> CellTruth | None:
        """The first cell of this kind."""
        return next((cell for cell in self.cells if cell.kind == kind), None)


@dataclass(frozen=True)
class PageTruth:
    """All that is on a page. ``size``: mm; ``slots``: fields outside the table."""

    layout: str
    layout_role: str
    style: str
    face: str
    face_role: str
    size: tuple[float, float]
    facility: str
    date: datetime.date
    rows: tuple[RowTruth, ...]
    slots: tuple[CellTruth, ...]


@dataclass(frozen=True)
class Page:
    """``image``: gray, height × width, 255 white. ``matrix``: mm of the blank → px, 3 × 3."""

    image: Gray
    truth: PageTruth
    matrix: Matrix
    dpi: float
    damages: tuple[str, ...] = ()

    def corners(self, box: Box) -> Matrix:
        """The four corners of a box in px, 4 × 2, clockwise from the upper left."""
        x, y, width, height = box
        points = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], float)
        projected = np.c_[points, np.ones(4)] @ self.matrix.T
        corners: Matrix = projected[:, :2] / projected[:, 2:]
        return corners


def to_pixels(dpi: float) -> Matrix:
    """mm → px of an undamaged page."""
    return np.diag([dpi / 25.4, dpi / 25.4, 1.0])
