"""The day of each row of a page: its own, or the sheet's where rows have none; and days that can't be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sekisho.paper.alterations import struck_out
from sekisho.paper.cells import Cell, PageCells
from sekisho.paper.date_columns import other_date
from sekisho.paper.date_ink import Written
from sekisho.paper.dates import NO_YEAR, NOTHING, at_most, read_dates, read_under
from sekisho.paper.dittos import drawn, shown
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.entry_doubts import STRUCK
from sekisho.paper.figures import look_again
from sekisho.paper.marks import Shares
from sekisho.paper.remarks import takes_back
from sekisho.paper.results import Settings
from sekisho.paper.values import free_text

LATER = "用紙の日付より後の日付です"
HEAD_ALTERED = "用紙の日付に取り消し線があります"
#: Most that is believed of rows that have their year from a head whose date was struck out.
_UNDER_ALTERED = 0.9
#: The sheet's own date must be this sure before it speaks against a row.
_SURE = 0.99


def day_of_sheet(cells: PageCells, engine: Engine, settings: Settings) -> Reading:
    """The date in the page's head, the surest where there are several."""
    heads = [
        cell
        for cell in cells.fields.values()
        if cell.region.kind == "date" and not cell.empty and not other_date(cell.region.name)
    ]
    written = [Written(engine.recogniser.lines([cell.image])[0]) for cell in heads]
    found = max(
        (read_dates([one], engine.alphabet, settings.month, look_again)[0] for one in written),
        key=lambda reading: reading.probability,
        default=Reading("", 0.0, NOTHING),
    )
    struck = any(head.struck for head in heads) or any(struck_out(heads, engine.threads))
    return replace(found, probability=0.0, reason=STRUCK) if struck else found


def days_of_rows(
    cells: PageCells,
    numbers: Sequence[int],
    column: str,
    of_sheet: Reading,
    signs: Mapping[int, Shares],
    engine: Engine,
    settings: Settings,
) -> dict[int, Reading]:
    """The date of each of the rows ``numbers`` in ``column``, or the sheet's where there is none; ``signs``: of each date cell by
    its id."""
    if not column:
        return dict.fromkeys(numbers, of_sheet)
    written = [_written(cells.rows[number].get(column), signs, engine) for number in numbers]
    if of_sheet.reason == STRUCK and _lean_on_it(written, engine):
        readings = [
            replace(at_most(one, _UNDER_ALTERED), reason=HEAD_ALTERED)
            for one in read_dates(written, engine.alphabet, settings.month, look_again)
        ]
    elif settings.month:
        readings = read_dates(written, engine.alphabet, settings.month, look_again)
    else:
        readings = read_under(written, engine.alphabet, of_sheet, look_again)
    return dict(zip(numbers, readings, strict=True))


def _lean_on_it(written: Sequence[Written | None], engine: Engine) -> bool:
    """Whether the rows name no year by themselves."""
    return any(one.reason == NO_YEAR for one in read_dates(written, engine.alphabet))


def taken_back(
    cells: PageCells, numbers: Sequence[int], column: str, engine: Engine
) -> Iterator[tuple[int, str]]:
    """Rows in whose date cell a word takes back what stands there, and what is said of them."""
    for number in numbers if column else ():
        cell = cells.rows[number].get(column)
        if cell and not cell.empty:
            text = free_text(engine.recogniser.lines([cell.image])[0], engine.alphabet).text
            if takes_back(text):
                yield number, f"{column}：「{text}」とあります"


def _written(cell: Cell | None, signs: Mapping[int, Shares], engine: Engine) -> Written | None:
    if cell is None or cell.empty:
        return None
    shares = signs[id(cell)].alone
    return Written(engine.recogniser.lines([cell.image])[0], shown(shares), drawn(shares))


def later(days: Mapping[int, Reading], of_sheet: Reading) -> set[int]:
    """Rows whose day lies behind the date of their sheet. When most do, that date means something else, or was misread."""
    if of_sheet.probability < _SURE:
        return set()
    found = {number for number, day in days.items() if day.text > of_sheet.text}
    return found if len(found) < len(days) / 2 else set()
