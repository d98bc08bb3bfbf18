"""The pictures of the clerk's guides to the stool tests (docs/guide/pictures/stool-*.png), of the demo city's month in a real
browser: ``python tools/guide_pictures.py``. Some minutes; look at them before you keep them.
"""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from sekisho.affairs.stool_tests.asking import question
from sekisho.affairs.stool_tests.doubts import NAME
from sekisho.paper.synth.city import make_city
from sekisho.paper.synth.fontbook import DEMO
from sekisho.paper.synth.layouts import layout_named
from sekisho.paper.synth.month import LAYOUT
from sekisho.paper.synth.page import render
from sekisho.paper.synth.scanfile import tiff
from sekisho.paper.synth.sheets import month_sheets
from sekisho.project.bench import stool_clerk
from sekisho.project.bench.stool_city import City, temporary_city

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "guide" / "pictures"
#: A column of the demo's form.
_RESULT = "サルモネラ"
#: Cells that ask the same, at least.
_SIDE_BY_SIDE = 2
_WINDOW, _WIDTH, _COLOURS = {"width": 1280, "height": 900}, 1000, 96


def keep(page: Page, name: str) -> None:
    """The window as it is, small enough for a repository."""
    page.mouse.move(0, 0)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = shot.resize((_WIDTH, round(shot.height * _WIDTH / shot.width)), Image.Resampling.LANCZOS)
    small.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        FOLDER / f"stool-{name}.png", optimize=True
    )


def of_nobody(city: City) -> Path:
    """A sheet of a nursery that the city doesn't have."""
    year, month = map(int, city.month.split("-"))
    sheet = month_sheets(make_city(8, 1, 12), year, month, "life", 40, 1)[0]
    faces = tuple(face for face in DEMO if face.style == "print")
    path = city.folder / "FAX_02.tif"
    path.write_bytes(tiff([render(layout_named(LAYOUT), sheet, faces, "guide", 200).image], 200))
    return path


def take(city: City, page: Page) -> None:
    """The month from the drop to the preview."""
    page.set_viewport_size(_WINDOW)
    stool_clerk.drop(page, city.month, [*(city.path(file) for file in city.scans), of_nobody(city)])
    page.get_by_text("個を送り終えました").wait_for()
    city.wait_until_read()
    page.goto(f"/stool_tests/intake/?month={city.month}")
    keep(page, "intake")
    page.get_by_role("link", name="どの園・どの月かを決める用紙").click()
    page.locator("img").first.wait_for()
    page.wait_for_load_state("networkidle")
    keep(page, "undecided")
    taken: set[str] = set()

    def seen() -> None:
        """A name in a row that says more than it, and some cells side by side."""
        asked, read = (page.locator(f"[data-cell] .{part}").inner_text() for part in ("question", "read"))
        name = "review" if asked == question(NAME) and _RESULT in read else ""
        if page.locator(".together:not([hidden]) li").count() >= _SIDE_BY_SIDE:
            name = "together"
        if name and name not in taken:
            taken.add(name)
            keep(page, name)

    stool_clerk.judge(page, city, seen)
    page.goto("/stool_tests/samples/")
    page.get_by_role("button", name="抜き取りを始める").click()
    page.wait_for_load_state("networkidle")
    keep(page, "sample")
    page.goto("/stool_tests/posting/")
    page.get_by_role("button", name="下見する").click()
    city.wait_until_read()
    page.reload()
    page.get_by_role("button", name="台帳に転記する").wait_for()
    page.wait_for_load_state("networkidle")
    keep(page, "preview")


def main() -> None:
    """A city in a temporary folder, removed afterwards."""
    with (
        temporary_city() as city,
        city.web() as address,
        stool_clerk.window(address) as page,
        city.workers(1),
    ):
        take(city, page)


if __name__ == "__main__":
    main()
