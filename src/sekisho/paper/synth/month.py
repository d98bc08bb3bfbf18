"""A month of scans as they lie in the folder of an office: several files, in no order, and the truth."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sekisho.base.files import csv_bytes
from sekisho.paper.synth import scanfile
from sekisho.paper.synth.city import City
from sekisho.paper.synth.damage import damage, recipe
from sekisho.paper.synth.fontbook import DEMO
from sekisho.paper.synth.layout import Layout
from sekisho.paper.synth.layouts import layout_named
from sekisho.paper.synth.page import render
from sekisho.paper.synth.sheets import Mix, Sheet, month_sheets
from sekisho.paper.synth.truth import Gray, Page, PageTruth

#: The form of the demo's laboratory, and the form that gets among its sheets.
LAYOUT, OTHER = "calibrate-report", "other-meals"
TRUTH_HEADER = ("facility", "name", "date", "source", "page", "row", "flags", "on_roster")
#: Share of the sheets that are filled in by hand.
BY_HAND = 0.4
#: At most this many pages in a file: a feeder's load.
LOAD = 12

Kind = Literal["photo", "fax", "duplex", "bits", "gray"]


@dataclass(frozen=True)
class ScanFile:
    """A file of the month: its name, its bytes, and the truth of its pages (None: a back, another form)."""

    name: str
    data: bytes
    pages: tuple[PageTruth | None, ...]

    def without_data(self) -> "ScanFile":
        """The same without its bytes, once they are written."""
        return replace(self, data=b"")


def month_scans(
    city: City, year: int, month: int, mix: Mix, seed: int, on_page: Callable[[], object] = lambda: None
) -> Iterator[ScanFile]:
    """The files of a month, one after the other; ``on_page`` is called after each sheet."""
    layout = layout_named(LAYOUT)
    rng = random.Random(f"month {city.seed} {seed} {year}-{month} {mix}")
    sheets = month_sheets(city, year, month, mix, layout.capacity, seed)
    rng.shuffle(sheets)
    for number, (kind, name, load) in enumerate(_files(len(sheets))):
        mine, sheets = sheets[:load], sheets[load:]
        yield _file(rng, f"{seed} {number}", kind, name, layout, mine, on_page)


def file_names(city: City, year: int, month: int, mix: Mix, seed: int) -> dict[str, int]:
    """Names of the files that ``month_scans`` will make, with the number of sheets in each."""
    sheets = month_sheets(city, year, month, mix, layout_named(LAYOUT).capacity, seed)
    return {name: load for _, name, load in _files(len(sheets))}


def truth_csv(files: list[ScanFile]) -> bytes:
    """TRUTH.csv: every row with ink of every sheet, in the order of the files."""
    lines = []
    for file in files:
        for number, page in enumerate(file.pages, start=1):
            for row in page.rows if page else ():
                on_roster = "1" if row.on_roster else "0"
                place = [file.name, str(number), str(row.row)]
                known = [page.facility if page else "", row.name, row.date.isoformat()]
                lines.append([*known, *place, " ".join(row.flags), on_roster])
    return csv_bytes(TRUTH_HEADER, lines)


def _files(sheets: int) -> list[tuple[Kind, str, int]]:
    """(kind, name, number of sheets) of the files that hold ``sheets`` sheets in all."""
    left = sheets
    plan: list[tuple[Kind, str, int]] = []

    def take(kind: Kind, name: str, count: int) -> None:
        nonlocal left
        count = min(count, left)
        if count:
            plan.append((kind, name, count))
            left -= count

    for number in range(1, 1 + sheets // 15):
        take("photo", f"写真_{number:02}.jpg", 1)
    take("fax", "FAX_01.tif", min(LOAD, sheets // 8))
    take("duplex", "両面_01.pdf", min(LOAD, sheets // 7))
    take("bits", "白黒_01.pdf", min(LOAD, sheets // 6))
    number = 0
    while left:
        number += 1
        take("gray", f"スキャン_{number:02}.pdf", LOAD)
    return plan


def _file(
    rng: random.Random,
    seed: str,
    kind: Kind,
    name: str,
    layout: Layout,
    sheets: list[Sheet],
    on_page: Callable[[], object],
) -> ScanFile:
    images: list[Gray] = []
    truths: list[PageTruth | None] = []
    dpi = {"photo": 200, "fax": 200, "bits": 300}.get(kind) or rng.choice((200, 200, 300))
    for number, sheet in enumerate(sheets):
        page = _damaged(_filled(rng, layout, sheet, f"{seed} {number}", dpi), kind, f"{seed} {number}")
        images.append(page.image)
        truths.append(page.truth)
        if kind == "duplex":
            images.append(scanfile.blank_back(rng, page.image, dpi))
            truths.append(None)
        on_page()
    if kind == "duplex":  # a page of another form has got among them
        sheet = replace(sheets[0], rows=sheets[0].rows[:20])
        images.append(_filled(rng, layout_named(OTHER), sheet, f"{seed} other", dpi).image)
        truths.append(None)
    if kind == "photo":
        data = scanfile.jpeg(images[0], dpi)
    elif kind == "fax":
        data = scanfile.tiff(images, dpi)
    else:
        data = scanfile.pdf(images, dpi, "bits" if kind == "bits" else "gray")
    return ScanFile(name, data, tuple(truths))


def _filled(rng: random.Random, layout: Layout, sheet: Sheet, seed: str, dpi: float) -> Page:
    style = "hand" if rng.random() < BY_HAND else "print"
    faces = [face for face in DEMO if face.style == style]
    rng.shuffle(faces)
    pens = tuple(face for face in DEMO if face.style == "hand")
    return render(layout, sheet, tuple(faces), seed, dpi, pens=pens)


def _damaged(page: Page, kind: Kind, seed: str) -> Page:
    """What befalls a page on its way into a file of this kind."""
    fixed: dict[Kind, tuple[str, ...]] = {
        "photo": ("photo",),
        "fax": ("fax",),
        "bits": ("photocopy",),
        "duplex": ("punch", "scanner"),
    }
    names = fixed.get(kind)
    if names is None:
        names = tuple(name for name in recipe(seed, "calibrate") if name not in ("photo", "fax"))
    return damage(page, names, seed, "calibrate")
