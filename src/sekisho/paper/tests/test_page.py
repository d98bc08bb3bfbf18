"""Whole pages of the generator through the reading."""

import datetime
import random
from dataclasses import replace
from functools import cache

import cv2
import numpy as np

from sekisho.base.rows import Row
from sekisho.paper.dates import NOTHING
from sekisho.paper.engine import load_engine
from sekisho.paper.entry_doubts import STRUCK
from sekisho.paper.form import Form
from sekisho.paper.page import NO_NAME, UNCHECKED, accepts, read_page
from sekisho.paper.register.shapes import encode_shape, patch, soft_ink
from sekisho.paper.results import PageResult, Settings, details
from sekisho.paper.roster import Person, Roster
from sekisho.paper.scans import Scan
from sekisho.paper.synth.blank import blank
from sekisho.paper.synth.canvas import Canvas
from sekisho.paper.synth.city import City, make_city
from sekisho.paper.synth.fontbook import DEMO
from sekisho.paper.synth.layout import Layout
from sekisho.paper.synth.layouts import layout_named
from sekisho.paper.synth.page import render
from sekisho.paper.synth.sheets import facility_sheets
from sekisho.paper.synth.truth import MUST_DOUBT, Page

CITY = make_city(11, 3, 45)


def roster(city: City) -> Roster:
    return Roster(
        tuple(
            Person(facility.name, person.name, person.kana, person.number, person.birth_date)
            for facility in city.facilities
            for person in facility.people
        )
    )


@cache
def taught(layout: Layout) -> Form:
    """The form of a layout with its printed words learned from the blank."""
    form = layout.form()
    soft, scale = soft_ink(np.array(blank(layout, 200)), 61), np.diag([200 / 25.4, 200 / 25.4, 1.0])
    page = form.pages[0]
    words = tuple(replace(w, shape=encode_shape(patch(soft, scale, w.box, 0))) for w in page.words if w.text)
    return replace(form, pages=(replace(page, words=words),))


def made(layout: str, seed: int, oddities: float = 0.0, number: int = 0) -> Page:
    rng = random.Random(seed)
    kind = layout_named(layout)
    sheet = facility_sheets(rng, CITY.facilities[number], 2025, 5, "life", kind.capacity)[0]
    return render(kind, sheet, DEMO[:1], seed, 200, oddities)


def read(page: Page, layout: str, settings: Settings | None = None) -> PageResult:
    scan = Scan("a.png", 1, page.image, page.dpi)
    known = settings or Settings(month=datetime.date(2025, 5, 1))
    return read_page(scan, [taught(layout_named(layout))], roster(CITY), load_engine(1), known)


def rows(result: PageResult) -> dict[int, Row]:
    return {one.row.row: one.row for one in result.rows}


def test_a_clean_sheet_is_read_and_nothing_accepted_is_wrong() -> None:
    page = made("train-plain", 1)
    found = rows(read(page, "train-plain"))
    assert set(found) == {truth.row for truth in page.truth.rows}
    accepted = 0
    for truth in page.truth.rows:
        row = found[truth.row]
        assert row.facility == page.truth.facility
        if row.state == "accepted":
            accepted += 1
            assert truth.on_roster
            assert (row.name, row.date) == (truth.name, truth.date)
    assert accepted >= 0.7 * len(found)


def test_odd_rows_are_never_accepted() -> None:
    page = made("train-plain", 2, oddities=0.6, number=1)
    found = rows(read(page, "train-plain"))
    odd = [truth for truth in page.truth.rows if MUST_DOUBT & set(truth.flags)]
    assert odd
    for truth in odd:
        if truth.row in found:
            assert found[truth.row].state == "doubtful", truth


def test_the_date_of_the_sheet_serves_rows_without_one() -> None:
    page = made("train-b5", 3)
    result = read(page, "train-b5", Settings())
    assert {row.date for row in rows(result).values()} == {page.truth.date}


def test_a_struck_date_of_the_sheet_dates_no_row() -> None:
    """However the line leans: it would be wrong in every row."""
    page = made("train-b5", 5)
    slot = next(slot for slot in page.truth.slots if slot.kind == "date")
    corners = page.corners(slot.ink or slot.box)
    one, other = (
        (round(float(x)) + shift, round(float(corners[:, 1].mean())) - shift // 2)
        for x, shift in ((corners[0, 0], -8), (corners[1, 0], 8))
    )
    cv2.line(page.image, one, other, 20, 4, cv2.LINE_AA)
    found = rows(read(page, "train-b5", Settings()))
    assert {(row.state, row.reason) for row in found.values()} == {("doubtful", STRUCK)}


def test_a_sheet_of_quite_another_month_is_not_accepted_in_a_run_of_one_month() -> None:
    page = made("train-b5", 5)
    alone = rows(read(page, "train-b5", Settings()))
    assert any(row.state == "accepted" for row in alone.values())
    elsewhere = rows(read(page, "train-b5", Settings(month=datetime.date(2022, 9, 1))))
    assert all(row.state == "doubtful" for row in elsewhere.values())


def test_another_form_is_set_aside() -> None:
    page = made("train-plain", 4)
    scan = Scan("a.png", 1, page.image, page.dpi)
    result = read_page(scan, [taught(layout_named("train-b5"))], Roster(), load_engine(1), Settings())
    assert result.refused
    assert not result.rows
    assert details(result) == [{"source": "a.png", "page": 1, "refused": result.refused, "blank": False}]


def test_without_a_roster_nothing_is_accepted_but_names_are_read() -> None:
    page = made("train-plain", 1)
    scan = Scan("a.png", 1, page.image, page.dpi)
    result = read_page(scan, [taught(layout_named("train-plain"))], Roster(), load_engine(1), Settings())
    assert {one.row.state for one in result.rows} == {"doubtful"}
    assert sum(bool(one.row.name) for one in result.rows) == len(page.truth.rows)


def test_no_row_of_an_unchecked_table_is_accepted() -> None:
    page = made("train-plain", 1)
    form = taught(layout_named("train-plain"))
    tables = tuple(replace(table, unchecked="1行目をご確認ください。") for table in form.pages[0].tables)
    unchecked = replace(form, pages=(replace(form.pages[0], tables=tables),))
    known = Settings(month=datetime.date(2025, 5, 1))
    scan = Scan("a.png", 1, page.image, page.dpi)
    result = read_page(scan, [unchecked], roster(CITY), load_engine(1), known)
    assert {(one.row.state, one.row.reason) for one in result.rows} == {("doubtful", UNCHECKED)}


def test_rows_of_a_table_without_dates_have_none() -> None:
    """Beside a table that has them: a form learned wrong must not end the run."""
    page, form = made("train-plain", 1), taught(layout_named("train-plain"))
    (table,) = form.pages[0].tables
    undated = tuple(column for column in table.columns if column.kind != "date")
    tables = (replace(table, edges=table.edges[:4]), replace(table, edges=table.edges[3:], columns=undated))
    both = replace(form, pages=(replace(form.pages[0], tables=tables),))
    scan = Scan("a.png", 1, page.image, page.dpi)
    found = rows(read_page(scan, [both], roster(CITY), load_engine(1), Settings()))
    assert {row.state for number, row in found.items() if number > 3} == {"doubtful"}
    assert NOTHING in {row.reason for number, row in found.items() if number > 3}
    assert all(found[number].date for number in (1, 2, 3))


def test_a_sheet_of_another_facility_follows_its_names_not_the_given_ones() -> None:
    page = made("train-plain", 5)
    other = CITY.facilities[1].name
    found = rows(read(page, "train-plain", Settings(facility=other, month=datetime.date(2025, 5, 1))))
    assert all(row.state == "doubtful" for row in found.values())


def test_blank_rows_only_when_asked() -> None:
    page = made("train-plain", 1)
    asked = Settings(month=datetime.date(2025, 5, 1), blanks=True)
    states = [row.state for row in rows(read(page, "train-plain", asked)).values()]
    assert states.count("blank") == layout_named("train-plain").capacity - len(page.truth.rows)


def test_a_tick_in_a_row_in_which_nobody_wrote_makes_no_row_of_it() -> None:
    """Ticks and underlines of somebody who went through the list; a name, however short, stays a row."""
    page = made("train-plain", 1)
    table = taught(layout_named("train-plain")).pages[0].tables[0]
    column = next(one for one in table.columns if one.kind == "name")
    empty = sorted(set(range(1, len(table.edges))) - {row.row for row in page.truth.rows})
    assert len(empty) >= 5
    canvas = Canvas((210, 297), 200, page.image)
    for place, row in enumerate(empty[:5]):
        x, y = column.left + 8, (table.edges[row - 1] + table.edges[row]) / 2
        if place < 2:
            canvas.slanting([(x - 1.2, y - 0.4), (x, y + 1.4), (x + 2.6, y - 2.4)], 0.35, 140)
        elif place == 2:
            canvas.slanting([(x, y), (x + 12, y + 0.4), (x + 25, y - 0.3)], 0.4, 140)
        else:
            canvas.type(DEMO[0], ("森", "上田かおり")[place - 3], x, y, 4.0)
    found = rows(read(replace(page, image=canvas.image), "train-plain"))
    assert set(found) == {row.row for row in page.truth.rows} | {empty[3], empty[4]}
    assert {found[row].state for row in empty[3:5]} == {"doubtful"}


def test_a_row_without_a_name_is_not_lost() -> None:
    page = made("train-plain", 1)
    first = page.truth.rows[0].cells
    box = next(cell.box for cell in first if cell.kind == "name")
    corners = page.corners((box[0] + 0.6, box[1] + 0.6, box[2] - 1.2, box[3] - 1.2)).round().astype(int)
    image = page.image.copy()
    image[corners[0][1] : corners[2][1], corners[0][0] : corners[2][0]] = 255
    row = rows(read(replace(page, image=image), "train-plain"))[1]
    assert (row.state, row.name, row.reason) == ("doubtful", "", NO_NAME)


def test_what_would_be_wrong_in_every_row_must_be_as_sure_as_all_is_to_be() -> None:
    assert accepts(0.99999, 1e-4)
    assert accepts(0.99999, 1e-4, shared=0.99995)
    assert not accepts(0.99999, 1e-4, shared=0.9995)
    assert accepts(0.99999, 1e-3, shared=0.9995)
    assert not accepts(0.5, 1e-4)
