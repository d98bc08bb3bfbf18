"""Sheets and rows that somebody voided outside the cells: nothing of them may be taken."""

import datetime
from collections.abc import Sequence

import cv2
import pytest

from sekisho.base.rows import Row
from sekisho.paper.crossed import CROSSED
from sekisho.paper.days import HEAD_ALTERED
from sekisho.paper.engine import load_engine
from sekisho.paper.form import Form
from sekisho.paper.ink import Gray
from sekisho.paper.learn.learner import learn_form
from sekisho.paper.learn.print_reader import PrintReader
from sekisho.paper.numbered import CROSSED_NUMBER, MARKED_NUMBER
from sekisho.paper.page import FACILITY_STRUCK, read_page
from sekisho.paper.recogniser import load_recogniser
from sekisho.paper.results import Settings
from sekisho.paper.roster import Person, Roster
from sekisho.paper.scans import Scan
from sekisho.paper.synth.fontbook import FOLDER
from sekisho.paper.tests.drawn_sheets import NAMES, PX, draw_sheet, printed

FACILITIES = ("みどり保育園", "あおば保育園")
PEOPLE = Roster(
    tuple(
        Person(place, name, "", "", None)
        for place in FACILITIES
        for name in (NAMES if place == FACILITIES[0] else ("森　葵",))
    )
)


@pytest.fixture(scope="module")
def form() -> Form:
    return learn_form([Scan("a.png", 1, draw_sheet(), 200.0)], "検便", PrintReader(load_recogniser(1))).form


def sheet(*lines: tuple[float, float, float, float]) -> Gray:
    """A filled sheet with lines from (x, y) to (x, y) in mm."""
    page = draw_sheet(NAMES)
    for x1, y1, x2, y2 in lines:
        cv2.line(page, (round(x1 * PX), round(y1 * PX)), (round(x2 * PX), round(y2 * PX)), 25, 4, cv2.LINE_AA)
    return page


def written(page: Gray, text: str, x: float, y: float) -> Gray:
    """The sheet with a word by hand, its left end and middle at (x, y) in mm."""
    return printed(page, text, x, y, 4.2, FOLDER / "klee-one.ttf", shade=20)


def read(page: Gray, form: Form, settings: Settings | None = None, dpi: float = 200.0) -> dict[int, Row]:
    scan = Scan("a.png", 1, page, dpi)
    result = read_page(scan, [form], PEOPLE, load_engine(1), settings or Settings())
    assert not result.refused
    return {one.row.row: one.row for one in result.rows}


def reasons(rows: dict[int, Row], numbers: Sequence[int] = range(1, len(NAMES) + 1)) -> set[str]:
    return {rows[number].reason for number in numbers}


def middle(row: int) -> float:
    return 60 + 9 * (row - 0.5)


def test_no_row_of_a_sheet_whose_facility_is_struck_out(form: Form) -> None:
    assert FACILITY_STRUCK not in reasons(read(sheet(), form))
    assert reasons(read(sheet((40, 33.6, 76, 33.4)), form)) == {FACILITY_STRUCK}


@pytest.mark.parametrize("line", [(30, 66, 180, 200), (185, 62, 60, 230), (20, 90, 190, 150)])
def test_no_row_of_a_sheet_with_a_line_across_it(form: Form, line: tuple[float, float, float, float]) -> None:
    rows = read(sheet(line), form)
    assert CROSSED in reasons(rows) and {row.state for row in rows.values()} == {"doubtful"}


@pytest.mark.parametrize("dpi", [0.0, 72.0])
def test_a_line_is_seen_whatever_the_file_says_of_its_resolution(form: Form, dpi: float) -> None:
    assert CROSSED in reasons(read(sheet((30, 66, 180, 200)), form, dpi=dpi))
    assert CROSSED not in reasons(read(sheet(), form, dpi=dpi))


def test_a_line_along_the_rules_crosses_nothing(form: Form) -> None:
    assert CROSSED not in reasons(read(sheet((28, middle(3), 70, middle(3)), (198, 60, 200, 280)), form))


def test_rows_without_a_year_under_a_struck_date_of_the_head(form: Form) -> None:
    """A run over a month's sheets must not lend them the year of the others."""
    month = Settings(month=datetime.date(2025, 5, 1))
    plain = written(sheet(), "R7.5.20", 152, 33.2)
    assert HEAD_ALTERED not in reasons(read(plain, form, month))
    cv2.line(
        plain, (round(150 * PX), round(34.5 * PX)), (round(176 * PX), round(32 * PX)), 25, 4, cv2.LINE_AA
    )
    assert HEAD_ALTERED in reasons(read(plain, form, month))
    assert {row.state for row in read(plain, form, month).values()} == {"doubtful"}


@pytest.mark.parametrize(("word", "x"), [("取消", 3.5), ("取消", 197), ("欠", 6), ("無効", 196), ("×", 7)])
def test_a_word_in_the_margin_takes_its_row_back(form: Form, word: str, x: float) -> None:
    rows = read(written(sheet(), word, x, middle(4)), form)
    assert [number for number, row in rows.items() if row.reason.startswith("欄外に")] == [4]
    assert rows[4].state == "doubtful"


def test_a_bracket_takes_all_its_rows_back(form: Form) -> None:
    x, top, bottom = 196.5, middle(3) - 3, middle(5) + 3
    page = sheet((x - 2, top, x, top + 1), (x, top + 1, x, bottom - 1), (x, bottom - 1, x - 2, bottom))
    rows = read(written(page, "取消", x + 1, middle(4)), form)
    assert [number for number, row in rows.items() if row.reason.startswith("欄外に")] == [3, 4, 5]


def test_a_crossed_number_takes_its_row_back(form: Form) -> None:
    page = sheet()
    for row in range(1, len(NAMES) + 1):
        page = printed(page, str(row), 21, middle(row), 3.5)
    assert not {CROSSED_NUMBER, MARKED_NUMBER} & reasons(read(page, form))
    x, y = round(22 * PX), round(middle(4) * PX)
    for slope in (1, -1):
        cv2.line(page, (x - 18, y - 18 * slope), (x + 18, y + 18 * slope), 25, 4, cv2.LINE_AA)
    rows = read(page, form)
    assert [n for n, row in rows.items() if row.reason in (CROSSED_NUMBER, MARKED_NUMBER)] == [4]
    assert rows[4].state == "doubtful"


def test_what_else_stands_in_the_margin_says_nothing(form: Form) -> None:
    page = written(
        sheet((4, middle(2) - 1, 6, middle(2) + 1), (6, middle(2) + 1, 10, middle(2) - 3)), "済", 5, middle(6)
    )
    cv2.circle(page, (round(7 * PX), round(100 * PX)), round(3 * PX), 0, -1)
    assert not [row for row in read(page, form).values() if row.reason.startswith("欄外に")]
