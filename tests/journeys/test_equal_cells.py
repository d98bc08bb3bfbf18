"""Cells that ask the same lie side by side in a real browser; one stroke settles them, one takes them back."""

import datetime

from playwright.sync_api import expect

from sekisho import gate
from sekisho.affairs.stool_tests.models import Form, Page, Person, Row, Scan
from sekisho.affairs.stool_tests.tests.sheets import MONTH
from sekisho.base import clock
from sekisho.gate.vault.fields import put_file
from sekisho.paper.synth.canvas import Canvas
from sekisho.paper.synth.fontbook import GOTHIC
from sekisho.paper.synth.scanfile import jpeg
from tests.cast import Cast, actor
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign

ROWS = 5


def _doubtful(cast: Cast) -> None:
    """A page on which five rows' dates are asked, each with a picture of its own."""
    form = Form.objects.create(name="用紙", content="", published_at=clock.now())
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        people = [Person.objects.create(facility=cast.hill, name=f"大空　花{n}") for n in "一二三四五"]
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        scan = Scan.objects.create(month=MONTH, name="5月.pdf", received_at=clock.now(), state=Scan.READ)
        page = Page(
            scan=scan, number=1, facility=cast.hill, month=MONTH, state=Page.READ, form=form, received_at=clock.now(),
            width=600, height=800,
        )  # fmt: skip
        canvas = Canvas((60, 6), 254)
        canvas.type(GOTHIC, "5/7", 40, 3, 4)
        picture = jpeg(canvas.image, 254)
        put_file(page, "strips", picture * ROWS)
        put_file(page, "image", picture)
        page.save()
        for number, person in enumerate(people, start=1):
            Row.objects.create(
                page=page, number=number, facility=cast.hill, month=MONTH, read_at=clock.now(), state=Row.DOUBTFUL,
                person=person, name=person.name, asked="date", doubts=[["date", "はっきり読めません"]], alike="date",
                tested_on=datetime.date(2025, 5, 1), candidates={"date": ["2025-05-07"]},
                strip=[(number - 1) * len(picture), len(picture), 600, 60], box=[20, 20 * number, 500, 18],
                cells={"date": [380, 0, 180, 60]}, reason="はっきり読めません",
            )  # fmt: skip


def test_one_stroke_settles_equal_cells_and_one_takes_them_back(cast: Cast, sign: Sign) -> None:
    _doubtful(cast)
    page = sign(cast.alice, bypass_csp=True).new_page()
    page.goto("/stool_tests/review/")
    together = page.get_by_role("region", name="同じ欄")
    expect(together.get_by_text("ほかに 4 行")).to_be_visible()
    expect(together.get_by_role("img")).to_have_count(ROWS - 1)
    assert hard_to_use(page) == []
    # Without «+» an answer is about one cell.
    page.keyboard.press("1")
    expect(page.locator("[data-left]")).to_have_text("4")
    expect(together.get_by_text("ほかに 3 行")).to_be_visible()
    page.keyboard.press("+")
    expect(together.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("1")
    expect(page.get_by_text("4 行をまとめて決めました")).to_be_visible()
    expect(page.locator("[data-left]")).to_have_text("0")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-left]")).to_have_text("4")
    expect(page.get_by_text("4 行を戻しました")).to_be_visible()
    expect(together.get_by_text("ほかに 3 行")).to_be_visible()
