"""Samples for the chance of dates: columns of dates from the generator, cut as real pages are cut."""

import datetime
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sekisho.paper.cells import Cell
from sekisho.paper.synth import dates
from sekisho.paper.synth.canvas import Canvas
from sekisho.paper.synth.damage import damage, recipe
from sekisho.paper.synth.fontbook import Face
from sekisho.paper.synth.layouts import layouts
from sekisho.paper.synth.page import choose_style, put
from sekisho.paper.synth.truth import Page, PageTruth, to_pixels
from sekisho.paper.train.ruled import cut_ruled
from sekisho.paper.train.strokes import new_hand, write_freely

_COLUMNS, _ROWS = 5, 36
#: Every so many pages one is what copiers and faxes do worst, for such pages are rare and most mistakes are on them.
_WORN_EVERY = 10
_WORN = (("fax",), ("fax",), ("photocopy", "fax"), ("photocopy",))
#: Share of the columns that are written with free strokes where a network learns.
_FREE = 0.4


@dataclass(frozen=True)
class DateColumn:
    """Cells of one sheet's dates with the days they say and how they are written; ``month``: the sheet's, given or not."""

    cells: tuple[Cell, ...]
    days: tuple[datetime.date, ...]
    texts: tuple[str, ...]
    month: datetime.date


def date_sheet(
    rng: random.Random, faces: tuple[Face, ...], role: str, worn: bool = False
) -> list[DateColumn]:
    """One damaged page with five sheets' columns of dates, each in its own way of writing; a ``worn`` one was copied or faxed. Of the
    role «train» some are in hands of free strokes."""
    size, left, top, dpi = (210.0, 297.0), 8.0, 8.0, rng.choice((150, 200, 200, 200, 300))
    width, height = rng.uniform(26, 38), rng.uniform(5.4, 7.6)
    canvas = Canvas(size, dpi)
    for row in range(_ROWS + 1):
        canvas.line(left, top + row * height, left + _COLUMNS * width, top + row * height, 0.2)
    for column in range(_COLUMNS + 1):
        x = left + column * width
        canvas.line(x, top, x, top + _ROWS * height, 0.2)
    said: list[tuple[list[datetime.date], list[str]]] = []
    face = rng.choice(faces)
    for column in range(_COLUMNS):
        style = choose_style(rng, layouts("train")[0], face)
        hand = new_hand(rng) if role == "train" and rng.random() < _FREE else None
        writer = rng.choice(dates.WRITTEN if hand or face.style == "hand" else dates.PRINTED)
        last = datetime.date(2025, 1, 1) + datetime.timedelta(days=rng.randrange(700))
        days = [last - datetime.timedelta(days=rng.choice((0, 0, 0, 1, 1, 2, 5))) for _ in range(_ROWS)]
        # Now and then somebody hands in weeks late, or writes last month's number.
        days = [day - datetime.timedelta(days=rng.choice((0,) * 30 + (28, 35))) for day in days]
        texts = [writer(day) for day in days]
        for row, text in enumerate(texts):
            box = (left + column * width, top + row * height, width, height)
            if hand:
                write_freely(canvas, rng, hand, text, box, height * rng.uniform(0.35, 0.7))
            else:
                put(canvas, rng, style, text, box, height * rng.uniform(0.5, 0.85), style.align)
        said.append((days, texts))
    truth = PageTruth("dates", role, face.style, face.name, face.role, size, "", said[0][0][0], (), ())
    number = rng.randrange(1 << 30)
    names = rng.choice(_WORN) if worn else recipe(number, role)
    names = tuple(name for name in names if name not in ("quarter", "upside_down"))
    page = damage(Page(canvas.image, truth, to_pixels(dpi), dpi), names, number, role)
    edges = [top + row * height for row in range(_ROWS + 1)]
    xs = [left + column * width for column in range(_COLUMNS + 1)]
    cut = cut_ruled(rng, page, "date", xs, edges)
    return [
        DateColumn(
            tuple(cut.rows[row + 1][str(column)] for row in range(_ROWS)),
            tuple(days),
            tuple(texts),
            max(days),
        )
        for column, (days, texts) in enumerate(said)
    ]


def date_columns(faces: tuple[Face, ...], role: str, seed: int, pages: Iterable[int]) -> Iterator[DateColumn]:
    """The columns of the pages with these numbers, always the same for one seed."""
    for number in pages:
        rng = random.Random(f"dates {role} {seed} {number}")
        yield from date_sheet(rng, faces, role, number % _WORN_EVERY == _WORN_EVERY - 1)
