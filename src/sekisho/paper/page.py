"""One scanned page to rows."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.base.rows import Row, State
from sekisho.paper.cells import Cell, PageCells, cut_cells
from sekisho.paper.dates import NO_YEAR, NOTHING, Written, read_dates
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.facility import read_facility
from sekisho.paper.form import Form
from sekisho.paper.marks import read_mark
from sekisho.paper.names import read_names
from sekisho.paper.recogniser import Line
from sekisho.paper.register import Refused, register
from sekisho.paper.roster import Person, Roster
from sekisho.paper.scans import Scan
from sekisho.paper.values import free_text

STRUCK = "取り消し線があります"
OVERFLOW = "枠の外に書かれています"
NO_NAME = "氏名がありません"
NO_FACILITY = "施設が特定できません"
UNREADABLE = "氏名が読めません"
#: A column where nobody wrote a name either: what stands in all of them was printed there.
_PRINTED_ROWS = 3
#: A date of something else than the test.
_OTHER_DATES = ("生", "入所", "入園", "birth")
#: Chance that a stranger is taken for somebody of the wrong facility, for what names say about the
#: facility.
_CHANCE_MATCH = 0.02


@dataclass(frozen=True)
class Settings:
    """What a clerk may set. ``facility``: fixed for all pages; ``risk``: wanted share of wrong accepted
    rows; ``month``: any day of the sheets' month; ``blanks``: rows without ink are listed too;
    ``crops``: keep pictures."""

    facility: str = ""
    risk: float = 0.0001
    month: datetime.date | None = None
    blanks: bool = False
    crops: bool = False


@dataclass(frozen=True)
class ReadRow:
    """A row with what it rests on. ``parts``: the reading of each region; ``boxes``: its corners in px
    of the scan; ``crop``: the name cell as PNG, empty when nobody asked for crops."""

    row: Row
    parts: dict[str, Reading]
    boxes: dict[str, list[list[float]]]
    crop: bytes = b""


@dataclass(frozen=True)
class PageResult:
    """What became of a page. ``refused``: why it was set aside, empty when it was read; ``turn``:
    degrees by which it had to be turned; ``undated``: the year is known from nowhere; ``month``: what
    its dates say, yyyy-mm."""

    source: str
    page: int
    refused: str = ""
    blank: bool = False
    form: str = ""
    form_page: int = 0
    turn: int = 0
    fit: float = 0.0
    facility: Reading = field(default_factory=lambda: Reading("", 0.0, ""))
    rows: tuple[ReadRow, ...] = ()
    undated: bool = False
    month: str = ""


class Remembered:
    """A recogniser that has read a page's cells in one batch and is then asked for some of them."""

    def __init__(self, engine: Engine, cells: Sequence[Cell]) -> None:
        self._inner = engine.recogniser
        lines = self._inner.lines([cell.image for cell in cells])
        self._lines = {id(cell.image): line for cell, line in zip(cells, lines, strict=True)}
        self.characters = self._inner.characters

    def lines(self, crops: Sequence[NDArray[np.uint8]]) -> list[Line]:
        """The lines of ``crops``, which must be images of the cells given."""
        return [self._lines[id(crop)] for crop in crops]


def read_page(
    scan: Scan, forms: Sequence[Form], roster: Roster, engine: Engine, settings: Settings
) -> PageResult:
    """Find the form, cut its cells, read them.

    1. Registration, or the page is set aside. 2. One pass of the recogniser over all filled cells. 3.
    The facility, settled together with the names. 4. Names, dates and the rest. 5. What a person must
    look at.
    """
    placed = register(scan, forms)
    if isinstance(placed, Refused):
        return PageResult(scan.source, scan.page, placed.reason, placed.blank)
    cells = cut_cells(scan, placed)
    readable = [cell for cell in cells if not cell.empty and cell.region.kind not in _UNREAD]
    engine = replace(engine, recogniser=Remembered(engine, readable))
    names = _column_of(cells, "name")
    dates = _column_of(cells, "date")
    numbers = _rows_with_ink(cells, names, dates)
    filled = [n for n in numbers if names in cells.rows[n] and not cells.rows[n][names].empty]
    name_cells = [cells.rows[n][names] for n in filled]
    facility, readings = _facility_and_names(cells, name_cells, roster, engine, settings)
    by_row = dict(zip(filled, readings, strict=True))
    day_of, undated = _dates(cells, numbers, dates, engine, settings)
    rows = []
    for number in sorted(cells.rows):
        if number in numbers:
            rows.append(
                _row(
                    scan, number, cells, names, by_row.get(number), day_of, dates, facility, engine,
                    settings ) ) elif settings.blanks: blank = Row(facility.text, "", None, "blank",
                    1.0, "", scan.source, scan.page, number) rows.append(ReadRow(blank, {}, {})) months
                    = Counter(row.row.date.strftime("%Y-%m") for row in rows if row.row.date) return
                    PageResult( scan.source, scan.page, form=placed.form.name,
                    form_page=placed.page_index + 1, turn=placed.turn, fit=round(placed.fit, 4),
                    facility=facility, rows=tuple(rows), undated=undated, month=max(months, key=lambda
                    m: (months[m], m)) if months else "", )


_UNREAD = ("skip", "kana", "title")


def _column_of(cells: PageCells, kind: str) -> str:
    """The name of the page's first column of a kind that counts; "" when it has none."""
    for table in cells.placed.page.tables:
        for column in table.columns:
            if column.kind == kind and not (kind == "date" and _other_date(column.name + column.header)):
                return column.name
    return ""


def _other_date(text: str) -> bool:
    return any(word in text for word in _OTHER_DATES)


def _rows_with_ink(cells: PageCells, names: str, dates: str) -> list[int]:
    """Rows in which somebody wrote: a name, or anything else that isn't printed in every row."""
    nameless = [number for number, row in cells.rows.items() if names not in row or row[names].empty]
    printed = {
        column
        for column in {name for row in cells.rows.values() for name in row}
        if len(nameless) >= _PRINTED_ROWS
        and all(column in cells.rows[n] and not cells.rows[n][column].empty for n in nameless)
    }
    found = []
    for number, row in sorted(cells.rows.items()):
        told = [
            cell
            for name, cell in row.items()
            if not cell.empty and name not in printed and cell.region.kind in ("name", "date", "mark",
            "text") ] if told: found.append(number) return found


def _facility_and_names(
    cells: PageCells, name_cells: Sequence[Cell], roster: Roster, engine: Engine, settings: Settings
) -> tuple[Reading, list[Reading]]:
    """The facility by its field, by being fixed, or by who stands on the sheet; and the names read
    against it."""
    if settings.facility:
        fixed = Reading(settings.facility, 1.0, "")
        return fixed, read_names(name_cells, roster.people(settings.facility), engine)
    if not roster.persons:
        return read_facility(cells, (), engine), read_names(name_cells, (), engine)
    if len(roster.facilities) == 1:
        return Reading(roster.facilities[0], 1.0, ""), read_names(name_cells, roster.persons, engine)
    read = read_facility(cells, roster.facilities, engine)
    if read.probability > 0.9:
        readings = read_names(name_cells, roster.people(read.text), engine)
        if _matches(readings) * 2 >= len(readings) or read.probability > 0.9999:
            return _supported(read, _matches(readings)), readings
    likely = [text for text, _ in read.candidates] or list(roster.facilities)
    everybody = [person for name in likely for person in roster.people(name)]
    readings = read_names(name_cells, everybody, engine)
    votes = _votes(readings, everybody)
    if not votes:
        return read, readings
    best, count = max(votes.items(), key=lambda item: (item[1], item[0]))
    if count * 2 <= sum(votes.values()) or count < 2:
        return read, readings
    own = dict(read.candidates).get(best, 1 / len(roster.facilities))
    found = Reading(best, max(own, 1 / len(roster.facilities)), NO_FACILITY, read.candidates)
    readings = read_names(name_cells, roster.people(best), engine)
    return _supported(found, _matches(readings)), readings


def _matches(readings: Sequence[Reading]) -> int:
    return sum(reading.probability > 0.95 for reading in readings)


def _votes(readings: Sequence[Reading], people: Sequence[Person]) -> dict[str, int]:
    home: dict[str, set[str]] = {}
    for person in people:
        home.setdefault(person.name, set()).add(person.facility)
    votes: Counter[str] = Counter()
    for reading in readings:
        if reading.probability > 0.95 and len(home.get(reading.text, ())) == 1:
            votes.update(home[reading.text])
    return dict(votes)


def _supported(facility: Reading, matches: int) -> Reading:
    """Each name that is surely one of this facility's people speaks for it."""
    doubt = (1 - facility.probability) * _CHANCE_MATCH ** min(matches, 6)
    sure = (1 - doubt) if matches else facility.probability
    return replace(facility, probability=sure, reason="" if 1 - sure < 1e-4 else facility.reason)


def _dates(
    cells: PageCells, numbers: Sequence[int], column: str, engine: Engine, settings: Settings
) -> tuple[dict[int, Reading], bool]:
    """The date of each row: its own, or the sheet's where rows have none; and whether the year is
    unknown."""
    heads = [
        cell
        for cell in cells.fields.values()
        if cell.region.kind == "date" and not cell.empty and not _other_date(cell.region.name)
    ]
    sheet = [_written(cell, engine) for cell in heads]
    of_sheet = max(
        (read_dates([one], engine.alphabet, settings.month)[0] for one in sheet),
        key=lambda reading: reading.probability,
        default=Reading("", 0.0, NOTHING),
    )
    if heads and heads[0].struck:
        of_sheet = replace(of_sheet, probability=0.0, reason=STRUCK)
    if not column:
        found = dict.fromkeys(numbers, of_sheet)
        return found, of_sheet.reason == NO_YEAR
    known = settings.month
    if known is None and of_sheet.text and of_sheet.probability > 0.9:
        known = datetime.date.fromisoformat(of_sheet.text)
    written = [
        _written(cells.rows[number][column], engine) if not cells.rows[number][column].empty else None
        for number in numbers
    ]
    readings = read_dates(written, engine.alphabet, known)
    undated = any(reading.reason == NO_YEAR for reading in readings)
    return dict(zip(numbers, readings, strict=True)), undated


def _written(cell: Cell, engine: Engine) -> Written:
    return Written(engine.recogniser.lines([cell.image])[0])


def _row(
    scan: Scan,
    number: int,
    cells: PageCells,
    names: str,
    name: Reading | None,
    dates: dict[int, Reading],
    date_column: str,
    facility: Reading,
    engine: Engine,
    settings: Settings,
) -> ReadRow:
    """Put a row together and decide whether a person must look at it."""
    row = cells.rows[number]
    name = name or Reading("", 0.0, NO_NAME)
    date = dates[number]
    parts = {"facility": facility, "name": name, "date": date}
    extra: dict[str, str] = {}
    objections: list[str] = []
    for column, cell in row.items():
        if column in (names, date_column):
            continue
        reading, objection = _further(cell, engine)
        extra[column] = reading.text
        parts[column] = reading
        objections += [objection] if objection else []
    counted = [row[column] for column in (names, date_column) if column in row and not row[column].empty]
    if any(cell.struck for cell in counted):
        objections.insert(0, STRUCK)
    elif any(cell.overflow for cell in counted):
        objections.insert(0, OVERFLOW)
    probability = round(facility.probability * name.probability * date.probability, 6)
    sure = 1 - probability <= settings.risk
    state: State = "accepted" if sure and not objections else "doubtful"
    reason = "" if state == "accepted" else _reason(objections, facility, name, date)
    day = datetime.date.fromisoformat(date.text) if date.text else None
    boxes = {column: np.round(cell.quad, 1).tolist() for column, cell in row.items()}
    shown = row[names].image if names in row else next(iter(row.values())).image
    found = Row(
        facility.text, name.text, day, state, probability, reason, scan.source, scan.page, number, extra
    )
    return ReadRow(found, parts, boxes, png(shown) if settings.crops else b"")


def png(image: NDArray[np.uint8]) -> bytes:
    """A gray image as PNG in 16 shades: small, and to the eye the same."""
    shades = (image >> 4) * np.uint8(17)
    return bytes(cv2.imencode(".png", shades, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1])


def _further(cell: Cell, engine: Engine) -> tuple[Reading, str]:
    """The reading of a cell that is neither name nor date, and why a person must look at it."""
    if cell.empty:
        return Reading("", 1.0, ""), ""
    line = engine.recogniser.lines([cell.image])[0]
    if cell.region.kind in ("mark", "choice"):
        reading, _ = read_mark(line, engine.alphabet, cell.region.choices)
        return reading, f"{cell.region.name}：{reading.reason}" if reading.reason else ""
    return free_text(line, engine.alphabet, digits=cell.region.kind == "number"), ""


def _reason(objections: Sequence[str], facility: Reading, name: Reading, date: Reading) -> str:
    """The one thing to look at first."""
    if objections:
        return objections[0]
    if 1 - facility.probability > 1 - min(name.probability, date.probability):
        return facility.reason or NO_FACILITY
    least = min(name, date, key=lambda reading: reading.probability)
    return least.reason or name.reason or date.reason or UNREADABLE


def details(result: PageResult) -> list[dict[str, Any]]:
    """What goes into the JSONL, one object a row; one for the page when it was set aside."""
    page = {"source": result.source, "page": result.page}
    if result.refused:
        return [{**page, "refused": result.refused, "blank": result.blank}]
    page |= {
        "form": result.form,
        "form_page": result.form_page,
        "turn": result.turn,
        "fit": result.fit,
    }
    return [
        {
            **page,
            "row": read.row.row,
            "state": read.row.state,
            "probability": read.row.probability,
            "reason": read.row.reason,
            "parts": {
                name: {
                    "text": part.text,
                    "probability": round(part.probability, 6),
                    "reason": part.reason,
                    "candidates": [list(pair) for pair in part.candidates],
                }
                for name, part in read.parts.items()
            },
            "boxes": read.boxes,
        }
        for read in result.rows
    ]
