"""One scanned page to rows."""

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sekisho.base.rows import Row, State
from sekisho.base.wareki import months_apart
from sekisho.paper.cells import Cell, PageCells, cut_cells
from sekisho.paper.confidence import load_model
from sekisho.paper.date_columns import date_columns, other_date
from sekisho.paper.date_ink import Written
from sekisho.paper.date_lattice import Cell as DateCell
from sekisho.paper.dates import (
    ELSEWHEN,
    NO_YEAR,
    NOTHING,
    YEAR_UNSURE,
    read_dates,
    read_under,
)
from sekisho.paper.dittos import shown
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.figures import look_again
from sekisho.paper.form import Form
from sekisho.paper.marks import (
    Meaning,
    Shares,
    from_all,
    from_line,
    from_sign,
    objections,
    weigh,
)
from sekisho.paper.recogniser import Line
from sekisho.paper.register import Placed, Refused, register
from sekisho.paper.results import PageResult, ReadRow, Settings, png
from sekisho.paper.roster import Roster
from sekisho.paper.scans import Scan
from sekisho.paper.signs import SIGNS, load_signs
from sekisho.paper.ticks import is_tick
from sekisho.paper.values import free_text
from sekisho.paper.whose import NO_FACILITY, read_people

STRUCK = "取り消し線があります"
OVERFLOW = "枠の外に書かれています"
UNCHECKED = "様式のこの表は、行の位置がまだ確かめられていません"
NO_NAME = "氏名がありません"
UNREADABLE = "氏名が読めません"
#: Kinds in which ink means that a row is filled in.
_WRITTEN = ("name", "date", "mark", "text")
#: A column where nobody wrote a name either: what stands in all of so many rows was printed there.
_PRINTED_ROWS = 3
#: Share of ink below which a remark alone doesn't make a row.
_LEAST_TEXT = 0.01
#: Kinds of cells that hold a lone sign.
_MARKS = ("mark", "choice")
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
    signs = _signs(cells)
    wanted = [cell for cell in cells if not _blank(cell, signs) and not _told(cell, signs)]
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
    days = _dates(cells, numbers, dates, signs, engine, settings)
    further, doubts = _further(cells, numbers, (names, dates), signs, engine)
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


def _signs(cells: PageCells) -> dict[int, Shares]:
    """The sign reader's opinion of every cell that may show a lone sign, by the cell's id.

    Mark cells that seem empty are looked at too: a sign in ink that is much paler than the rest of the page.
    """
    lone = [
        cell
        for cell in cells
        if cell.region.kind in _MARKS or (cell.region.kind == "date" and not cell.empty)
    ]
    alone = dict(zip((id(cell) for cell in lone), load_signs().read(lone), strict=True))
    found = {key: Shares(shares, shares) for key, shares in alone.items()}
    columns: dict[tuple[int | None, str], list[int]] = {}
    for cell in lone:
        if cell.region.kind in _MARKS and cell.row is not None and not _blank(cell, found):
            columns.setdefault((cell.table, cell.region.name), []).append(id(cell))
    for keys in columns.values():
        found |= zip(keys, weigh([alone[key] for key in keys]), strict=True)
    return found


def _told(cell: Cell, signs: dict[int, Shares]) -> bool:
    """The sign reader alone is enough."""
    shares = signs.get(id(cell))
    if shares is None or cell.region.kind == "date":
        return False
    return from_sign(shares, cell.region.choices) is not None


def _blank(cell: Cell, signs: dict[int, Shares]) -> bool:
    """Nothing to read; a mark cell may hold a sign so pale that it counts as empty."""
    pale = cell.region.kind in _MARKS and float(signs[id(cell)].alone[_NOTHING]) < 0.5
    return cell.empty and not pale


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


def _is_written(cell: Cell, signs: dict[int, Shares]) -> bool:
    """More than specks; numbers and choices are often printed, so they don't count."""
    if cell.empty or cell.region.kind not in _WRITTEN:
        return False
    shares = signs.get(id(cell))
    if shares is not None:
        return bool(shares.alone[_NOTHING] < 0.5)
    return cell.region.kind == "name" or cell.ink > _LEAST_TEXT


def _dates(
    cells: PageCells,
    numbers: Sequence[int],
    column: str,
    signs: dict[int, Shares],
    engine: Engine,
    settings: Settings,
) -> dict[int, Reading]:
    """The date of each row: its own, or the sheet's where rows have none."""
    heads = [
        cell
        for cell in cells.fields.values()
        if cell.region.kind == "date" and not cell.empty and not other_date(cell.region.name)
    ]
    sheet = [Written(engine.recogniser.lines([cell.image])[0]) for cell in heads]
    of_sheet = max(
        (read_dates([one], engine.alphabet, settings.month, look_again)[0] for one in sheet),
        key=lambda reading: reading.probability,
        default=Reading("", 0.0, NOTHING),
    )
    if heads and heads[0].struck:
        of_sheet = replace(of_sheet, probability=0.0, reason=STRUCK)
    if not column:
        return dict.fromkeys(numbers, of_sheet)
    written = [_written(cells.rows[number][column], signs, engine) for number in numbers]
    if settings.month:
        readings = read_dates(written, engine.alphabet, settings.month, look_again)
    else:
        readings = read_under(written, engine.alphabet, of_sheet, look_again)
    return dict(zip(numbers, readings, strict=True))


def _written(cell: Cell, signs: dict[int, Shares], engine: Engine) -> Written | None:
    if cell.empty:
        return None
    return Written(engine.recogniser.lines([cell.image])[0], shown(signs[id(cell)].alone))


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
    """The row's filled cells side by side, as high as the highest, a pale line between them."""
    images = [cell.image for cell in row.values() if not cell.empty] or [next(iter(row.values())).image]
    height = max(len(image) for image in images)
    parts = []
    for image in images:
        above = (height - len(image)) // 2
        parts.append(np.pad(image, ((above, height - len(image) - above), (0, 0)), constant_values=255))
        parts.append(np.full((height, 3), 200, np.uint8))
    return np.hstack(parts[:-1])


def _further(
    cells: PageCells,
    numbers: Sequence[int],
    known: Sequence[str],
    signs: dict[int, Shares],
    engine: Engine,
) -> tuple[dict[int, dict[str, Reading]], dict[int, list[str]]]:
    """Readings of the columns besides name and date, by row, and what speaks against a row because of them."""
    readings: dict[int, dict[str, Reading]] = {}
    doubts: dict[int, list[str]] = {}
    columns = dict.fromkeys(name for number in numbers for name in cells.rows[number] if name not in known)
    for column in columns:
        rows = [number for number in numbers if column in cells.rows[number]]
        column_cells = [cells.rows[number][column] for number in rows]
        if column_cells[0].region.kind in _MARKS:
            marks = [_mark(cell, signs, engine) for cell in column_cells]
            found = [reading for reading, _ in marks]
            header = column + getattr(column_cells[0].region, "header", "")
            for number, objection in zip(rows, objections(header, marks), strict=True):
                if objection:
                    doubts.setdefault(number, []).append(f"{column}：{objection}")
        else:
            found = [_text(cell, engine) for cell in column_cells]
        for number, reading in zip(rows, found, strict=True):
            readings.setdefault(number, {})[column] = reading
    return readings, doubts


def _mark(cell: Cell, signs: dict[int, Shares], engine: Engine) -> tuple[Reading, Meaning]:
    if _blank(cell, signs):
        return Reading("", 1.0, ""), "none"
    shares, choices = signs[id(cell)], cell.region.choices
    alone = from_sign(shares, choices)
    if alone:
        return alone
    line = engine.recogniser.lines([cell.image])[0]
    found = from_line(line, engine.alphabet, choices, shares)
    if not found[0].reason:
        return found
    return from_all(found, DateCell(line.logp, engine.alphabet), look_again([line])[0], choices, shares)


def _text(cell: Cell, engine: Engine) -> Reading:
    if cell.empty:
        return Reading("", 1.0, "")
    line = engine.recogniser.lines([cell.image])[0]
    return free_text(line, engine.alphabet, digits=cell.region.kind == "number")


def _reason(objections: Sequence[str], facility: Reading, name: Reading, date: Reading) -> str:
    """The one thing to look at first."""
    if objections:
        return objections[0]
    if 1 - facility.probability > 1 - min(name.probability, date.probability):
        return facility.reason or NO_FACILITY
    least = min(name, date, key=lambda reading: reading.probability)
    return least.reason or name.reason or date.reason or UNREADABLE
