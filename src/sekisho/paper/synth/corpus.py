"""Pages by the hundred for training, calibration and bench, from cities, layouts and damages of each role."""

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from sekisho.paper.synth.city import City, make_city
from sekisho.paper.synth.damage import damage, recipe
from sekisho.paper.synth.fontbook import Face, Style
from sekisho.paper.synth.layout import Layout
from sekisho.paper.synth.layouts import layouts
from sekisho.paper.synth.page import render
from sekisho.paper.synth.sheets import Mix, facility_sheets
from sekisho.paper.synth.truth import Page

RESOLUTIONS = (200, 200, 200, 300, 150)


@dataclass(frozen=True)
class Case:
    """A page, the layout it is on and the city whose roster it is to be read with."""

    page: Page
    layout: Layout
    city: City


def corpus(
    role: str,
    faces: tuple[Face, ...],
    style: Style,
    mix: Mix,
    seed: int,
    cells: int,
    damages: tuple[str, ...] | None = None,
    dpi: int | None = None,
    oddities: float = 0.005,
) -> Iterator[Case]:
    """Pages of ``role`` with at least ``cells`` rows in all, filled in with those of ``faces`` of ``style``.

    Layouts and faces take turns, so that each gets its share. ``damages``: None draws a recipe for each
    page. ``dpi``: None draws one of RESOLUTIONS. ``oddities``: as in `render`. The same arguments give the same pages; a longer run
    begins with the pages of a shorter one. Raises ValueError when no face has the style.
    """
    own = tuple(face for face in faces if face.style == style)
    if not own:
        raise ValueError(f"no font of style {style}")
    pens = tuple(face for face in faces if face.style == "hand")
    turn = layouts(role)
    made = number = 0
    year = 0
    while made < cells:
        city = make_city(zlib.crc32(f"{role} {seed} {year}".encode()))
        rng = random.Random(f"corpus {role} {style} {mix} {seed} {year}")
        year += 1
        for facility in city.facilities:
            layout = turn[number % len(turn)]
            month = rng.randint(1, 12)
            for sheet in facility_sheets(
                rng, facility, rng.choice((2024, 2025)), month, mix, layout.capacity
            ):
                key = f"{role} {style} {mix} {seed} {number}"
                resolution = dpi or rng.choice(RESOLUTIONS)
                first = number // len(turn) % len(own)
                page = render(layout, sheet, own[first:] + own[:first], key, resolution, oddities, pens)
                names = recipe(key, role) if damages is None else damages
                yield Case(damage(page, names, key, role), layout, city)
                number += 1
                made += len(sheet.rows)
                if made >= cells:
                    return
