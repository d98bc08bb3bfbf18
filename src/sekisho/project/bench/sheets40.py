"""Sheets of exactly 40 rows at 200 dpi, for the seconds a page takes and for Tesseract beside us."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sekisho.base.files import write_whole
from sekisho.paper.synth import scanfile
from sekisho.paper.synth.city import City, make_city
from sekisho.paper.synth.corpus import Case
from sekisho.paper.synth.damage import damage
from sekisho.paper.synth.fontbook import Face
from sekisho.paper.synth.layouts import layouts
from sekisho.paper.synth.page import render
from sekisho.paper.synth.sheets import Sheet, facility_sheets

ROWS, DPI, SEED = 40, 200, 600_001
#: Two by two: clean from the feeder, and copied first.
DAMAGES = (("scanner",), ("photocopy", "scanner"))


@dataclass(frozen=True)
class Sample:
    """A page and the PDF that holds it."""

    case: Case
    path: Path


def samples(faces: Sequence[Face], folder: Path, count: int) -> list[Sample]:
    """``count`` pages of the bench's layouts that hold 40 rows, print and handwriting in turn, as PDF files
    in ``folder``. The same arguments give the same pages."""
    folder.mkdir(parents=True, exist_ok=True)
    roomy = [layout for layout in layouts("bench") if layout.capacity >= ROWS]
    styles = {style: [face for face in faces if face.style == style] for style in ("print", "hand")}
    found: list[Sample] = []
    for number, (city, sheet) in enumerate(_full_sheets(count)):
        own = styles["hand" if number % 2 else "print"]
        layout = roomy[number // 2 % len(roomy)]
        first = number // 2 % len(own)
        key = f"speed {SEED} {number}"
        page = render(layout, sheet, (*own[first:], *own[:first]), key, DPI)
        page = damage(page, DAMAGES[number // 2 % len(DAMAGES)], key, "bench")
        path = folder / f"{number:02}.pdf"
        write_whole(path, scanfile.pdf([page.image], DPI))
        found.append(Sample(Case(page, layout, city), path))
    return found


def _full_sheets(count: int) -> list[tuple[City, Sheet]]:
    found: list[tuple[City, Sheet]] = []
    number = 0
    while len(found) < count:
        city = make_city(SEED + number)
        rng = random.Random(f"speed {SEED} {number}")
        for facility in city.facilities:
            sheets = facility_sheets(rng, facility, 2025, 5, "life", ROWS)
            found += [(city, sheet) for sheet in sheets if len(sheet.rows) == ROWS]
        number += 1
    return found[:count]
