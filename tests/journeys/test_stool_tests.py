"""The stool tests as their clerk lives them, in a real browser with a real worker beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sekisho.affairs.stool_tests.tests.sheets import move_in, scan_pdf
from tests.cast import Cast
from tests.journeys.conftest import Sign
from tests.journeys.worker import working


@pytest.fixture
def city(cast: Cast) -> Iterator[Cast]:
    """The little city with a worker that reads what comes in."""
    move_in(cast)
    with working():
        yield cast


def _drop(page: Page, files: dict[str, bytes], tmp_path: Path) -> None:
    """Choose these files on the page."""
    paths = []
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        paths.append(path)
    page.set_input_files("#files", paths)


def test_a_clerk_drops_a_file_and_judges_what_is_doubtful_by_key(
    city: Cast, sign: Sign, tmp_path: Path
) -> None:
    page = sign(city.alice).new_page()
    page.goto("/stool_tests/intake/?month=2025-05")
    expect(page.get_by_text("この月の用紙は、まだ届いていません。")).to_be_visible()
    _drop(page, {"5月_手書き.pdf": scan_pdf(0, 1, style="hand")}, tmp_path)
    expect(page.get_by_text("1 個を送り終えました。")).to_be_visible()
    expect(page.locator("[data-doubtful]")).to_have_text(re.compile("^[1-9]"))
    expect(page.get_by_text("読み取り済み")).to_be_visible()
    left = int(page.locator("[data-doubtful]").inner_text())
    page.get_by_role("link", name="確認を始める").click()
    expect(page.get_by_role("heading", name="読み取りの確認")).to_be_visible()
    for number in range(left, 0, -1):
        expect(page.locator("[data-left]")).to_have_text(str(number))
        expect(page.locator(".question")).to_be_visible()
        page.keyboard.press("1")
    expect(page.get_by_text("確認はすべて終わりました。")).to_be_visible()
