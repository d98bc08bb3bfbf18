"""A form is taught in a real browser: a border dragged with the mouse, one moved by keys, tried, published, read with."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sekisho.affairs.stool_tests.models import Form
from sekisho.affairs.stool_tests.tests.sheets import blank_pdf, move_in, scan_pdf
from sekisho.paper.formfile import parse_form
from tests.cast import Cast
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign
from tests.journeys.worker import working


@pytest.fixture
def city(cast: Cast) -> Iterator[Cast]:
    """The little city, whose form nobody has taught yet, with a worker."""
    move_in(cast)
    Form.objects.update(retired_at="2025-04-01T00:00:00Z")
    with working():
        yield cast


def _teach(page: Page, folder: Path) -> None:
    """Hand the blank sheet in and wait for its regions."""
    sample = folder / "見本.pdf"
    sample.write_bytes(blank_pdf())
    page.goto("/stool_tests/forms/")
    page.get_by_label("様式の名前").fill("結果報告書")
    page.set_input_files("#sample", sample)
    page.get_by_role("button", name="見本を入れて調べる").click()
    page.get_by_role("link", name="結果を見る").click()
    expect(page.locator("a.region.column").first).to_be_visible()


def _saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text("保存しました")


def _drag(page: Page, what: Locator, right: float, down: float) -> None:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 30)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    page.mouse.up()


def test_a_form_is_taught_tried_and_read_with(city: Cast, sign: Sign, tmp_path: Path) -> None:
    page = sign(city.alice, bypass_csp=True).new_page()
    _teach(page, tmp_path)
    wrong = hard_to_use(page)
    # With the mouse: the right border of the column of names; its neighbour keeps touching it.
    name = page.locator("a.region.column", has_text="氏名").first
    key = name.get_attribute("id") or ""
    name.click()
    right = page.locator(f"#{key}-right")
    before = float(right.input_value())
    _drag(page, page.locator(f"[id='{key}-grip-right']"), 30, 0)
    _saved(page)
    moved = float(right.input_value())
    assert moved > before + 2
    after = page.locator(f"#{key[:-1]}{int(key[-1]) + 1}-left")
    assert float(after.input_value()) == moved
    # By keys: the same border back to where it was, without a mouse from the region on.
    name = page.locator(f"[id='{key}']")
    name.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(f"[id='{key}-grip-right']")).to_be_focused()
    for _ in range(round((moved - before) / 0.5)):
        page.keyboard.press("ArrowLeft")
    expect(right).to_have_value(
        re.compile(f"^{before:.0f}|^{before - 0.5:.1f}|^{before + 0.5:.1f}|^{before}")
    )
    _saved(page)
    expect(page.locator(f"[id='{key}-grip-right']")).to_be_focused()
    # A name is typed, and what the program was unsure of is ticked off.
    page.locator(f"#{key}-name").fill("受検者")
    page.keyboard.press("Tab")
    expect(page.locator(f"[id='{key}']")).to_contain_text("受検者")
    # A field that overlaps is told beside it, and goes again.
    page.get_by_role("button", name="欄を加える").click()
    field = page.locator("a.region.field", has_text="欄1")
    expect(field).to_be_visible()
    place = field.get_attribute("id")
    _drag(page, field, 0, 300)
    expect(page.locator(f"[data-panel={place}]").get_by_text("重なっています").first).to_be_visible()
    wrong += hard_to_use(page)
    page.locator(f"[data-panel={place}]").get_by_role("button", name="この欄を消す").click()
    expect(field).to_have_count(0)
    # Tried on a filled sheet.
    page.get_by_role("link", name="試し読みへ進む").click()
    filled = tmp_path / "5月.pdf"
    filled.write_bytes(scan_pdf(0))
    page.set_input_files("#trial", filled)
    page.get_by_role("button", name="入れて試しに読む").click()
    page.get_by_role("link", name="結果を見る").click()
    expect(page.get_by_role("img", name="受検者の画像").first).to_be_visible()
    wrong += hard_to_use(page)
    # Published, and read with.
    page.get_by_role("link", name="公開へ進む").click()
    page.get_by_role("button", name="この様式を公開する").click()
    expect(page.get_by_text("「結果報告書 第1版」を公開しました")).to_be_visible()
    form = Form.objects.get(name="結果報告書")
    column = next(
        one for one in parse_form(form.content, "x").pages[0].tables[0].columns if one.kind == "name"
    )
    assert column.name == "受検者" and abs(column.right - before) <= 0.5
    wrong += hard_to_use(page)
    page.get_by_role("link", name="第1版").first.click()
    wrong += hard_to_use(page)
    page.goto("/stool_tests/intake/?month=2025-05")
    page.set_input_files("#files", filled)
    expect(page.get_by_text("読み取り済み")).to_be_visible()
    expect(page.locator(".figures").get_by_text("1／1 枚")).to_be_visible()
    assert wrong == []


def test_without_script_regions_are_mended_by_numbers(city: Cast, sign: Sign, tmp_path: Path) -> None:
    _teach(sign(city.alice).new_page(), tmp_path)
    page = sign(city.alice, java_script_enabled=False).new_page()
    page.goto("/stool_tests/forms/drafts/1/")
    page.locator("[data-panel] summary").first.click()
    panel = page.locator("[data-panel]").first
    key = panel.get_attribute("data-panel")
    page.locator(f"#{key}-name").fill("あて先の園")
    panel.get_by_role("button", name="この内容で保存する").click()
    expect(page.locator(f"[data-panel={key}] summary")).to_contain_text("あて先の園")


def test_a_finger_moves_a_border_and_keys_move_a_row(city: Cast, sign: Sign, tmp_path: Path) -> None:
    _teach(sign(city.alice).new_page(), tmp_path)
    page = sign(city.alice, has_touch=True, viewport={"width": 360, "height": 800}).new_page()
    page.goto("/stool_tests/forms/drafts/1/")
    page.get_by_role("button", name="大きく").tap()
    field = page.locator("a.region.field").first
    key = field.get_attribute("id")
    field.scroll_into_view_if_needed()
    field.tap()
    left = page.locator(f"#{key}-left")
    before = float(left.input_value())
    grip = page.locator(f"[id='{key}-grip-left']")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    for kind, moved in (("touchStart", 0), ("touchMove", -8), ("touchMove", -16), ("touchEnd", None)):
        points = [] if moved is None else [{"x": x + moved, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    _saved(page)
    assert float(left.input_value()) < before - 1
    # A row's border by keys: only that one moves, and the table is saved with it.
    table = page.locator("a.region.table").first
    key = table.get_attribute("id")
    edges = page.locator(f"#{key}-edges")
    old = edges.input_value().split()
    table.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(f"[id='{key}-grip-1']")).to_be_focused()
    # Both steps are saved together, a moment after the last.
    with page.expect_response(re.compile("/change/")):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
    # The script writes 62, the server 62.0.
    moved = re.escape(f"{float(old[1]) + 1:.1f}".removesuffix(".0"))
    expect(page.locator(f"[id='{key}-grip-1']")).to_have_attribute(
        "aria-valuenow", re.compile(rf"^{moved}(\.0)?$")
    )
    _saved(page)
    page.reload()
    new = page.locator(f"#{key}-edges").input_value().split()
    assert (float(new[1]), new[0], new[2:]) == (round(float(old[1]) + 1, 1), old[0], old[2:])
