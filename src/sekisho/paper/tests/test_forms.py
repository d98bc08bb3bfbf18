"""A form taught from a sheet, kept in a file, found again on damaged pages, its cells cut."""

import datetime
import math
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from sekisho.base.errors import UserError
from sekisho.paper.cells import Cell, cut_cells
from sekisho.paper.form import Form
from sekisho.paper.formfile import form_to_toml, load_form, save_form
from sekisho.paper.ink import Floats, Gray
from sekisho.paper.learn import LearnedForm, PrintReader, draw_form, learn_form
from sekisho.paper.recogniser import load_recogniser
from sekisho.paper.register import Placed, Refused, register
from sekisho.paper.scans import Scan
from sekisho.paper.synth.blank import blank
from sekisho.paper.synth.damage import damage
from sekisho.paper.synth.layouts import layouts
from sekisho.paper.synth.truth import Page, PageTruth, to_pixels
from sekisho.paper.tests.drawn_sheets import (
    HEADS,
    NAMES,
    PX,
    draw_application,
    draw_sheet,
    leaning,
    moved,
    printed,
)

CORNERS = np.array([(16.0, 52.0), (194.0, 52.0), (194.0, 240.0), (16.0, 240.0)])


def _learn(page: Gray) -> LearnedForm:
    return learn_form([Scan("見本.png", 1, page, 200.0)], "検便", PrintReader(load_recogniser(1)))


@pytest.fixture(scope="module")
def learned() -> LearnedForm:
    return _learn(draw_sheet())


@pytest.fixture(scope="module")
def form(learned: LearnedForm) -> Form:
    return learned.form


def _place(page: Gray, form: Form) -> Placed | Refused:
    return register(Scan("a.png", 1, page, 0.0), [form])


def _error_mm(placed: Placed, matrix: Floats) -> float:
    """How far the table's corners are from where they really are, in mm."""
    true = np.column_stack([CORNERS * PX, np.ones(4)]) @ matrix.T
    off = placed.to_pixels(CORNERS) - true[:, :2] / true[:, 2:]
    return float(np.hypot(*off.T).max()) / PX


def test_a_blank_teaches_table_columns_and_fields(form: Form) -> None:
    (page,) = form.pages
    assert page.title == "検便検査受付票"
    (table,) = page.tables
    assert [column.kind for column in table.columns] == ["number", "name", "date", "mark", "text"]
    assert [column.name for column in table.columns] == [head for head, _ in HEADS]
    assert table.edges == pytest.approx([60 + 9 * row for row in range(21)], abs=0.25)
    assert [(field.name, field.kind) for field in page.fields] == [("施設名", "facility"), ("報告日", "date")]
    assert page.fields[0].box[0] + page.fields[0].box[2] == pytest.approx(110, abs=0.5)


def test_a_filled_sheet_teaches_the_same(form: Form) -> None:
    (page,) = _learn(draw_sheet(NAMES)).form.pages
    assert page.tables[0].edges == pytest.approx(form.pages[0].tables[0].edges, abs=0.2)
    assert page.tables[0].columns[1].kind == "name"
    assert {word.text for word in page.words} == {word.text for word in form.pages[0].words}


def test_the_form_file_comes_back_the_same(tmp_path: Path, learned: LearnedForm) -> None:
    path = tmp_path / "form.toml"
    save_form(path, learned.form)
    assert load_form(path) == learned.form
    assert form_to_toml(load_form(path)) == path.read_text(encoding="utf-8")
    draw_form(learned.form, learned.sheets, tmp_path / "form.png")
    assert (tmp_path / "form.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('kind = "name"', 'kind = "nama"', "列「氏名」の種類（kind）「nama」はありません"),
        ("right = 88.0", "right = 99.0", "重なっています"),
        ("edges = [", "edges = [ 90.0,", "上から順に"),
        ("box = [33", "box = [-33", "はみ出しています"),
        ("width = 210.0", "", "width がありません"),
        ("[[pages.tables]]", "[[pages.tables]", "行目"),
        ("right = 88.0,", "right = 88.0，", "行目"),
    ],
)
def test_mistakes_in_the_form_file_are_named(
    tmp_path: Path, form: Form, before: str, after: str, words: str
) -> None:
    path = tmp_path / "form.toml"
    text = form_to_toml(form).replace("right = 87.9", "right = 88.0")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(UserError) as error:
        load_form(path)
    assert words in error.value.message


@pytest.mark.parametrize("degrees", [-6.5, 0.0, 3.0])
def test_leaning_pages_are_placed_within_a_third_of_a_mm(form: Form, degrees: float) -> None:
    page, matrix = leaning(draw_sheet(NAMES), degrees)
    placed = _place(page, form)
    assert isinstance(placed, Placed)
    assert _error_mm(placed, matrix) < 0.35
    assert placed.fit > 0.8


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_turned_pages_stand_upright_again(form: Form, turn: int) -> None:
    placed = _place(np.ascontiguousarray(np.rot90(draw_sheet(NAMES), -turn)), form)
    assert isinstance(placed, Placed)
    assert placed.turn == 90 * turn


def test_a_photograph_at_a_slant_is_placed(form: Form) -> None:
    page = draw_sheet(NAMES)
    height, width = page.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(200, 300), (1450, 380), (1540, 2100), (120, 1950)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photo = moved(page, matrix, paper=70)
    light = np.linspace(0.6, 1.0, width)
    placed = _place(np.asarray(cv2.GaussianBlur(photo, (0, 0), 1.0) * light, np.uint8), form)
    assert isinstance(placed, Placed)
    assert _error_mm(placed, matrix) < 0.5


@pytest.mark.parametrize(
    ("name", "seed"),
    [("calibrate-b5-kana", s) for s in (12, 46, 88)] + [("calibrate-open", s) for s in (0, 2, 7, 9, 18, 26)],
)
def test_a_slanted_photograph_is_hung_neither_one_row_off_nor_leaning(name: str, seed: int) -> None:
    """Where only the header's and the last rule are solid, a slanted last row may pass for the last rule; where no rule is
    upright, nothing but the ends of the others tells how far the sheet leans, and how wide it is."""
    layout = next(one for one in layouts("calibrate") if one.name == name)
    flat = blank(layout, 200)
    truth = PageTruth("", "calibrate", "print", "", "", layout.size, "", datetime.date(2025, 5, 1), (), ())
    photo = damage(Page(flat, truth, to_pixels(200), 200), ("photo",), seed, "calibrate", 0.8)
    taught = _learn(flat).form
    placed = _place(photo.image, taught)
    assert isinstance(placed, Placed)
    table = taught.pages[0].tables[0]
    corners = np.array(
        [(x, y) for x in (table.columns[0].left, table.columns[-1].right) for y in table.edges]
    )
    true = np.column_stack([corners, np.ones(len(corners))]) @ photo.matrix.T
    off = placed.to_pixels(corners) - true[:, :2] / true[:, 2:]
    assert np.hypot(*off.T).max() < 0.5 * 200 / 25.4


def test_other_sheets_are_refused_and_blank_backs_said(form: Form) -> None:
    heads = [
        (name, width)
        for (_, width), name in zip(HEADS, ("日", "クラス", "園児数", "欠席", "担任"), strict=True)
    ]
    for page in (
        draw_sheet(NAMES, title="給食人数報告書", heads=heads),
        draw_sheet(NAMES, title="職員健康診断一覧"),
        draw_sheet(NAMES, rows=21),
    ):
        refused = _place(page, form)
        assert isinstance(refused, Refused)
        assert not refused.blank
        assert "この様式ではないようです。" in refused.reason
    blank = np.full((2339, 1654), 250, np.uint8)
    assert _place(blank, form) == Refused("白紙です。", blank=True)


def test_cells_hold_the_writing_without_the_rules(form: Form) -> None:
    page, _ = leaning(draw_sheet(NAMES, struck=(3,)), 1.2)
    scan = Scan("a.png", 1, page, 200.0)
    placed = register(scan, [form])
    assert isinstance(placed, Placed)
    cells = cut_cells(scan, placed)
    assert set(cells.rows) == set(range(1, 21))
    names = [cells.rows[row]["氏名"] for row in range(1, 21)]
    assert [not cell.empty for cell in names] == [row <= len(NAMES) for row in range(1, 21)]
    assert [row for row, cell in enumerate(names, start=1) if cell.struck] == [3]
    assert not any(cell.overflow for cell in names)
    assert all((cell.image > 150).all() for cell in names if cell.empty)
    height = names[0].image.shape[0] - 2 * names[0].margin
    assert math.isclose(height / names[0].pixels_per_mm, 9, abs_tol=0.3)
    assert cells.fields["施設名"].ink > 0.01
    read = PrintReader(load_recogniser(1)).read([names[0].image, cells.fields["施設名"].image])
    assert [text for text, _ in read] == ["山田花子", "みどり保育園"]


def _names(page: Gray, form: Form) -> list[Cell]:
    scan = Scan("a.png", 1, page, 200.0)
    placed = register(scan, [form])
    assert isinstance(placed, Placed)
    cells = cut_cells(scan, placed)
    return [cells.rows[row]["氏名"] for row in sorted(cells.rows)]


def test_what_a_copier_left_of_a_thin_stroke_stays_and_lone_dirt_goes(form: Form) -> None:
    page = draw_sheet(NAMES)
    x, y = round(100 * PX), round((60 + 9 * 11 + 4.5) * PX)
    for piece in range(8):
        page[y, x + 5 * piece : x + 5 * piece + 2] = 20
    page[y + round(9 * PX), x : x + 2] = 20
    scan = Scan("a.png", 1, page, 200.0)
    placed = register(scan, [form])
    assert isinstance(placed, Placed)
    cells = cut_cells(scan, placed)
    assert (cells.rows[12]["検査日"].image < 100).sum() >= 14
    assert (cells.rows[13]["検査日"].image > 150).all()


def _with_name_moved(right: float, down: float) -> Gray:
    """The sheet whose fifth name is moved by so many mm, with the rules still whole."""
    page, pad = draw_sheet(NAMES), 1.0
    rest = draw_sheet((*NAMES[:4], "", *NAMES[5:]))
    x, y, width, height = 28 + pad, 96 + pad, 58.0, 7.0
    left, top = round(x * PX), round(y * PX)
    name = page[top : top + round(height * PX), left : left + round(width * PX)]
    left, top = left + round(right * PX), top + round(down * PX)
    place = rest[top : top + name.shape[0], left : left + name.shape[1]]
    np.minimum(place, name, out=place)
    return rest


@pytest.mark.parametrize(("right", "down"), [(-12.0, 0.0), (49.0, 0.0)])
def test_a_name_half_outside_its_cell_is_flagged(form: Form, right: float, down: float) -> None:
    cells = _names(_with_name_moved(right, down), form)
    assert [row for row, cell in enumerate(cells, start=1) if cell.overflow] == [5]


def test_a_name_on_the_line_between_two_rows_is_flagged(form: Form) -> None:
    page = draw_sheet(NAMES[:4])
    name = draw_sheet(("", *NAMES[:4]))[round(70 * PX) : round(77 * PX), round(29 * PX) : round(87 * PX)]
    top, left = round(110.5 * PX), round(29 * PX)
    place = page[top : top + name.shape[0], left : left + name.shape[1]]
    np.minimum(place, name, out=place)
    assert any(cell.overflow for cell in _names(page, form)[5:7])


def test_strokes_over_the_lines_are_ordinary(form: Form) -> None:
    page = draw_sheet(NAMES)
    for row in range(2, 8):
        y = 60 + 9 * row
        cv2.line(page, (round(40 * PX), round((y - 4) * PX)), (round(41 * PX), round((y + 1.5) * PX)), 0, 3)
    assert not any(cell.overflow or cell.struck for cell in _names(page, form))


def test_other_words_are_told_by_all_of_them_together(form: Form) -> None:
    heads = [
        (name, width)
        for (_, width), name in zip(HEADS, ("No.", "職員名", "検査日", "結果", "備考"), strict=True)
    ]
    assert isinstance(_place(draw_sheet(NAMES, heads=heads), form), Placed)
    heads[2] = ("採便日", heads[2][1])
    assert isinstance(_place(draw_sheet(NAMES, heads=heads), form), Refused)
    smudged = draw_sheet(NAMES)
    cv2.circle(smudged, (round(58 * PX), round(56 * PX)), round(6 * PX), 90, 5)
    assert isinstance(_place(smudged, form), Placed)


def test_headers_that_a_copier_ate_speak_less_than_other_ones(form: Form) -> None:
    def without(page: Gray, *heads: tuple[int, int]) -> Gray:
        for left, right in heads:
            page[round(53.5 * PX) : round(59 * PX), round(left * PX) : round(right * PX)] = 255
        return page

    name, result, remark = (30, 80), (128, 150), (156, 192)
    assert isinstance(_place(without(draw_sheet(NAMES), result, remark), form), Placed)
    assert isinstance(_place(without(draw_sheet(NAMES), name, result, remark), form), Refused)
    heads = [(head.replace("検査日", "担当者"), width) for head, width in HEADS]
    assert isinstance(_place(without(draw_sheet(NAMES, heads=heads), result), form), Refused)


def test_rows_are_counted(form: Form) -> None:
    for rows in (19, 21):
        refused = _place(draw_sheet(NAMES, rows=rows), form)
        assert isinstance(refused, Refused)
        assert "行" in refused.reason


def test_columns_without_printed_borders_end_in_paper() -> None:
    learned = _learn(draw_sheet(ruled=False)).form
    (table,) = learned.pages[0].tables
    borders = [16.0, 28.0, 88.0, 126.0, 154.0, 194.0]
    assert [column.left for column in table.columns] == pytest.approx(borders[:-1], abs=1.2)
    moved_columns = [
        replace(
            column,
            left=column.left + (9.0 if column.name == "氏名" else 0.0),
            right=column.right + (9.0 if column.name == "No." else 0.0),
        )
        for column in table.columns
    ]
    wrong = replace(
        learned, pages=(replace(learned.pages[0], tables=(replace(table, columns=tuple(moved_columns)),)),)
    )
    page = draw_sheet(NAMES, ruled=False)
    for cell in _names(page, wrong)[: len(NAMES)]:
        x = float(cell.quad[0][0]) / PX
        assert 27.0 < x < 32.0


def test_rows_told_by_shading_are_learned() -> None:
    (table,) = _learn(draw_sheet(banded=True)).form.pages[0].tables
    assert table.edges == pytest.approx([60 + 9 * row for row in range(21)], abs=0.3)
    assert table.columns[1].kind == "name"


def test_boxes_with_labels_are_fields() -> None:
    form = _learn(draw_application()).form
    kinds = {field.name: field.kind for field in form.pages[0].fields}
    assert kinds == {
        "申請者氏名": "name",
        "生年月日": "date",
        "住所": "text",
        "性別": "choice",
        "電話番号": "number",
    }
    assert next(field for field in form.pages[0].fields if field.kind == "choice").choices == ("男", "女")
    page, _ = leaning(draw_application(name="山田花子", street="みなと町"), 1.5)
    scan = Scan("a.png", 1, page, 200.0)
    placed = register(scan, [form])
    assert isinstance(placed, Placed)
    fields = cut_cells(scan, placed).fields
    assert {name for name, cell in fields.items() if not cell.empty} == {"申請者氏名", "住所", "性別"}
    reader = PrintReader(load_recogniser(1))
    assert [text for text, _ in reader.read([fields["申請者氏名"].image])] == ["山田花子"]


def test_a_labelled_box_before_the_word_of_address_is_the_facility() -> None:
    page = draw_sheet()
    page[round(28 * PX) : round(40 * PX)] = 255
    for x in (16, 45, 115):
        cv2.line(page, (round(x * PX), round(29 * PX)), (round(x * PX), round(38 * PX)), 0, 2)
    for y in (29, 38):
        cv2.line(page, (round(16 * PX), round(y * PX)), (round(115 * PX), round(y * PX)), 0, 2)
    (field,) = _learn(printed(printed(page, "貴施設名", 20, 33.5), "御中", 117, 33.5)).form.pages[0].fields
    assert (field.name, field.kind) == ("貴施設名", "facility")
    assert field.box == pytest.approx((45, 29, 70, 9), abs=0.4)


def test_furigana_above_a_dashed_line_is_left_out() -> None:
    page = draw_sheet()
    for row in range(20):
        y = round((63.2 + 9 * row) * PX)
        for x in range(round(28.5 * PX), round(87.5 * PX), 12):
            cv2.line(page, (x, y), (x + 6, y), 0, 1)
    (table,) = _learn(page).form.pages[0].tables
    assert table.columns[1].upper_part == pytest.approx(3.2 / 9, abs=0.02)


def test_the_pages_of_a_form_of_six_are_told_apart(learned: LearnedForm) -> None:
    titles = ("入所申込書", "家庭状況調書", "就労証明書", "健康調査票", "同意書", "口座振替依頼書")

    def page(number: int, filled: bool) -> Gray:
        if number % 2:
            return draw_application(titles[number], 3.0 * number, "山田花子" if filled else "")
        return draw_sheet(NAMES if filled else (), title=titles[number], rows=12 + number)

    scans = [Scan("見本.pdf", number + 1, page(number, False), 200.0) for number in range(6)]
    six = learn_form(scans, "六枚組", PrintReader(load_recogniser(1))).form
    assert [found.title for found in six.pages] == list(titles)
    for number in range(6):
        placed = register(Scan("a.png", 1, page(number, True), 200.0), [learned.form, six])
        assert isinstance(placed, Placed)
        assert (placed.form.name, placed.page_index) == ("六枚組", number)
    own = _place(draw_sheet(NAMES), six)
    assert isinstance(own, Refused)
