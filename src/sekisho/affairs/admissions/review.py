"""An application as a page shows it: its pages in order, every box with its crop and what it says now, and what doesn't agree."""

import datetime
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sekisho.affairs.admissions import rules
from sekisho.affairs.admissions.models import Application, Form, Sheet
from sekisho.base.wareki import format_date
from sekisho.paper.entry_doubts import NONE
from sekisho.paper.formfile import parse_form


@dataclass
class Box:
    """A box. ``key``: its place on the page (name of the input); ``value``: what it says now, dates in words; ``read``: what was
    read, where a person has put it right; ``area``: left, top, width, height on the picture, in mm."""

    key: str
    name: str
    row: int
    kind: str
    choices: tuple[str, ...]
    value: str
    read: str
    reason: str
    area: list[float]
    unused: bool = False
    checks: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """How it is called among all boxes of the page."""
        return f"{self.name}（{self.row} 行目）" if self.row else self.name

    @property
    def wide(self) -> bool:
        """Its crop needs the whole width of the page."""
        return self.area[2] > 100

    @property
    def doubtful(self) -> bool:
        return bool(self.checks or self.reason)

    @property
    def options(self) -> list[str]:
        """Choices to pick from, what is chosen now among them."""
        return list(dict.fromkeys(["", *(one.partition("(")[0] for one in self.choices), self.value]))


@dataclass
class Paper:
    """A page of an application. ``width``, ``height`` in mm."""

    sheet: Sheet
    title: str
    width: float
    height: float
    boxes: list[Box]

    @property
    def filled(self) -> list[Box]:
        """Boxes to look at one by one: all outside tables, and rows with something in them."""
        return [box for box in self.boxes if not box.unused]

    @property
    def unused(self) -> list[Box]:
        """Boxes of rows in which nothing stands."""
        return [box for box in self.boxes if box.unused]

    @property
    def doubtful(self) -> int:
        """How many of its boxes a person should look at closely."""
        return sum(box.doubtful for box in self.boxes)


def titles_of(form: Form | None) -> list[str]:
    """Names of the form's pages."""
    return rules.titled(page.title for page in parse_form(form.content, form.name).pages) if form else []


def papers(
    application: Application, today: datetime.date, postcodes: rules.Postcodes, facilities: Collection[str]
) -> list[Paper]:
    """The pages that are there, in the form's order, with their checks."""
    sheets = Sheet.objects.select_related("form").filter(application=application, state=Sheet.READ)
    sheets = list(sheets.order_by("form_page"))
    found = [_paper(sheet) for sheet in sheets]
    boxes = {(paper.sheet.form_page, box.name, box.row): box for paper in found for box in paper.boxes}
    for check in rules.checks(values(sheets), today, postcodes, facilities):
        boxes[check.page, check.name, check.row].checks.append(check.said)
    return found


def values(sheets: Sequence[Sheet]) -> list[rules.Value]:
    """What the boxes of these pages say now."""
    return [
        rules.Value(sheet.form_page, one["name"], one["row"], one["kind"], one.get("value", one["text"]))
        for sheet in sheets
        for one in entries_of(sheet)
    ]


def entries_of(sheet: Sheet) -> list[dict[str, Any]]:
    """The boxes of a page as they are kept."""
    found: list[dict[str, Any]] = json.loads(sheet.entries or "[]")
    return found


def _paper(sheet: Sheet) -> Paper:
    assert sheet.form
    page = parse_form(sheet.form.content, sheet.form.name).pages[sheet.form_page - 1]
    boxes = [_box(place, one) for place, one in enumerate(entries_of(sheet))]
    _leave_blanks(boxes)
    # As they stand on paper: from the top, then from the left.
    boxes.sort(
        key=lambda box: (bool(box.row), box.row, 0 if box.row else round(box.area[1] / 4), box.area[0])
    )
    return Paper(sheet, page.title, page.width, page.height, boxes)


def _leave_blanks(boxes: Sequence[Box]) -> None:
    """Nobody need tick anything in a row that isn't filled in, nor beside a wish that isn't made («第4希望の見学»)."""
    filled = {box.row for box in boxes if box.row and box.value}
    values = {box.name: box.value for box in boxes if not box.row}
    for box in boxes:
        box.unused = bool(box.row) and box.row not in filled
        if box.reason == NONE and (box.unused or values.get(box.name.partition("の")[0], "x") == ""):
            box.reason = ""


def _box(place: int, one: dict[str, Any]) -> Box:
    value = one.get("value", one["text"])
    return Box(
        f"b{place}", one["name"], one["row"], one["kind"], tuple(one["choices"]), shown(one["kind"], value),
        shown(one["kind"], one["text"]) if one["text"] != value else "", "" if "value" in one else one["reason"], one["box"],
    )  # fmt: skip


def shown(kind: str, text: str) -> str:
    """A value in words: dates as on paper."""
    found = rules.day(text) if kind == "date" else None
    return format_date(found) if found else text
