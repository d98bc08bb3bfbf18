"""Finding the cell of a row by a rule: facility, name and month each narrow sheet, rows or columns."""

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sekisho.base.kanji import plain
from sekisho.base.rows import Row
from sekisho.books import addresses, names
from sekisho.books.book import Book
from sekisho.books.months import Month, Year, from_serial, month_of, years_in
from sekisho.books.rule import Rule
from sekisho.books.sheet import Cell, Sheet

#: Inclusive ranges of rows or columns; None means all.
Ranges = tuple[tuple[int, int], ...] | None


@dataclass(frozen=True)
class Found:
    """The cell of a row. ``year_known``: the ledger says which year its months are of."""

    sheet: str
    row: int
    column: int
    year_known: bool = True


@dataclass(frozen=True)
class NotFound:
    """Why there is no cell; ``conflict`` when there is more than one, or a leaver's.

    ``wanted``: the name that isn't there, ``among`` those that are.
    """

    reason: str
    conflict: bool = False
    wanted: str = ""
    among: Iterable[str] = ()


class _Stop(Exception):
    """Ends the search with its NotFound."""

    def __init__(
        self, reason: str, conflict: bool = False, wanted: str = "", among: Iterable[str] = ()
    ) -> None:
        super().__init__(reason)
        self.result = NotFound(reason, conflict, wanted, among)


def within(ranges: Ranges, place: int) -> bool:
    """Whether a row or column lies in the ranges."""
    return ranges is None or any(first <= place <= last for first, last in ranges)


class Finder:
    """Finds cells in one ledger; what has been looked up once is kept. ``rows``: all that are to be found."""

    def __init__(self, book: Book, rows: Iterable[Row]) -> None:
        self.book = book
        self.facilities = {plain(row.facility) for row in rows if row.facility}
        self._lined: set[str] = set()
        self._lines: dict[tuple[str, str, int], list[tuple[int, Cell]]] = defaultdict(list)
        self._names: dict[tuple[str, str, int, Ranges], names.Names] = {}
        self._headings: dict[tuple[str, str, int], names.Headings] = {}
        self._regions: dict[tuple[str, str, int, str], Ranges] = {}
        self._months: dict[tuple[str, str, int], list[tuple[int, Month]]] = {}
        self._titles: dict[str, list[str]] = {}

    def find(self, rule: Rule, row: Row) -> Found | NotFound:
        """The cell that ``rule`` gives for ``row``."""
        try:
            return self._find(rule, row)
        except _Stop as stop:
            return stop.result

    def _find(self, rule: Rule, row: Row) -> Found:
        if not row.date:
            raise _Stop("日付がありません")
        if not row.name.strip():
            raise _Stop("氏名がありません")
        if rule.facility.by != "fixed" and not row.facility.strip():
            raise _Stop("施設がありません")
        title, year_known = self._sheet(rule, row, row.date)
        sheet = self.book.sheet(title)
        rows, columns = self._facility(rule, row, sheet)
        heading = rows[0][0] if rule.month.in_block and rows else 0
        row_at: int | None = rule.row or None
        column_at: int | None = addresses.column_number(rule.column) if rule.column else None
        if rule.name.by == "column":
            row_at = self._person(sheet, "column", addresses.column_number(rule.name.column), row, rows)
        elif rule.name.by == "row":
            column_at = self._person(sheet, "row", rule.name.row, row, columns)
        if rule.month.by == "row":
            column_at, year_known = self._month(sheet, "row", rule.month.row + heading, row.date, columns)
        elif rule.month.by == "column":
            line = addresses.column_number(rule.month.column)
            row_at, year_known = self._month(sheet, "column", line, row.date, rows)
        if row_at is None:
            row_at = self._only(rows, "行")
        if column_at is None:
            column_at = self._only(columns, "列")
        return Found(title, row_at + rule.down, column_at + rule.right, year_known)

    @staticmethod
    def _only(ranges: Ranges, what: str) -> int:
        if not ranges or len(ranges) > 1:
            raise _Stop(f"書く{what}が一つに決まりません", conflict=True)
        return ranges[0][0]

    def _sheet(self, rule: Rule, row: Row, date: datetime.date) -> tuple[str, bool]:
        """The sheet's title, and whether the year is known."""
        book = self.book
        if rule.facility.by == "sheet":
            return self._one_title(row.facility, "施設", row), True
        if rule.name.by == "sheet":
            return self._one_title(row.name, "氏名", row), True
        if rule.month.by == "sheet":
            return self._month_sheet(date)
        title = next((title for title in book.titles if plain(title) == plain(rule.sheet)), None)
        if title is None:
            raise _Stop(f"シート「{rule.sheet}」がありません")
        return title, rule.month.by != "fixed"

    def _one_title(self, name: str, what: str, row: Row) -> str:
        if name not in self._titles:
            self._titles[name] = names.matching_titles(name, self.book.titles)
        found = self._titles[name]
        if not found:
            raise _Stop(f"{what}「{name}」のシートがありません", wanted=name, among=self.book.titles)
        if len(found) > 1:
            raise _Stop(f"{what}「{name}」に当たるシートが {len(found)} 枚あります", conflict=True)
        return found[0]

    def _month_sheet(self, date: datetime.date) -> tuple[str, bool]:
        fitting, known = [], False
        for title in self.book.titles:
            month = month_of(title)
            if not month or month.month != date.month:
                continue
            year = month.year
            if year is None:
                years = {year.of_month(date.month) for year in self._years(self.book.sheet(title), 5)}
                year = years.pop() if len(years) == 1 else None
            if year in (None, date.year):
                fitting.append(title)
                known = known or year is not None
        return _one(fitting, f"{date.year}年{date.month}月のシート"), known

    def line(self, sheet: Sheet, by: str, number: int) -> list[tuple[int, Cell]]:
        """The cells with a value of a column (by row) or of a row (by column)."""
        if sheet.title not in self._lined:
            self._lined.add(sheet.title)
            for cell in sheet.cells.values():
                if cell.kind != "empty" and cell.text.strip():
                    self._lines[sheet.title, "column", cell.column].append((cell.row, cell))
                    self._lines[sheet.title, "row", cell.row].append((cell.column, cell))
        return self._lines.get((sheet.title, by, number), [])

    def columns(self, sheet: Sheet) -> list[int]:
        """The columns of a sheet that hold a text or number."""
        self.line(sheet, "column", 1)
        return sorted(number for title, by, number in self._lines if title == sheet.title and by == "column")

    def _facility(self, rule: Rule, row: Row, sheet: Sheet) -> tuple[Ranges, Ranges]:
        """The rows and the columns that the facility leaves."""
        where = rule.facility
        if where.by not in ("block", "column", "row"):
            return None, None
        by = "row" if where.by == "row" else "column"
        line = where.row if by == "row" else addresses.column_number(where.column)
        key = (sheet.title, by, line, row.facility)
        if key not in self._regions:
            cells = self.line(sheet, by, line)
            if key[:3] not in self._headings:
                self._headings[key[:3]] = names.headings((place, cell.text) for place, cell in cells)
            starts = self._headings[key[:3]].find(row.facility)
            blocks = where.by == "block"
            ends = self._block_ends(sheet, cells, starts) if blocks else [place for place, _ in cells]
            last = addresses.MAX_ROW if by == "column" else addresses.MAX_COLUMN
            self._regions[key] = _regions(starts, ends, last)
        ranges = self._regions[key]
        if not ranges:
            among = self._headings[key[:3]].exact
            raise _Stop(f"施設「{row.facility}」が台帳にありません", wanted=row.facility, among=among)
        if rule.month.in_block and len(ranges) > 1:
            raise _Stop(f"施設「{row.facility}」の見出しが {len(ranges)} か所あります", conflict=True)
        return (None, ranges) if by == "row" else (ranges, None)

    def _block_ends(self, sheet: Sheet, cells: list[tuple[int, Cell]], starts: list[int]) -> list[int]:
        """Where blocks begin: at cells like this facility's heading, and at other facilities of the rows."""

        def look(cell: Cell) -> tuple[object, ...]:
            merge = sheet.merged(cell.row, cell.column)
            if cell.style or merge:
                return cell.style, merge[3] - merge[1] if merge else 0, cell.kind
            # Nothing sets it off: then a heading is a text that stands alone in its row.
            return cell.kind, len(self.line(sheet, "row", cell.row)) == 1

        looks = {look(cell) for place, cell in cells if place in starts}
        return [
            place
            for place, cell in cells
            if look(cell) in looks or not self.facilities.isdisjoint(names.heading_keys(cell.text))
        ]

    def _person(self, sheet: Sheet, by: str, line: int, row: Row, ranges: Ranges) -> int:
        """The row (or column) of a person; leavers only when no living line has the name."""
        key = (sheet.title, by, line, ranges)
        if key not in self._names:
            cells = self.line(sheet, by, line)
            self._names[key] = names.index(
                (place, cell.text) for place, cell in cells if within(ranges, place)
            )
        found = sorted(set(self._names[key].find(row.name)))
        where = f"「{row.facility}」" if row.facility else "台帳"
        if not found:
            among = self._names[key].exact
            raise _Stop(f"氏名「{row.name}」が{where}にありません", wanted=row.name, among=among)
        at = {place: sheet.cells[(place, line) if by == "column" else (line, place)] for place in found}
        left = {place for place in found if self.book.struck(at[place]) or names.has_left(at[place].text)}
        living = [place for place in found if place not in left]
        if not living:
            raise _Stop("退職者の行です（取り消し線か「退職」の書き込みがあります）", conflict=True)
        if len(living) > 1:
            texts = {plain(at[place].text) for place in living}
            same = "同じ氏名" if len(texts) == 1 else "字体だけが違う氏名"
            raise _Stop(f"{where}に{same}の方が {len(living)} 人います", conflict=True)
        return living[0]

    def _month(
        self, sheet: Sheet, by: str, line: int, date: datetime.date, ranges: Ranges
    ) -> tuple[int, bool]:
        """The column (or row) of a date's month, and whether its year is known."""
        months = [entry for entry in self._headers(sheet, by, line) if within(ranges, entry[0])]
        of_month = [(place, month) for place, month in months if month.month == date.month]
        fitting = [(place, month) for place, month in of_month if month.year in (None, date.year)]
        if not fitting and of_month:
            years = sorted({month.year for _, month in of_month if month.year})
            raise _Stop(
                f"{date.year}年{date.month}月の欄がありません（台帳は {years[0]}年{date.month}月です）"
            )
        certain = [pair for pair in fitting if pair[1].year] or fitting
        exact = [pair for pair in certain if pair[1].day == date.day] or certain
        place = _one([str(place) for place, _ in exact], f"{date.year}年{date.month}月の欄")
        return int(place), exact[0][1].year is not None

    def _headers(self, sheet: Sheet, by: str, line: int) -> list[tuple[int, Month]]:
        """The months that a header line names, each with its year as far as the ledger says it."""
        key = (sheet.title, by, line)
        if key in self._months:
            return self._months[key]
        found = []
        named = [(place, self.month_in(cell)) for place, cell in self.line(sheet, by, line)]
        order = [month.month for _, month in named if month]
        above = set(self._years(sheet, line if by == "row" else 5))
        if 4 in order and 1 in order and order.index(4) < order.index(1):
            # April before January: a plain «令和7年» over them means the fiscal year.
            above = {Year(year.year, fiscal=True) for year in above}
        for place, month in named:
            if not month:
                continue
            if month.year is None:
                year = self._year_over(sheet, line, place) if by == "row" else None
                year = year or (next(iter(above)) if len(above) == 1 else None)
                month = replace(month, year=year.of_month(month.month)) if year else month
            found.append((place, month))
        self._months[key] = found
        return found

    def month_in(self, cell: Cell) -> Month | None:
        """The month that a header cell names, as text, number or Excel's date."""
        if cell.kind == "number" and self.book.styles.is_date(cell.style):
            date = from_serial(cell.text, self.book.date1904)
            return Month(date.month, date.year, date.day) if date else None
        return month_of(cell.text) if cell.kind in ("number", "text") else None

    def _year_over(self, sheet: Sheet, line: int, column: int) -> Year | None:
        """The year in the rows just above a header cell; a merged or single cell holds to its right."""
        for row in range(line - 1, max(line - 4, 0), -1):
            cells = [
                (place, years_in(cell.text))
                for place, cell in self.line(sheet, "row", row)
                if place <= column
            ]
            named = [years for _, years in cells if years]
            if len([1 for _, cell in self.line(sheet, "row", row) if years_in(cell.text)]) > 1 and named:
                return named[-1][0]
        return None

    def _years(self, sheet: Sheet, before: int) -> Iterable[Year]:
        """The years named by the sheet's title, its first rows and the rows just above row ``before``."""
        rows = sorted({*range(1, min(before, 6)), *range(max(before - 3, 1), before)})
        texts = [sheet.title]
        texts += [cell.text for row in rows for _, cell in self.line(sheet, "row", row)]
        years = {year for text in texts for year in years_in(text)}
        return {year for year in years if year.fiscal} or years


def _regions(starts: list[int], ends: list[int], last: int) -> tuple[tuple[int, int], ...]:
    """From each start to before the next end; neighbours made one."""
    regions: list[tuple[int, int]] = []
    for start in starts:
        behind = bisect_right(ends, start)
        stop = ends[behind] - 1 if behind < len(ends) else last
        if regions and regions[-1][1] == start - 1:
            regions[-1] = regions[-1][0], stop
        else:
            regions.append((start, stop))
    return tuple(regions)


def _one(found: list[str], what: str) -> str:
    if not found:
        raise _Stop(f"{what}がありません")
    if len(found) > 1:
        raise _Stop(f"{what}が {len(found)} か所あります", conflict=True)
    return found[0]
