"""What a taught form is: the regions of its pages, in the units that ``form.toml`` shows.

All lengths are millimetres from the upper left corner of the upright page; a box is (x, y, width, height).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

Kind = Literal["facility", "title", "name", "kana", "date", "mark", "number", "text", "choice", "skip"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Word:
    """A printed word of the blank form (title, header, label): it tells forms apart and settles position.

    ``shape``: its print as a small black-and-white picture (see ``register.shapes``), empty when not
    taught."""

    text: str
    box: Box
    shape: str = ""


@dataclass(frozen=True)
class Field:
    """A region outside tables: one value a page (facility, date of the sheet, a field of an application)."""

    name: str
    kind: Kind
    box: Box
    label: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table; ``left`` and ``right`` in mm. ``upper_part``: share of the cell's height that is
    furigana and skipped when the name stands below it in the same cell (0 when there is none)."""

    name: str
    kind: Kind
    left: float
    right: float
    header: str = ""
    choices: tuple[str, ...] = ()
    upper_part: float = 0.0


@dataclass(frozen=True)
class Table:
    """A block of equal rows. ``edges``: y of every row boundary in mm, so ``len(edges) - 1`` rows.

    Rows are numbered through all tables of a page in the order given: for blocks two across, the left first.
    ``unchecked``: why a person must look at the table before any of its rows is accepted, in Japanese; empty when
    nobody need.
    """

    columns: tuple[Column, ...]
    edges: tuple[float, ...]
    unchecked: str = ""


@dataclass(frozen=True)
class Line:
    """A printed rule of the blank: axis-parallel, from (x1, y1) to (x2, y2) in mm. Registration rests on
    it."""

    x1: float
    y1: float
    x2: float
    y2: float


def numbered_rows(tables: Sequence[Table]) -> Iterator[tuple[int, int, float, float]]:
    """The rows of all tables of a page: number from 1 through all of them, which table from 0, top and bottom in mm."""
    places = [
        (index, top, bottom) for index, table in enumerate(tables) for top, bottom in pairwise(table.edges)
    ]
    for number, (index, top, bottom) in enumerate(places, start=1):
        yield number, index, top, bottom


@dataclass(frozen=True)
class FormPage:
    """One page of a form; ``width`` and ``height`` in mm."""

    width: float
    height: float
    title: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    words: tuple[Word, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def has_uprights(self) -> bool:
        """Whether vertical rules tell how the page lies sideways; else only words and the ends of its other rules do."""
        return sum(line.x1 == line.x2 for line in self.lines) >= 2


@dataclass(frozen=True)
class Form:
    """A taught form: its name and its pages. ``unsure``: Japanese notes on what a person should check."""

    name: str
    pages: tuple[FormPage, ...]
    unsure: tuple[str, ...] = field(default=())
