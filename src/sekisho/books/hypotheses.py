"""Every way in which facility, name and month could decide the place of cells filled in by hand."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from sekisho.base.kanji import fold
from sekisho.base.rows import Row
from sekisho.books import addresses, names
from sekisho.books.months import month_of
from sekisho.books.places import Finder
from sekisho.books.rule import Rule, ValueRule, Where
from sekisho.books.sheet import Cell, Sheet

#: How far a cell may lie below its row's name or right of its column's month.
MAX_OFFSET = 2
#: Header rows are looked for no further down than this.
_HEADER_ROWS = 30
_NO_VALUE = ValueRule("number", 1)


@dataclass(frozen=True)
class Filled:
    """A cell that was empty before and holds a value after. ``cell``: as it is after."""

    sheet: str
    row: int
    column: int
    cell: Cell

    @property
    def address(self) -> str:
        """As a clerk writes it: 「青葉園」の D7."""
        return f"「{self.sheet}」の {addresses.address(self.row, self.column)}"


@dataclass(frozen=True)
class Clue:
    """One key's possible place, with the offset between its label and the filled cells."""

    where: Where
    down: int = 0
    right: int = 0


class Labels:
    """What the rows' facilities and names look like, to recognise labels in a ledger."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.facilities = {fold(row.facility) for row in rows if row.facility}
        self.by_name: dict[str, list[Row]] = {}
        self._headings: dict[str, list[int]] = {}
        for row in rows:
            self.by_name.setdefault(fold(row.name), []).append(row)

    def is_facility(self, text: str) -> bool:
        """Whether a heading names one of the facilities."""
        return any(fold(key) in self.facilities for key in names.heading_keys(text))

    def heading_rows(self, sheet: Sheet) -> list[int]:
        """The rows of a sheet with a cell that names a facility, in order."""
        if sheet.title not in self._headings:
            rows = {
                cell.row
                for cell in sheet.cells.values()
                if cell.kind == "text" and self.is_facility(cell.text)
            }
            self._headings[sheet.title] = sorted(rows)
        return self._headings[sheet.title]

    def rows_of(self, text: str) -> list[Row]:
        """The rows of a name cell."""
        return [row for key in names.person_keys(text) for row in self.by_name.get(fold(key), [])]


def clues(finder: Finder, labels: Labels, filled: Sequence[Filled]) -> dict[str, list[Clue]]:
    """For each of facility, name, month: the places that fit all the filled cells but one at most."""
    counts: dict[str, Counter[Clue]] = {"facility": Counter(), "name": Counter(), "month": Counter()}
    for one in filled:
        sheet = finder.book.sheet(one.sheet)
        counts["facility"].update(set(_facility(finder, labels, sheet, one)))
        counts["name"].update(set(_name(finder, labels, sheet, one)))
        counts["month"].update(set(_month(finder, labels, sheet, one)))
    needed = len(filled) - (1 if len(filled) > 3 else 0)
    return {
        key: [clue for clue, count in sorted(counter.items(), key=repr) if count >= needed]
        for key, counter in counts.items()
    }


def rules(found: dict[str, list[Clue]], filled: Sequence[Filled]) -> Iterator[Rule]:
    """Every complete combination of places; what none of them decides is fixed to where the cells are."""
    sheets, rows, columns = ({getattr(one, axis) for one in filled} for axis in ("sheet", "row", "column"))
    for facility, name, month in product(found["facility"], found["name"], found["month"]):
        ways = [clue.where.by for clue in (facility, name, month)]
        downs = {clue.down for clue in (name, month) if clue.where.by == "column"}
        rights = {clue.right for clue in (name, month) if clue.where.by == "row"}
        if ways.count("sheet") > 1 or len(downs) > 1 or len(rights) > 1:
            continue
        if month.where.in_block and facility.where.by != "block":
            continue
        if name.where.by == month.where.by != "fixed":
            continue
        fixed_sheet = "sheet" not in ways
        fixed_row = "column" not in (name.where.by, month.where.by)
        fixed_column = "row" not in (name.where.by, month.where.by)
        if (fixed_sheet and len(sheets) > 1) or (fixed_row and len(rows) > 1):
            continue
        if fixed_column and len(columns) > 1:
            continue
        yield Rule(
            facility.where,
            name.where,
            month.where,
            _NO_VALUE,
            sheet=min(sheets) if fixed_sheet else "",
            row=min(rows) if fixed_row else 0,
            column=addresses.letters(min(columns)) if fixed_column else "",
            down=downs.pop() if downs else 0,
            right=rights.pop() if rights else 0,
        )


def _facility(finder: Finder, labels: Labels, sheet: Sheet, one: Filled) -> Iterator[Clue]:
    yield Clue(Where("fixed"))
    if labels.is_facility(sheet.title):
        yield Clue(Where("sheet"))
    for column in finder.columns(sheet):
        above = [cell for row, cell in finder.line(sheet, "column", column) if row <= one.row]
        if above and labels.is_facility(above[-1].text):
            yield Clue(Where("column", column=addresses.letters(column)))
        if any(labels.is_facility(cell.text) for cell in above):
            yield Clue(Where("block", column=addresses.letters(column)))
    for row in range(1, min(one.row, _HEADER_ROWS)):
        left = [cell for column, cell in finder.line(sheet, "row", row) if column <= one.column]
        if left and labels.is_facility(left[-1].text):
            yield Clue(Where("row", row=row))


def _name(finder: Finder, labels: Labels, sheet: Sheet, one: Filled) -> Iterator[Clue]:
    if labels.rows_of(sheet.title):
        yield Clue(Where("sheet"))
    for offset in range(MAX_OFFSET + 1):
        for column, cell in finder.line(sheet, "row", one.row - offset):
            if labels.rows_of(cell.text):
                yield Clue(Where("column", column=addresses.letters(column)), down=offset)
        for row, cell in finder.line(sheet, "column", one.column - offset):
            if row < one.row and labels.rows_of(cell.text):
                yield Clue(Where("row", row=row), right=offset)


def _month(finder: Finder, labels: Labels, sheet: Sheet, one: Filled) -> Iterator[Clue]:
    yield Clue(Where("fixed"))
    if month_of(sheet.title):
        yield Clue(Where("sheet"))
    headings = labels.heading_rows(sheet)
    for offset in range(MAX_OFFSET + 1):
        for row, cell in finder.line(sheet, "column", one.column - offset):
            if row < one.row and finder.month_in(cell):
                yield Clue(Where("row", row=row), right=offset)
                above = bisect_right(headings, row)
                if above:
                    heading = headings[above - 1]
                    yield Clue(Where("row", row=row - heading, in_block=True), right=offset)
        for column, cell in finder.line(sheet, "row", one.row - offset):
            if column != one.column and finder.month_in(cell):
                yield Clue(Where("column", column=addresses.letters(column)), down=offset)
