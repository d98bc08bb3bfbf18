"""Sheets for tests: a small made-up city whose nurseries, rosters and scans belong together."""

import datetime
import functools
from dataclasses import dataclass

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.actions.intake import receive_file
from sekisho.affairs.stool_tests.demo import demo_form
from sekisho.affairs.stool_tests.jobs import read_scan
from sekisho.affairs.stool_tests.models import Form, Person, Scan
from sekisho.base import clock
from sekisho.paper.synth.blank import blank
from sekisho.paper.synth.city import City, make_city
from sekisho.paper.synth.fontbook import DEMO
from sekisho.paper.synth.layouts import layout_named
from sekisho.paper.synth.month import LAYOUT, OTHER
from sekisho.paper.synth.page import render
from sekisho.paper.synth.scanfile import pdf
from sekisho.paper.synth.sheets import Sheet, month_sheets
from sekisho.people.models import Office
from tests.cast import Cast, actor

MONTH = datetime.date(2025, 5, 1)
DPI = 200


@dataclass(frozen=True)
class Little:
    """Two nurseries with a dozen people each, and the sheets of a month."""

    city: City
    sheets: tuple[Sheet, ...]


@functools.cache
def little(month: datetime.date = MONTH) -> Little:
    """The made-up city."""
    city = make_city(3, 2, 24)
    return Little(city, tuple(month_sheets(city, month.year, month.month, "life", 40, 1)))


@functools.cache
def form_text() -> str:
    """The demo's form, learned once."""
    return demo_form()


@functools.cache
def scan_pdf(*numbers: int, month: datetime.date = MONTH, other: bool = False, style: str = "print") -> bytes:
    """A PDF with those sheets of the month; ``other``: on another laboratory's form."""
    layout = layout_named(OTHER if other else LAYOUT)
    faces = tuple(face for face in DEMO if face.style == style)
    sheets = little(month).sheets
    return pdf([render(layout, sheets[n], faces, f"test {n}", DPI).image for n in numbers], DPI)


@functools.cache
def blank_pdf(pages: int = 1) -> bytes:
    """The blank sheet of the demo's laboratory."""
    return pdf([blank(layout_named(LAYOUT), DPI)] * pages, DPI)


def move_in(cast: Cast) -> None:
    """Let the nurseries and their people be those of the little city, and the form be known."""
    names = [facility.name for facility in little().city.facilities]
    for office, name in zip((cast.hill, cast.brook), names, strict=True):
        Office.objects.filter(pk=office.pk).update(name=name)
        office.name = name
    places = dict(zip(names, (cast.hill, cast.brook), strict=True))
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(
            Person(facility=places[facility.name], name=one.name, kana=one.kana, number=one.number)
            for facility in little().city.facilities
            for one in facility.people
        )
    Form.objects.create(name="検査結果報告書", content=form_text(), published_at=clock.now())


def drop(cast: Cast, name: str, data: bytes, month: datetime.date = MONTH) -> Scan:
    """Alice hands a file in."""
    with gate.enter(actor(cast.alice), "stool_tests.intake"):
        return receive_file(name, data, month, actor(cast.alice), read_scan)
