"""A worksheet as it is held for editing: every cell with its value and its place in the bytes of the part."""

from dataclasses import dataclass, field
from typing import Literal

from sekisho.base.kanji import plain
from sekisho.books import addresses

Kind = Literal["empty", "number", "text", "other"]


_TALL = 1000


def same_value(one: str, other: str) -> bool:
    """Whether two cells' texts mean the same value («1», «１» and 1.0 do)."""
    one, other = plain(one), plain(other)
    if one == other:
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False


@dataclass(slots=True)
class Cell:
    """One ``c`` element. ``text``: its value (numbers in their XML form). ``start``/``end``: bytes."""

    row: int
    column: int
    style: int
    kind: Kind
    text: str
    struck: bool
    formula: bool
    start: int
    end: int


@dataclass(slots=True)
class Line:
    """One ``row`` element: its tag is ``start:tag_end``, its cells lie in ``tag_end:inner_end``."""

    number: int
    start: int
    tag_end: int
    inner_end: int
    end: int
    style: int | None
    cells: list[Cell] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether it is an empty-element tag, ``<row/>``."""
        return self.tag_end == self.end


@dataclass
class Validation:
    """A drop-down: the areas it holds for and the formula of its list."""

    areas: list[addresses.Area]
    formula: str


@dataclass
class Sheet:
    """A worksheet; offsets are into ``data``.

    ``dimension``: start and end of the element's tag and its ``ref``. ``body``: start of ``sheetData``, end
    of its start tag, start and end of its end tag. ``column_styles``: first column, last column, style.
    ``arrays``: ranges filled by one array formula or data table.
    """

    title: str
    part: str
    data: bytes
    prefix: str = ""
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    merges: list[addresses.Area] = field(default_factory=list)
    arrays: list[addresses.Area] = field(default_factory=list)
    column_styles: list[tuple[int, int, int]] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    protected: bool = False
    dimension: tuple[int, int, str] | None = None
    body: tuple[int, int, int, int] = (0, 0, 0, 0)
    _merges_by_row: dict[int, list[addresses.Area]] | None = None

    def text(self, row: int, column: int) -> str:
        """The text of a cell, empty when there is none."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def merged(self, row: int, column: int) -> addresses.Area | None:
        """The merged range that a cell lies in."""
        if self._merges_by_row is None:
            self._merges_by_row = {}
            for area in self.merges:
                # A merge of whole columns would fill the table: such ones are kept under row 0.
                rows = range(area[0], area[2] + 1) if area[2] - area[0] < _TALL else (0,)
                for number in rows:
                    self._merges_by_row.setdefault(number, []).append(area)
        near = [*self._merges_by_row.get(row, ()), *self._merges_by_row.get(0, ())]
        return next((area for area in near if addresses.inside(area, row, column)), None)

    def missing_style(self, row: int, column: int) -> int:
        """The style of a cell that isn't there: its row's, else its column's."""
        line = self.lines.get(row)
        if line and line.style is not None:
            return line.style
        return next((style for first, last, style in self.column_styles if first <= column <= last), 0)
