"""Applications in a real browser: a file is handed in, a page looked at and put right, the table fetched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sekisho.affairs.admissions.actions.forms import publish_form
from sekisho.affairs.admissions.demo import FORM
from sekisho.affairs.admissions.tests.papers import family, form_text, pages_pdf
from tests.cast import Cast
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign
from tests.journeys.worker import working


@pytest.fixture
def city(cast: Cast) -> Iterator[Cast]:
    """The cast, a published form, a worker."""
    publish_form(FORM, form_text())
    with working():
        yield cast


def test_an_application_is_handed_in_looked_at_and_fetched(city: Cast, sign: Sign, tmp_path: Path) -> None:
    one, other = family("one"), family("other")
    file = tmp_path / "申込書.pdf"
    astray = type(one)(one.number, one.child, one.values | {"5/児童氏名": other.child})
    file.write_bytes(pages_pdf((one, (1, 2, 3, 4)), (astray, (5,)), (one, (6,)), (other, (1,))))
    page = sign(city.alice, bypass_csp=True).new_page()
    page.goto("/admissions/intake/")
    wrong = hard_to_use(page)
    page.set_input_files("#file", file)
    page.get_by_role("button", name="受け取って読む").click()
    page.get_by_role("link", name="結果を見る").click(timeout=120_000)
    expect(page.get_by_text("どの申込みか分からない")).to_be_visible()
    wrong += hard_to_use(page)
    # The page that bears another child's name is given to its family by a person.
    page.get_by_role("link", name="どの申込みかを決める").click()
    wrong += hard_to_use(page)
    page.get_by_label("申込み", exact=True).select_option(
        label=f"{one.number} {one.child.replace(chr(0x3000), '')}"
    )
    page.get_by_role("button", name="この申込みのページにする").click()
    expect(page.get_by_text("5 ページ目にしました")).to_be_visible()
    page.goto("/admissions/")
    expect(page.get_by_text("6 ページ目「児童の健康と同意」がありません。").first).to_be_visible()
    wrong += hard_to_use(page)
    page.get_by_role("link", name=one.number).click()
    expect(page.get_by_role("img", name="住所の画像")).to_be_visible()
    wrong += hard_to_use(page)
    # By keys: into a box, put right, Enter confirms its page.
    page.get_by_label("住所", exact=True).fill("みほん市本町1丁目1番1号")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 ページ目を確かめました。")).to_be_visible()
    expect(page.get_by_label("住所", exact=True)).to_have_value("みほん市本町1丁目1番1号")
    for number in range(2, 6):
        page.get_by_role("button", name=f"{number} ページ目を確かめた").click()
        # By its number: the message of the page before says the same.
        expect(page.get_by_text(f"{number} ページ目を確かめました。")).to_be_visible()
    page.get_by_role("button", name="6 ページ目を確かめた").click()
    expect(page.get_by_text("すべてのページを確かめました")).to_be_visible()
    page.goto("/admissions/delivery/")
    wrong += hard_to_use(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="CSV（UTF-8）").click()
    assert "みほん市本町1丁目1番1号" in Path(fetched.value.path()).read_text("utf-8-sig")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="選んだ申込みを渡し終えた").click()
    expect(page.get_by_text("1 件を渡し終えました")).to_be_visible()
    assert wrong == []
