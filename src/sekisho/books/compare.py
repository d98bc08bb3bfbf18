"""Parallel run (並行運用): the ledger filled in by hand beside the one posted by the machine."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sekisho.base.kanji import fold, plain
from sekisho.base.rows import Row
from sekisho.books import addresses, names
from sekisho.books.book import Book
from sekisho.books.changes import Change
from sekisho.books.months import from_serial, month_of
from sekisho.books.sheet import Cell, Sheet, same_value

#: different: both hold a value, not the same. machine: only the machine wrote. hand: only the hand wrote.
#: left: the row was left to a person (a conflict, doubtful, not found); not an error of the machine.
DifferenceKind = Literal["different", "machine", "hand", "left"]
_MIN_MARKS = 3
_NUMBER = re.compile(r"[-+.,0-9eE]+")


@dataclass(frozen=True)
class Source:
    """The scanned row behind a cell."""

    facility: str
    name: str
    date: str
    source: str
    page: int
    row: int

    @property
    def crop(self) -> str:
        """The file name of its crop."""
        return f"{Path(self.source).stem}-p{self.page}-r{self.row}.png"


@dataclass(frozen=True)
class Difference:
    """A cell that differs; the values as text, empty when there is none."""

    kind: DifferenceKind
    sheet: str
    cell: str
    hand: str
    machine: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """``cells`` were compared, ``agreements`` of them alike; per sheet in ``sheets`` (cells, differences).

    ``basis``: a Japanese sentence on which cells were counted. Differences of kind left are not in ``cells``.
    """

    cells: int
    agreements: int
    differences: list[Difference]
    sheets: dict[str, tuple[int, int]]
    basis: str

    @property
    def errors(self) -> list[Difference]:
        """The differences that count as errors."""
        return [difference for difference in self.differences if difference.kind != "left"]

    @property
    def left(self) -> list[Difference]:
        """Cells that the machine had left to a person."""
        return [difference for difference in self.differences if difference.kind == "left"]


def compare(
    hand_path: Path, machine_path: Path, changes: Sequence[Change] = (), rows: Sequence[Row] = ()
) -> Comparison:
    """``compare_books`` of two files."""
    return compare_books(Book(hand_path), Book(machine_path), changes, rows)


def compare_books(
    hand: Book, machine: Book, changes: Sequence[Change] = (), rows: Sequence[Row] = ()
) -> Comparison:
    """Compare all cells of both ledgers (formulas aside).

    With ``changes`` (the report of the posting) the cells that it wrote are counted; without, the cells that
    hold the ledger's mark, its most frequent value. ``rows``: scanned rows of cells that the report lacks.
    """
    titles = [*machine.titles, *(title for title in hand.titles if title not in machine.parts)]
    differing: list[tuple[str, int, int]] = []
    values: dict[tuple[str, int, int], tuple[str, str]] = {}
    for title in titles:
        for key, pair in _pairs(hand, machine, title):
            values[title, *key] = pair
            if not same_value(*pair):
                differing.append((title, *key))
    counted, basis = _counted(values, changes)
    finder = _Sources(hand, machine, changes, rows)
    differences = [finder.difference(place, *values[place]) for place in differing]
    differences = finder.explain_left(differences)
    errors = {(one.sheet, one.cell) for one in differences if one.kind != "left"}
    left = {(one.sheet, one.cell) for one in differences if one.kind == "left"}
    compared = ({(title, addresses.address(row, column)) for title, row, column in counted} | errors) - left
    per_sheet = Counter(title for title, _ in compared)
    wrong = Counter(title for title, _ in errors)
    sheets = {title: (per_sheet[title], wrong[title]) for title in titles if per_sheet[title]}
    return Comparison(len(compared), len(compared) - len(errors), differences, sheets, basis)


def _pairs(hand: Book, machine: Book, title: str) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """Every cell with a value in either ledger: (row, column) and both texts."""
    one = hand.sheet(title).cells if title in hand.parts else {}
    other = machine.sheet(title).cells if title in machine.parts else {}
    for key in sorted(one.keys() | other.keys()):
        cells = one.get(key), other.get(key)
        if any(cell and cell.formula for cell in cells):
            continue
        first, second = (_text(book, cell) for book, cell in zip((hand, machine), cells, strict=True))
        if first or second:
            yield key, (first, second)


def _text(book: Book, cell: Cell | None) -> str:
    """A cell's value; dates as ISO, so that an Excel date equals its day written as text."""
    if not cell or not cell.text.strip():
        return ""
    if cell.kind == "number" and book.styles.is_date(cell.style):
        date = from_serial(cell.text, book.date1904)
        return date.isoformat() if date else cell.text
    return cell.text


def _counted(
    values: dict[tuple[str, int, int], tuple[str, str]], changes: Sequence[Change]
) -> tuple[set[tuple[str, int, int]], str]:
    """The cells that the error rate is about, and the sentence that says so."""
    posted = [change for change in changes if change.outcome in ("written", "already") and change.cell]
    if posted:
        cells = {(change.sheet, *addresses.cell(change.cell)) for change in posted}
        return cells, "転記の一覧にある、機械が書いたセルを数えました。"
    labelled = _right_of_labels(values)
    marks = Counter(plain(values[place][1]) for place in labelled if values[place][1])
    mark, count = max(marks.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    if count < _MIN_MARKS:
        return set(values), "転記の一覧がないので、値のあるすべてのセル（見出しや氏名も）を数えました。"
    cells = {place for place in labelled if same_value(values[place][1], mark)}
    return (
        cells,
        f"転記の一覧がないので、機械の台帳でいちばん多い値「{mark}」のセルを転記したものとして数えました。",
    )


def _right_of_labels(values: dict[tuple[str, int, int], tuple[str, str]]) -> set[tuple[str, int, int]]:
    """The cells with a text somewhere to their left: marks stand there, running numbers don't."""
    labels: dict[tuple[str, int], int] = {}
    for title, row, column in values:
        if re.search(r"\w", values[title, row, column][1]) and not _NUMBER.fullmatch(
            values[title, row, column][1]
        ):
            labels[title, row] = min(column, labels.get((title, row), column))
    return {place for place in values if place[2] > labels.get(place[:2], place[2])}


class _Sources:
    """Finds the scanned rows behind cells: by the report's cell, else by name and facility beside it."""

    def __init__(self, hand: Book, machine: Book, changes: Sequence[Change], rows: Sequence[Row]) -> None:
        self.books = (hand, machine)
        self.by_cell: dict[tuple[str, str], list[Source]] = {}
        self.unplaced: dict[str, list[Source]] = {}
        for change in changes:
            source = Source(change.facility, change.name, change.date, change.source, change.page, change.row)
            if change.cell and change.outcome != "file":
                self.by_cell.setdefault((change.sheet, change.cell), []).append(source)
            if change.outcome in ("conflict", "missing", "skipped"):
                self.unplaced.setdefault(fold(change.name), []).append(source)
        written = {(change.sheet, change.cell) for change in changes if change.outcome == "written"}
        conflicts = {(change.sheet, change.cell) for change in changes if change.outcome == "conflict"}
        self.conflicts = conflicts - written
        self.rows: dict[str, list[Source]] = {}
        for row in rows:
            date = row.date.isoformat() if row.date else ""
            source = Source(row.facility, row.name, date, row.source, row.page, row.row)
            self.rows.setdefault(fold(row.name), []).append(source)

    def difference(self, place: tuple[str, int, int], hand: str, machine: str) -> Difference:
        """One differing cell with what is known of it."""
        title, row, column = place
        cell = addresses.address(row, column)
        kind: DifferenceKind = "different" if hand and machine else "machine" if machine else "hand"
        sources = self.by_cell.get((title, cell)) or self._beside(self.rows, place)
        if (title, cell) in self.conflicts:
            kind = "left"
        elif kind == "hand":
            waiting = self._beside(self.unplaced, place)
            kind, sources = ("left", waiting) if waiting else (kind, sources)
        return Difference(kind, title, cell, hand, machine, tuple(sources[:3]))

    def explain_left(self, differences: list[Difference]) -> list[Difference]:
        """Rows whose name couldn't be read explain as many cells of their facility's sheet, no more."""
        used = {source for one in differences if one.kind == "left" for source in one.sources}
        waiting: dict[str, list[Source]] = {}
        for sources in self.unplaced.values():
            for source in sources:
                if source not in used:
                    waiting.setdefault(fold(source.facility), []).append(source)
        explained = []
        for one in differences:
            spare = waiting.get(fold(one.sheet), [])
            if one.kind == "hand" and spare:
                one = Difference("left", one.sheet, one.cell, one.hand, one.machine, (spare.pop(0),))
            explained.append(one)
        return explained

    def _beside(self, known: dict[str, list[Source]], place: tuple[str, int, int]) -> list[Source]:
        """Known rows whose name stands in the cell's row or column, facility and month fitting."""
        title, row, column = place
        book = next(book for book in self.books if title in book.parts)
        sheet = book.sheet(title)
        found: dict[Source, None] = {}
        for cell in _crossing(sheet, row, column):
            for key in names.person_keys(cell.text):
                for source in known.get(fold(key), []):
                    if _in_place(book, sheet, row, column, source):
                        found[source] = None
        return list(found)


def _crossing(sheet: Sheet, row: int, column: int) -> list[Cell]:
    """The text cells in a cell's row and, above it, in its column."""
    line = sheet.lines.get(row)
    beside = [cell for cell in (line.cells if line else []) if cell.kind == "text"]
    above = (sheet.cells.get((number, column)) for number in range(max(1, row - 200), row))
    return beside + [cell for cell in above if cell and cell.kind == "text"]


def _in_place(book: Book, sheet: Sheet, row: int, column: int, source: Source) -> bool:
    """Whether a source's facility heads the sheet or a block above, and its month the column or the sheet."""
    wanted = fold(source.facility)
    texts = [sheet.title, *(cell.text for cell in _facility_cells(sheet, row))]
    if wanted and not any(wanted in {fold(key) for key in names.heading_keys(text)} for text in texts):
        return False
    months = [month_of(sheet.title), *(month_of(cell.text) for cell in _crossing(sheet, row, column))]
    known = {month.month for month in months if month}
    return not source.date or not known or int(source.date[5:7]) in known


def _facility_cells(sheet: Sheet, row: int) -> Iterator[Cell]:
    """The text cells of the cell's row and of the rows above, nearest first."""
    for number in range(row, 0, -1):
        line = sheet.lines.get(number)
        yield from (cell for cell in (line.cells if line else []) if cell.kind == "text")
