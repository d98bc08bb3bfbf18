"""Sheets as clerks bring them: dashes for rules, no frame, no upright rules, headers of two rows, rows of sums."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sekisho.paper.form import Table
from sekisho.paper.formfile import load_form, save_form
from sekisho.paper.ink import Gray, ink_mask
from sekisho.paper.learn import LearnedForm, PrintReader, learn_form
from sekisho.paper.learn.rules import Rule, clean_rules, open_stacks
from sekisho.paper.learn.vocabulary import match, tidy
from sekisho.paper.recogniser import load_recogniser
from sekisho.paper.scans import Scan
from sekisho.paper.synth.blank import blank
from sekisho.paper.synth.canvas import Canvas, measure
from sekisho.paper.synth.fontbook import GOTHIC
from sekisho.paper.synth.layouts import layout_named

HEADS = ("No.", "氏名", "検査日", "赤痢菌", "備考")
XS = (18.0, 32.0, 92.0, 126.0, 156.0, 192.0)
TOP, ROW, ROWS = 60.0, 8.6, 12


def _write(canvas: Canvas, text: str, middle: float, y: float, size: float = 3.4) -> None:
    canvas.type(GOTHIC, text, middle - measure(GOTHIC, text, size, 200) / 2, y, size)


def _dashes(canvas: Canvas, x1: float, y1: float, x2: float, y2: float) -> None:
    level = y1 == y2
    for start in np.arange(x1 if level else y1, x2 if level else y2, 3.0):
        if level:
            canvas.line(start, y1, min(x2, start + 1.8), y1, 0.2)
        else:
            canvas.line(x1, start, x1, min(y2, start + 1.8), 0.2)


def _sheet(
    heads: Sequence[Sequence[str]] = (HEADS,),
    upright: str = "solid",
    level: str = "solid",
    frame: bool = True,
    foot: str = "",
    numbered: bool = True,
) -> Gray:
    """A blank of twelve rows below as many header rows as ``heads`` has, all of one height; perhaps a row below."""
    canvas = Canvas((210.0, 297.0), 200)
    _write(canvas, "検便検査成績書", 105, 20, 6.5)
    _write(canvas, "施設名", 26, 36, 4.0)
    canvas.line(36, 39, 110, 39, 0.2)
    first = TOP - ROW * len(heads)
    bottom = TOP + ROW * (ROWS + bool(foot))
    for place, y in enumerate(np.arange(first, bottom + 1, ROW)):
        draw = canvas.line if level == "solid" or place <= len(heads) else None
        if draw or abs(y - bottom) < 1:
            canvas.line(XS[0], y, XS[-1], y, 0.25)
        else:
            _dashes(canvas, XS[0], y, XS[-1], y)
    for x in XS[1:-1] if upright != "none" else ():
        if upright == "solid":
            canvas.line(x, first, x, bottom, 0.2)
        else:
            _dashes(canvas, x, first, x, bottom)
    for x in (XS[0], XS[-1]) if frame else ():
        canvas.line(x, first, x, bottom, 0.3)
    for place, row in enumerate(heads):
        for head, left, right in zip(row, XS, XS[1:], strict=False):
            _write(canvas, head, (left + right) / 2, first + ROW * (place + 0.5))
    for number in range(ROWS if numbered else 0):
        _write(canvas, str(number + 1), (XS[0] + XS[1]) / 2, TOP + ROW * (number + 0.5), 3.0)
    _write(canvas, foot, (XS[0] + XS[1]) / 2, TOP + ROW * (ROWS + 0.5), 3.0)
    return canvas.image


def _learn(page: Gray) -> LearnedForm:
    return learn_form([Scan("見本.png", 1, page, 200.0)], "検便", PrintReader(load_recogniser(1)))


def _check(table: Table) -> None:
    assert table.edges == pytest.approx([TOP + ROW * row for row in range(ROWS + 1)], abs=0.4)
    assert table.unchecked == ""


@pytest.mark.parametrize(
    ("upright", "level", "frame"),
    [("dashed", "dashed", True), ("solid", "dashed", False), ("dashed", "solid", False)],
)
def test_dashes_and_missing_frames_make_no_difference(upright: str, level: str, frame: bool) -> None:
    (table,) = _learn(_sheet(upright=upright, level=level, frame=frame)).form.pages[0].tables
    _check(table)
    assert [column.kind for column in table.columns] == ["skip", "name", "date", "mark", "text"]
    borders = [column.left for column in table.columns] + [table.columns[-1].right]
    assert borders == pytest.approx(XS, abs=0.8)


def test_headers_without_rules_between_them_are_told_apart() -> None:
    (table,) = _learn(_sheet((("", *HEADS[1:]),), upright="none", frame=False)).form.pages[0].tables
    _check(table)
    assert [column.kind for column in table.columns] == ["skip", "name", "date", "mark", "text"]
    borders = [column.left for column in table.columns] + [table.columns[-1].right]
    assert borders == pytest.approx(XS, abs=1.0)


def test_a_row_of_sums_and_a_second_header_row_are_no_rows() -> None:
    heads = (("", "", "", "検査結果", ""), HEADS)
    learned = _learn(_sheet(heads, foot="合計"))
    (table,) = learned.form.pages[0].tables
    _check(table)
    assert any("合計" in note for note in learned.form.unsure)


def test_a_header_that_nobody_knows_leaves_the_table_unchecked(tmp_path: Path) -> None:
    heads = (("", "あいう", "かきく", "さしす", "たちつ"),)
    form = _learn(_sheet(heads, numbered=False)).form
    (table,) = form.pages[0].tables
    assert table.edges[0] == pytest.approx(TOP, abs=0.4)
    assert table.unchecked and table.unchecked in form.unsure
    save_form(tmp_path / "form.toml", form)
    assert load_form(tmp_path / "form.toml") == form


def test_print_and_columns_of_numbers_are_no_dashes() -> None:
    rules, _ = clean_rules(ink_mask(_sheet(), 61), 200 / 25.4)
    upright = sorted(rule.at for rule in rules if not rule.across and rule.length > 40)
    assert upright == pytest.approx(XS, abs=0.5)


def test_borders_are_thought_only_where_none_stand() -> None:
    level = [Rule(True, 50 + 8.0 * place, 20, 190, 170) for place in range(6)]
    frame = [Rule(False, x, 50, 90, 40) for x in (20.0, 190.0)]
    assert [rule.at for rule in open_stacks(level)] == pytest.approx([20.2, 189.8])
    assert open_stacks([*level, *frame]) == []
    assert [rule.at for rule in open_stacks([*level, frame[0]])] == pytest.approx([189.8])


def test_the_line_before_onchu_is_the_field_to_its_very_beginning() -> None:
    layout = layout_named("calibrate-open")
    sheet = Scan(layout.name, 1, blank(layout, 200), 200)
    form = learn_form([sheet], layout.name, PrintReader(load_recogniser())).form
    field = next(field for field in form.pages[0].fields if field.kind == "facility")
    left, _, width, _ = next(slot.box for slot in layout.slots if slot.kind == "facility")
    assert field.box[0] < left + 1 and field.box[0] + field.box[2] > left + width - 1


def test_a_word_that_a_dash_makes_a_date_is_none() -> None:
    found = [match(text) for text in ("検査項日", "検査項目", "検査日")]
    assert [one.kind if one else "" for one in found] == ["text", "text", "date"]
    assert tidy("腸內細菌") == "腸内細菌"
