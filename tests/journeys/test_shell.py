"""The shell by keyboard and mouse, in a real browser and under the real content policy."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from tests.cast import Cast, actor
from tests.journeys.conftest import Sign


@pytest.fixture
def page(cast: Cast, sign: Sign) -> Page:
    """Alice at work, with three people on the rosters."""
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(
            Person(facility=place, name=name, kana=kana)
            for place, name, kana in (
                (cast.hill, "大空 花子", "おおぞら はなこ"),
                (cast.hill, "高橋 惠", "たかはし めぐみ"),
                (cast.brook, "川原 次郎", "かわはら じろう"),
            )
        )
    return sign(cast.alice).new_page()


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText.split('\\n')[0].split('\\t')[0]"))


def test_the_first_tab_leads_past_the_frame(page: Page) -> None:
    page.goto("/stool_tests/roster/")
    page.keyboard.press("Tab")
    assert _focused(page) == "本文へ進む"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_table_by_keyboard(page: Page) -> None:
    page.goto("/stool_tests/roster/?sort=name")
    page.locator("#roster tbody tr[tabindex='0']").focus()
    assert _focused(page) == "大空 花子"
    for key, name in (
        ("ArrowDown", "川原 次郎"),
        ("End", "高橋 惠"),
        ("ArrowDown", "高橋 惠"),
        ("Home", "大空 花子"),
    ):
        page.keyboard.press(key)
        assert _focused(page) == name
    page.keyboard.press("/")
    expect(page.locator("#filter")).to_be_focused()
    page.keyboard.type("たかはし")
    expect(page.locator("#roster tbody tr:visible")).to_have_count(1)
    expect(page.locator("[data-filter-box] output")).to_have_text("この画面の 1 行")


def test_enter_opens_the_row(page: Page) -> None:
    page.goto("/components/")
    page.locator("#people tbody tr[tabindex='0']").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#person$"))


def test_headings_sort_without_script(cast: Cast, page: Page, sign: Sign) -> None:
    plain = sign(cast.alice, java_script_enabled=False).new_page()
    plain.goto("/stool_tests/roster/")
    plain.get_by_role("link", name="氏名").click()
    expect(plain.locator("th[aria-sort=ascending]")).to_have_text(re.compile("氏名"))
    assert plain.locator("#roster tbody th").all_inner_texts() == ["大空 花子", "川原 次郎", "高橋 惠"]
    plain.get_by_role("link", name="キー操作の説明").click()
    expect(plain.get_by_role("heading", name="キー操作")).to_be_visible()


def test_the_question_mark_explains_the_keys(page: Page) -> None:
    page.goto("/")
    dialog = page.get_by_role("dialog", name="キー操作")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    # In a field it is a question mark like any other.
    page.locator("#find").focus()
    page.keyboard.type("?")
    expect(dialog).to_be_hidden()
    expect(page.locator("#find")).to_have_value("?")


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("?")
    page.get_by_label("一文字のキー操作").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="キー操作")).to_be_hidden()


def test_search_from_the_head_of_any_page(page: Page) -> None:
    page.goto("/components/")
    page.locator("#find").fill("高橋恵")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="受検者名簿")).to_be_visible()
    expect(page.locator(".hits li")).to_have_text(re.compile("高橋 惠"))
    assert "高橋" not in page.url


def test_progress_moves_by_itself_and_says_when_it_ends(page: Page) -> None:
    page.goto("/components/")
    state = page.locator("#job-live-state")
    expect(state).to_have_text("処理しています")
    expect(state).to_have_text("終わりました", timeout=40_000)
    assert page.locator("#jobs progress").first.get_attribute("value") == "100"


def test_a_date_is_said_in_full_while_it_is_typed(page: Page) -> None:
    page.goto("/components/")
    page.locator("#right_born").press_sequentially("H30.4.1")
    expect(page.locator("#right_born_wareki")).to_have_text("平成30年4月1日(日)")


def test_done_and_undone(page: Page) -> None:
    page.goto("/components/")
    page.get_by_role("button", name="1件を済みにする").click()
    toast = page.locator("#toasts [data-toast]")
    expect(toast).to_contain_text("1件を済みにしました。")
    page.get_by_role("button", name="元に戻す").click()
    expect(toast).to_contain_text("元に戻しました。")
    page.get_by_role("button", name="閉じる").first.click()
    expect(toast).to_have_count(0)


def test_files_by_keyboard_and_by_drag(page: Page, tmp_path: Path) -> None:
    sheet = tmp_path / "用紙.pdf"
    sheet.write_bytes(b"%PDF-1.7 " + b"x" * 3000)
    page.goto("/components/")
    page.locator("#upload-files").set_input_files(sheet)
    expect(page.locator("[data-drop-list]")).to_have_text("用紙.pdf（3 KB）")
    transfer = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['a'], '落とした.pdf')); return t }"
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": transfer})
    expect(page.locator("[data-drop-list]")).to_have_text("落とした.pdf（1 KB）")
    page.get_by_role("button", name="取り込む", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("1 個のファイルが届きました")


def test_errors_stand_by_their_fields(page: Page) -> None:
    page.goto("/components/form/")
    page.get_by_role("button", name="確かめる").click()
    expect(page.get_by_role("alert")).to_contain_text("直すところがあります")
    page.get_by_role("alert").get_by_role("link", name="生年月日").click()
    expect(page).to_have_url(re.compile(r"#id_born$"))
    expect(page.locator("#id_born")).to_have_attribute("aria-invalid", "true")


def test_nothing_moves_for_who_wants_it_still(cast: Cast, page: Page, sign: Sign) -> None:
    still = sign(cast.alice, reduced_motion="reduce").new_page()
    still.goto("/components/")
    moving = still.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 }).length"
    )
    assert moving == 0


def test_the_font_comes_in_few_slices(page: Page) -> None:
    slices: list[str] = []
    page.on("request", lambda request: slices.append(request.url) if "woff2" in request.url else None)
    page.goto("/")
    page.evaluate("document.fonts.ready")
    assert 0 < len(slices) <= 16
    assert page.evaluate("document.fonts.check('16px \"BIZ UDGothic\"', '関所')")
