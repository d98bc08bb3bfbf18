"""The public navigator on a phone: three languages, back and on, the list and its paper; with and without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from sekisho.project import postgres
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def outside(database: postgres.Server) -> Iterator[None]:
    """The program in the zone of the Internet."""
    with override_settings(SEKISHO_ZONE="internet"):
        yield


def _next(page: Page, words: str = "次へ") -> None:
    page.get_by_role("main").get_by_role("button", name=words, exact=True).last.click()


def test_a_family_finds_out_on_a_phone(outside: None, sign: Sign, tmp_path: Path) -> None:
    page = sign(None, viewport=PHONE, bypass_csp=True).new_page()
    page.goto("/bereavement/navigator/")
    found = hard_to_use(page)
    page.get_by_label("亡くなったのはいつですか。").fill("2099-01-01")
    _next(page)
    expect(page.get_by_role("alert")).to_contain_text("今日より後の日付です")
    found += hard_to_use(page)
    page.get_by_label("亡くなったのはいつですか。").fill("R8.11.1")
    _next(page)
    page.get_by_role("group", name="故人はどの医療保険に入っていましたか。").get_by_label(
        "国民健康保険"
    ).check()
    _next(page)
    expect(page.get_by_role("heading", name="質問 3")).to_be_visible()
    found += hard_to_use(page)
    page.get_by_role("button", name="前へ戻る").click()
    expect(
        page.get_by_role("group", name="故人はどの医療保険に入っていましたか。").get_by_label("国民健康保険")
    ).to_be_checked()
    page.get_by_role("button", name="ここまでの答えで結果を見る").click()
    expect(page.get_by_role("heading", name="国民健康保険 資格喪失届")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("令和8年11月16日(月)まで")
    for language, heading in (("English", "What you need to do"), ("やさしい日本語", "必要な 手続き")):
        page.get_by_role("button", name=language).click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        found += hard_to_use(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="PDFを 保存する").click()
    download.value.save_as(tmp_path / "list.pdf")
    with pikepdf.open(tmp_path / "list.pdf") as pdf:
        assert pdf.docinfo["/Title"] == "家族が なくなった 後の 手続き"
    assert found == [] and "?" not in page.url and page.context.cookies() == []


def test_the_browsers_back_shows_the_page_before(outside: None, sign: Sign) -> None:
    page = sign(None, viewport=PHONE).new_page()
    page.goto("/bereavement/navigator/")
    page.get_by_label("亡くなったのはいつですか。").fill("R8.11.1")
    _next(page)
    insured = page.get_by_role("group", name="故人はどの医療保険に入っていましたか。")
    insured.get_by_label("国民健康保険").check()
    _next(page)
    expect(page.get_by_role("heading", name="質問 3")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Staff sign-in")).to_be_visible()
    assert page.title().startswith("Procedures after a death")
    page.go_back()
    expect(page.get_by_role("heading", name="質問 3")).to_be_visible()
    page.go_back()
    expect(insured.get_by_label("国民健康保険")).to_be_checked()
    page.go_back()
    expect(page.get_by_label("亡くなったのはいつですか。")).to_have_value("R8.11.1")
    page.go_forward()
    expect(insured.get_by_label("国民健康保険")).to_be_checked()
    insured.get_by_label("分からない").check()
    _next(page)
    page.get_by_role("button", name="ここまでの答えで結果を見る").click()
    expect(page.get_by_role("heading", name="要る手続き")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="質問 3")).to_be_visible()
    # Loaded again, the page knows nothing any more.
    page.reload()
    expect(page.get_by_label("亡くなったのはいつですか。")).to_have_value("")
    with page.expect_event("load"):
        page.go_back()
    expect(page.get_by_label("亡くなったのはいつですか。")).to_have_value("")
    assert "?" not in page.url and page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_it_needs_no_script(outside: None, sign: Sign) -> None:
    page = sign(None, viewport=PHONE, java_script_enabled=False).new_page()
    page.goto("/bereavement/navigator/?language=en")
    page.get_by_label("When did the person die?").fill("2026-11-01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Step 2")).to_be_visible()
    page.get_by_role("button", name="See the result so far").click()
    expect(page.get_by_role("heading", name="Notification of death")).to_be_visible()
    page.get_by_role("button", name="More questions").click()
    expect(page.get_by_role("heading", name="Step 3")).to_be_visible()
