"""Filled pages: the truth says where the ink is."""

import numpy as np
import pytest

from sekisho.paper.synth.blank import blank
from sekisho.paper.synth.city import make_city
from sekisho.paper.synth.fontbook import DEMO, GOTHIC, able, covering, has
from sekisho.paper.synth.layout import Layout
from sekisho.paper.synth.layouts import ALL, layout_named, layouts
from sekisho.paper.synth.oddities import ODDITIES
from sekisho.paper.synth.page import render
from sekisho.paper.synth.sheets import month_sheets
from sekisho.paper.synth.truth import MUST_DOUBT

CITY = make_city(5, facilities=6, people=150)
PRINT = tuple(face for face in DEMO if face.style == "print")
HAND = tuple(face for face in DEMO if face.style == "hand")


def _sheet(layout: Layout):  # type: ignore[no-untyped-def]
    return max(month_sheets(CITY, 2025, 5, "harsh", layout.capacity), key=lambda sheet: len(sheet.rows))


def test_layouts_by_role() -> None:
    assert len({layout.name for layout in ALL}) == len(ALL)
    assert len([layout for layout in ALL if layout.role in ("train", "calibrate", "bench")]) >= 12
    assert len(layouts("heldout")) == 3
    assert all(len(layouts(role)) >= 4 for role in ("train", "calibrate", "bench"))


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.name)
def test_every_layout_is_drawn_and_its_form_lies_on_the_page(layout: Layout) -> None:
    image = blank(layout, 100)
    assert 0.005 < (image < 128).mean() < 0.2
    page = layout.form().pages[0]
    for table in page.tables:
        assert len(table.edges) == layout.rows + 1
        assert table.edges[-1] < page.height - 5
        assert table.columns[0].left > 5 and table.columns[-1].right < page.width - 5
        for left, right in zip(table.columns, table.columns[1:], strict=False):
            assert left.right == pytest.approx(right.left)
    for word in page.words:
        assert word.box[0] > 0 and word.box[0] + word.box[2] < page.width
    filled = render(layout, _sheet(layout), DEMO, 1, dpi=100)
    assert (filled.image < image).any()


@pytest.mark.parametrize("faces", [PRINT, HAND], ids=["print", "hand"])
def test_ink_lies_within_the_boxes_of_the_truth_and_nowhere_else(faces: tuple) -> None:  # type: ignore[type-arg]
    layout = layout_named("train-plain")
    page = render(layout, _sheet(layout), faces, 3, dpi=200, oddities=0)
    written = page.image < blank(layout, 200)
    boxes = [cell.ink for row in page.truth.rows for cell in row.cells] + [s.ink for s in page.truth.slots]
    free = np.ones(written.shape, bool)
    for box in boxes:
        if box:
            corners = page.corners(box)
            (x1, y1), (x2, y2) = corners[0].round().astype(int), corners[2].round().astype(int)
            assert written[y1:y2, x1:x2].any()
            free[y1:y2, x1:x2] = False
    assert not (written & free).any()


def test_rows_say_who_is_meant() -> None:
    layout = layout_named("train-kana")
    sheet = _sheet(layout)
    page = render(layout, sheet, PRINT, 4)
    for row, meant in zip(page.truth.rows, sheet.rows, strict=True):
        assert row.name == meant.name
        assert row.on_roster == (meant.person is not None)
        name = row.cell("name")
        assert name is not None and name.ink is not None
        assert name.text == row.written
    assert page.truth.facility == sheet.facility


def test_same_seed_same_pixels() -> None:
    layout = layout_named("bench-same-cell")
    first, again = (render(layout, _sheet(layout), HAND, 9) for _ in range(2))
    assert np.array_equal(first.image, again.image)
    assert first.truth == again.truth
    assert not np.array_equal(first.image, render(layout, _sheet(layout), HAND, 10).image)


def test_odd_rows_are_flagged_and_ordinary_ones_are_not() -> None:
    layout = layout_named("calibrate-report")
    odd = render(layout, _sheet(layout), HAND, 2, oddities=1.0)
    flags = {flag for row in odd.truth.rows for flag in row.flags}
    assert flags & MUST_DOUBT and flags >= set(ODDITIES) - {"pencil"}
    assert all(set(row.flags) & set(ODDITIES) for row in odd.truth.rows)
    for row in odd.truth.rows:
        cell = row.cell("name")
        if "outside" in row.flags and cell and cell.ink:
            assert cell.ink[0] < cell.box[0] or cell.ink[0] + cell.ink[2] > cell.box[0] + cell.box[2]
    plain = render(layout, _sheet(layout), HAND, 2, oddities=0.0)
    assert not any(set(row.flags) & set(ODDITIES) for row in plain.truth.rows)


def test_a_struck_row_has_a_line_through_it() -> None:
    layout = layout_named("calibrate-report")
    page = render(layout, _sheet(layout), PRINT, 2, oddities=1.0)
    struck = [row for row in page.truth.rows if "struck" in row.flags]
    assert all(any(cell.altered for cell in row.cells) for row in struck)
    # Only a name, only a date, or from one end of the row to the other.
    row = next(row for row in struck if sum(cell.altered for cell in row.cells) > 1)
    note = row.cells[3].box
    (x1, y1), _, (x2, y2), _ = page.corners(note).round().astype(int)
    inside = page.image[y1 + 6 : y2 - 6, x1 + 6 : x2 - 6] < 128
    assert inside.any(axis=0).mean() > 0.95


@pytest.mark.parametrize("dpi", [100, 150, 300, 600])
def test_any_resolution(dpi: int) -> None:
    layout = layout_named("train-b5")
    page = render(layout, _sheet(layout), HAND, 1, dpi=dpi)
    assert page.image.shape == (round(257 / 25.4 * dpi), round(182 / 25.4 * dpi))


def test_too_many_rows_are_refused() -> None:
    small, large = layout_named("train-landscape"), layout_named("train-plain")
    sheet = _sheet(large)
    assert len(sheet.rows) > small.capacity
    with pytest.raises(ValueError):
        render(small, sheet, PRINT, 1)


def test_a_font_without_a_character_is_passed_over_or_helped_out() -> None:
    assert not has(GOTHIC, "𠮷")
    assert has(able(GOTHIC, "𠮷"), "𠮷")
    assert covering(HAND, "𠮷田")[0].name == "klee-one"
