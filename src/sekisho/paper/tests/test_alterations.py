"""Cells in which somebody took back what stands there, drawn by something other than the generator."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from sekisho.paper.alterations import HEIGHT, MORE, REASONS, STEP, STRUCK, objections, strip
from sekisho.paper.cells import Cell, cut_cells
from sekisho.paper.form import Form
from sekisho.paper.ink import Gray
from sekisho.paper.learn.learner import learn_form
from sekisho.paper.learn.print_reader import PrintReader
from sekisho.paper.recogniser import load_recogniser
from sekisho.paper.register import Placed, register
from sekisho.paper.scans import Scan
from sekisho.paper.synth.fontbook import FOLDER
from sekisho.paper.tests.drawn_sheets import NAMES, PX, draw_sheet

HAND = FOLDER / "klee-one.ttf"


@pytest.fixture(scope="module")
def form() -> Form:
    return learn_form([Scan("a.png", 1, draw_sheet(), 200.0)], "検便", PrintReader(load_recogniser(2))).form


def middle(row: int) -> float:
    """Of a row of the sheet, in mm."""
    return 60 + 9 * (row - 0.5)


def cells(page: Gray, form: Form, column: str = "氏名") -> list[Cell]:
    scan = Scan("a.png", 1, page, 200.0)
    placed = register(scan, [form])
    assert isinstance(placed, Placed)
    rows = cut_cells(scan, placed).rows
    return [rows[row][column] for row in range(1, len(NAMES) + 1)]


def lines(page: Gray, row: int, *ends: tuple[float, float, float, float]) -> None:
    """Lines from (x, y) to (x, y) in mm, y from the row's middle."""
    for x1, y1, x2, y2 in ends:
        one, other = ((round(x * PX), round((middle(row) + y) * PX)) for x, y in ((x1, y1), (x2, y2)))
        cv2.line(page, one, other, 30, 3, cv2.LINE_AA)


def word(page: Gray, row: int, text: str, x: float, y: float, size: float) -> Gray:
    image = Image.fromarray(page)
    font = ImageFont.truetype(str(HAND), round(size * PX))
    ImageDraw.Draw(image).text((x * PX, (middle(row) + y) * PX), text, font=font, anchor="lm", fill=20)
    return np.array(image)


_LINES: dict[str, list[tuple[float, int]]] = {
    "one": [(0.0, 1)],
    "two": [(-0.7, 1), (0.7, 1)],
    "cross": [(0.0, 1), (0.0, -1)],
}


@pytest.mark.parametrize("rise", [0.0, 1.2, 2.5, 4.0, -3.0])
@pytest.mark.parametrize("drawn", ["one", "two", "cross"])
def test_a_name_is_struck_out_however_the_line_leans(form: Form, rise: float, drawn: str) -> None:
    """A hand draws no level lines; what is cancelled must not be taken."""
    if drawn == "cross" and abs(rise) < 2:
        return
    page = draw_sheet(NAMES)
    for row in range(2, 7):
        for shift, side in _LINES[drawn]:
            lines(page, row, (27.5, shift + side * rise / 2, 60, shift - side * rise / 2))
    found = objections(cells(page, form))
    assert [row for row, said in enumerate(found, start=1) if said] == [2, 3, 4, 5, 6]
    assert set(found) == {"", REASONS[STRUCK]}


def _half(page: Gray, row: int) -> Gray:
    lines(page, row, (44, 0.3, 56, -0.4))
    return page


def _scribbled(page: Gray, row: int) -> Gray:
    xs = np.arange(31, 56, 1.5)
    lines(
        page, row, *((x, -1.5, x + 1.5, 1.5) if n % 2 else (x, 1.5, x + 1.5, -1.5) for n, x in enumerate(xs))
    )
    return page


def _replaced(page: Gray, row: int) -> Gray:
    lines(page, row, (43, 0.2, 56, 0.2))
    return word(page, row, "美紀", 44, -3.0, 3.2)


def _above(page: Gray, row: int) -> Gray:
    return word(page, row, "中村", 33, -3.1, 3.2)


@pytest.mark.parametrize("alter", [_half, _scribbled, _replaced, _above])
def test_a_part_struck_out_or_other_characters_above_it(
    form: Form, alter: Callable[[Gray, int], Gray]
) -> None:
    page = draw_sheet(NAMES)
    for row in (2, 4, 6):
        page = alter(page, row)
    assert [row for row, said in enumerate(objections(cells(page, form)), start=1) if said] == [2, 4, 6]


def test_a_date_that_was_changed(form: Form) -> None:
    page = draw_sheet(NAMES)
    for row in (2, 5):
        lines(page, row, (95.5, 0.2, 99.5, -0.2))
        page = word(page, row, "13", 95.5, -3.2, 3.2)
    found = objections(cells(page, form, "検査日"))
    assert [row for row, said in enumerate(found, start=1) if said] == [2, 5]


def test_ticks_beside_names_change_nothing(form: Form) -> None:
    page = draw_sheet(NAMES)
    for row in (1, 3, 7):
        lines(page, row, (62, 0, 63, 1.5), (63, 1.5, 66, -2))
    assert objections(cells(page, form)) == [""] * len(NAMES)


def test_the_picture_has_a_height_and_steps() -> None:
    blank = np.full((60, 300), 250, np.uint8)
    assert strip(blank).shape[0] == HEIGHT and not strip(blank).any()
    inked = blank.copy()
    inked[20:40, 100:103] = 20
    found = strip(inked)
    assert found.shape[1] % STEP == 0 and found.shape[1] < 60 and found.max() == 1
    assert objections([]) == [] and set(REASONS) == {STRUCK, MORE}
