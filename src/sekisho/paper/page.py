"""One scanned page to rows."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sekisho.base.rows import Row, State
from sekisho.base.wareki import months_apart
from sekisho.paper.alterations import objections as objections_to
from sekisho.paper.cells import Cell, PageCells, cut_cells
from sekisho.paper.confidence import load_model
from sekisho.paper.crossed import CROSSED, is_crossed
from sekisho.paper.date_columns import date_columns
from sekisho.paper.dates import ELSEWHEN, NO_YEAR, YEAR_UNSURE
from sekisho.paper.days import LATER, day_of_sheet, days_of_rows, later, taken_back
from sekisho.paper.dittos import drawn
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.entry_doubts import OVERFLOW, STRUCK
from sekisho.paper.form import Form
from sekisho.paper.further import further_columns, is_blank, is_told, signs_of
from sekisho.paper.ink import narrowed, percentiles
from sekisho.paper.margins import words_beside
from sekisho.paper.marks import Shares
from sekisho.paper.numbered import marked_numbers
from sekisho.paper.recogniser import Line
from sekisho.paper.register import Placed, Refused, register
from sekisho.paper.results import PageResult, ReadRow, Settings, png
from sekisho.paper.roster import Roster
from sekisho.paper.scans import Scan
from sekisho.paper.signs import SIGNS
from sekisho.paper.ticks import is_tick
from sekisho.paper.whose import NO_FACILITY, read_people

UNCHECKED = "様式のこの表は、行の位置がまだ確かめられていません"
NO_NAME = "氏名がありません"
FACILITY_STRUCK = "施設名に取り消し線があります"
UNREADABLE = "氏名が読めません"
#: Kinds in which ink means that a row is filled in.
_WRITTEN = ("name", "date", "mark", "text")
#: A column where nobody wrote a name either: what stands in all of so many rows was printed there.
_PRINTED_ROWS = 3
#: Share of ink below which a remark alone doesn't make a row.
_LEAST_TEXT = 0.01
_NOTHING = SIGNS.index("nothing")


class Remembered:
    """A recogniser that has read a page's cells in one batch and is then asked for some of them."""

    def __init__(self, engine: Engine, cells: Sequence[Cell]) -> None:
        lines = engine.recogniser.lines([cell.image for cell in cells])
        self._lines = {id(cell.image): line for cell, line in zip(cells, lines, strict=True)}
        self.characters = engine.recogniser.characters
        self.again = engine.recogniser.again

    def lines(self, crops: Sequence[NDArray[np.uint8]]) -> list[Line]:
        """The lines of ``crops``, which must be images of the cells given."""
        return [self._lines[id(crop)] for crop in crops]


@dataclass(frozen=True)
class Sheet:
    """What is known of a page before its rows are put together.

    ``names`` and ``dates``: those columns, "" when the form has none. ``further``: readings of the other columns
    by row; ``doubts``: what speaks against a row because of them.
    """

    names: str
    dates: str
    facility: Reading
    days: dict[int, Reading]
    further: dict[int, dict[str, Reading]]
    doubts: dict[int, list[str]]
    settings: Settings


def read_page(
    scan: Scan, forms: Sequence[Form], roster: Roster, engine: Engine, settings: Settings
) -> PageResult:
    """Find the form, cut its cells, read them.

    1. Registration, or the page is set aside. 2. Lone signs by the small network, one pass of the recogniser
    over all other filled cells. 3. The facility, settled together with the names. 4. Dates and the rest.
    5. What a person must look at.
    """
    placed = register(scan, forms)
    if isinstance(placed, Refused):
        return PageResult(scan.source, scan.page, placed.reason, placed.blank)
    return read_placed(scan, placed, roster, engine, settings)


def read_placed(
    scan: Scan,
    placed: Placed,
    roster: Roster,
    engine: Engine,
    settings: Settings,
    cut: PageCells | None = None,
) -> PageResult:
    """``read_page`` from its second step on: the form is found already, and perhaps its cells are ``cut``."""
    cells = cut or cut_cells(scan, placed)
    signs = signs_of(cells)
    wanted = [cell for cell in cells if not is_blank(cell, signs) and not is_told(cell, signs)]
    whole_engine = engine
    engine = replace(engine, recogniser=Remembered(engine, wanted))
    names, dates = _column_of(cells, "name"), _column_of(cells, "date")
    printed = _printed(cells, names)
    numbers = _rows_with_ink(cells, printed, signs)
    filled = [n for n in numbers if names in cells.rows[n] and not cells.rows[n][names].empty]
    facility, readings = read_people(
        cells, [cells.rows[n][names] for n in filled], roster, engine, settings.facility
    )
    by_row = dict(zip(filled, readings, strict=True))
    numbers = [
        n for n in numbers if n not in by_row or not _ticked(cells.rows[n], names, by_row[n], printed, signs)
    ]
    of_sheet = day_of_sheet(cells, engine, settings)
    days = days_of_rows(cells, numbers, dates, of_sheet, signs, engine, settings)
    further, doubts = further_columns(cells, numbers, (names, dates), signs, engine)
    for number, objection in (
        *_of_the_whole(scan, placed, cells, numbers),
        *words_beside(scan, placed, cells, whole_engine),
        *marked_numbers(scan, placed, numbers, engine.threads),
        *taken_back(cells, numbers, dates, engine),
        *_altered(cells, numbers, (names, dates), signs, engine.threads),
    ):
        doubts.setdefault(number, []).insert(0, objection)
    for number in later(days, of_sheet):
        doubts.setdefault(number, []).append(LATER)
    sheet = Sheet(names, dates, facility, days, further, doubts, settings)
    rows = []
    for number in sorted(cells.rows):
        if number in numbers:
            rows.append(_row(scan, number, cells, sheet, by_row.get(number)))
        elif settings.blanks:
            blank = Row(facility.text, "", None, "blank", 1.0, "", scan.source, scan.page, number)
            rows.append(ReadRow(blank, {}, {}))
    months = Counter(row.row.date.strftime("%Y-%m") for row in rows if row.row.date)
    return PageResult(
        scan.source,
        scan.page,
        form=placed.form.name,
        form_page=placed.page_index + 1,
        turn=placed.turn,
        fit=round(placed.fit, 4),
        facility=facility,
        rows=tuple(rows),
        undated=any(day.reason == NO_YEAR for day in days.values()),
        month=max(months, key=lambda m: (months[m], m)) if months else "",
        month_sure=not any(day.reason == YEAR_UNSURE for day in days.values()),
        names=names,
        dates=dates,
    )


def _column_of(cells: PageCells, kind: str) -> str:
    """The name of the page's column of a kind that counts; "" when it has none."""
    columns = [column for table in cells.placed.page.tables for column in table.columns]
    found = date_columns(columns) if kind == "date" else [one for one in columns if one.kind == kind]
    return found[0].name if found else ""


def _rows_with_ink(cells: PageCells, printed: Collection[str], signs: dict[int, Shares]) -> list[int]:
    """Rows in which somebody wrote: a name, or anything else that isn't printed in every row."""
    return [
        number
        for number, row in sorted(cells.rows.items())
        if any(name not in printed and _is_written(cell, signs) for name, cell in row.items())
    ]


def _printed(cells: PageCells, names: str) -> set[str]:
    """Columns in which something stands in every row, without a name too: it was printed there."""
    nameless = [row for row in cells.rows.values() if names not in row or row[names].empty]
    if len(nameless) < _PRINTED_ROWS:
        return set()
    return {
        column
        for column in {name for row in cells.rows.values() for name in row}
        if all(column in row and not row[column].empty for row in nameless)
    }


def _ticked(
    row: dict[str, Cell], names: str, reading: Reading, printed: Collection[str], signs: dict[int, Shares]
) -> bool:
    """Nobody wrote in this row; somebody ticked it."""
    others = (cell for name, cell in row.items() if name != names and name not in printed)
    return is_tick(row[names], reading) and not any(_is_written(cell, signs) for cell in others)


def _of_the_whole(
    scan: Scan, placed: Placed, cells: PageCells, numbers: Sequence[int]
) -> Iterator[tuple[int, str]]:
    """What speaks against all rows of the page: its facility is struck out, or a line runs across it."""
    if any(cell.struck for cell in cells.fields.values() if cell.region.kind == "facility"):
        yield from ((number, FACILITY_STRUCK) for number in numbers)
    elif is_crossed(scan, placed):
        yield from ((number, CROSSED) for number in numbers)


def _altered(
    cells: PageCells,
    numbers: Sequence[int],
    columns: Sequence[str],
    signs: dict[int, Shares],
    threads: int,
) -> Iterator[tuple[int, str]]:
    """Rows in whose name or date somebody changed something, and what; dittos are strokes themselves."""
    looked = [
        (number, cells.rows[number][column])
        for column in columns
        for number in numbers
        if column in cells.rows[number] and not _shows_nothing_else(cells.rows[number][column], signs)
    ]
    objections = objections_to([cell for _, cell in looked], threads)
    for (number, _), objection in zip(looked, objections, strict=True):
        if objection:
            yield number, objection


def _shows_nothing_else(cell: Cell, signs: dict[int, Shares]) -> bool:
    """Nothing, or 〃 or the like."""
    return cell.empty or (id(cell) in signs and drawn(signs[id(cell)].alone))


def _is_written(cell: Cell, signs: dict[int, Shares]) -> bool:
    """More than specks; numbers and choices are often printed, so they don't count."""
    if cell.empty or cell.region.kind not in _WRITTEN:
        return False
    shares = signs.get(id(cell))
    if shares is not None:
        return bool(shares.alone[_NOTHING] < 0.5)
    return cell.region.kind == "name" or cell.ink > _LEAST_TEXT


def accepts(probability: float, risk: float, shared: float = 1.0) -> bool:
    """Whether a row of this probability against which nothing speaks is taken without a person looking.

    The risk is the share of wrong rows among all accepted ones (docs/decisions/0004), so the least probability that
    is taken comes from the calibration. ``shared``: how sure that is which would be wrong in all rows of the sheet at once
    (whose it is, and of which year); the calibration of rows knows nothing about it, so it must be as sure as all is to be.
    """
    return probability >= load_model().threshold(risk) and shared >= 1 - risk


def _row(scan: Scan, number: int, cells: PageCells, sheet: Sheet, name: Reading | None) -> ReadRow:
    """Put a row together and decide whether a person must look at it."""
    row = cells.rows[number]
    name = name or Reading("", 0.0, NO_NAME)
    date = sheet.days[number]
    parts = {"facility": sheet.facility, "name": name, "date": date}
    further = sheet.further.get(number, {})
    parts |= further
    extra = {column: reading.text for column, reading in further.items()}
    objections = list(sheet.doubts.get(number, ()))
    counted = [
        row[column] for column in (sheet.names, sheet.dates) if column in row and not row[column].empty
    ]
    if any(cell.struck for cell in counted):
        objections.insert(0, STRUCK)
    elif any(cell.overflow for cell in counted):
        objections.insert(0, OVERFLOW)
    if cells.placed.page.tables[next(iter(row.values())).table or 0].unchecked:
        objections.insert(0, UNCHECKED)
    day = datetime.date.fromisoformat(date.text) if date.text else None
    if day and sheet.settings.month and months_apart(day, sheet.settings.month) > 1:
        objections.append(ELSEWHEN)
    probability = round(sheet.facility.probability * name.probability * date.probability, 6)
    shared = min(sheet.facility.probability, date.probability if date.reason == YEAR_UNSURE else 1.0)
    sure = accepts(probability, sheet.settings.risk, shared)
    state: State = "accepted" if sure and not objections else "doubtful"
    reason = "" if state == "accepted" else _reason(objections, sheet.facility, name, date)
    boxes = {column: np.round(cell.quad, 1).tolist() for column, cell in row.items()}
    found = Row(
        sheet.facility.text, name.text, day, state, probability, reason, scan.source, scan.page, number, extra
    )
    return ReadRow(
        found, parts, boxes, png(_picture(row)) if sheet.settings.crops else b"", tuple(objections)
    )


def _picture(row: dict[str, Cell]) -> NDArray[np.uint8]:
    """What is written in the row's filled cells side by side, as high as the highest, a pale line between them; with all that a
    person should see."""
    wholes = [cell.whole for cell in row.values() if not cell.empty] or [next(iter(row.values())).whole]
    images = [narrowed(whole, *map(int, percentiles(whole, 80, 1))) for whole in wholes]
    height = max(len(image) for image in images)
    parts = []
    for image in images:
        above = (height - len(image)) // 2
        parts.append(np.pad(image, ((above, height - len(image) - above), (0, 0)), constant_values=255))
        parts.append(np.full((height, 3), 200, np.uint8))
    return np.hstack(parts[:-1])


def _reason(objections: Sequence[str], facility: Reading, name: Reading, date: Reading) -> str:
    """The one thing to look at first."""
    if objections:
        return objections[0]
    if 1 - facility.probability > 1 - min(name.probability, date.probability):
        return facility.reason or NO_FACILITY
    least = min(name, date, key=lambda reading: reading.probability)
    return least.reason or name.reason or date.reason or UNREADABLE
