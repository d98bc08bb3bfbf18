"""The bereavement desk in a browser: call, booking, preparation, visit, receipt, follow-up; and who gets guidance only."""

from pathlib import Path

import pikepdf
from playwright.sync_api import Page, expect

from sekisho.residents.tests.people import Desk
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign


def _call(page: Page) -> None:
    """A call is taken, though half of it is unknown, and the last slot on the board is booked."""
    page.goto("/")
    page.get_by_role("link", name="電話を受ける").first.click()
    expect(page.get_by_text("このたびはお悔やみ申し上げます")).to_be_visible()
    page.get_by_label("亡くなった方の氏名").fill("高橋 太郎")
    page.get_by_label("生年月日").fill("昭和13年3月5日")
    page.get_by_label("お電話の方の氏名").fill("高橋 花子")
    page.get_by_role("button", name="書きとめて予約へ進む").click()
    expect(page.get_by_text("住民記録：見ません")).to_be_visible()
    page.get_by_role("button", name="14:30").last.click()
    expect(page.get_by_text("予約：")).to_be_visible()


def _come(page: Page, name: str, birth: str) -> None:
    page.get_by_role("link", name="来庁を開く").click()
    page.get_by_label("来た方の氏名").fill(name)
    page.get_by_label("来た方の生年月日").fill(birth)
    page.get_by_label("本人が同意した").check()
    page.get_by_role("button", name="関係を確かめる").click()


def _saved(page: Page, link: str, path: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    download.value.save_as(path)
    return path


def test_from_the_call_to_the_last_procedure(office: Desk, sign: Sign, tmp_path: Path) -> None:
    page = sign(office.staff["desk"]).new_page()
    _call(page)
    visit = page.url
    page.get_by_role("link", name="準備を開く").click()
    page.get_by_role("button", name="住民記録で確かめる").click()
    expect(page.get_by_text("住民記録の故人の事実を取り込みました")).to_be_visible()
    page.get_by_label("故人はどの年金を受けていましたか。").select_option("国民年金（基礎年金）だけ")
    page.get_by_label("故人は市内に土地か家屋をお持ちでしたか。").select_option("いいえ")
    page.get_by_role("button", name="答えを書きとめる").click()
    expect(page.get_by_role("row", name="未支給年金の請求")).to_contain_text(
        "受けていた年金：国民年金（基礎年金）だけ"
    )
    page.goto(visit)
    _come(page, "髙橋花子", "S15.5.1")
    expect(page.get_by_text("住民記録（同意あり）")).to_be_visible()
    with pikepdf.open(_saved(page, "手続きの道順（PDF）", tmp_path / "route.pdf")) as pdf:
        assert len(pdf.pages) >= 1 and pdf.docinfo["/Title"] == "手続きの道順"
    row = page.get_by_role("row", name="未支給年金の請求")
    row.get_by_label("未支給年金の請求の結果").select_option("後日")
    row.get_by_label("未支給年金の請求はだれの番か").fill("ご遺族")
    row.get_by_role("button", name="書く").click()
    expect(
        page.get_by_role("row", name="未支給年金の請求").get_by_label("未支給年金の請求の結果")
    ).to_have_value("pending")
    written = page.get_by_text("書きました：後日")
    expect(written).to_be_in_viewport()
    expect(page.get_by_role("row", name="未支給年金の請求")).to_be_focused()
    row.get_by_label("未支給年金の請求はいつまでに").fill("H30.1.1")
    row.get_by_role("button", name="書く").click()
    expect(page.get_by_text("過ぎた日です")).to_be_in_viewport()
    expect(row.get_by_label("未支給年金の請求はだれの番か")).to_have_value("ご遺族")
    assert hard_to_use(page) == []
    page.goto(f"{visit}arrival/")
    _saved(page, "手続きの控え（PDF）", tmp_path / "receipt.pdf")
    page.get_by_role("button", name="帰られた").click()
    page.get_by_role("link", name="終わっていない手続き").first.click()
    row = page.get_by_role("row", name="未支給年金の請求")
    row.get_by_label("未支給年金の請求の結果").select_option("済み")
    row.get_by_role("button", name="書く").click()
    expect(page.get_by_role("row", name="未支給年金の請求")).to_have_count(0)
    expect(page.get_by_role("main")).not_to_contain_text("高橋")


def test_a_stranger_gets_the_leaflet_on_a_small_screen(office: Desk, sign: Sign, tmp_path: Path) -> None:
    page = sign(office.staff["desk"], viewport={"width": 360, "height": 740}).new_page()
    _call(page)
    _come(page, "見知 らぬ", "S50.1.1")
    expect(page.get_by_text("一般の案内だけを渡してください")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("高橋")
    with pikepdf.open(_saved(page, "一般の案内（PDF）", tmp_path / "leaflet.pdf")) as pdf:
        assert "高橋" not in str(dict(pdf.docinfo))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_pages_of_a_visit_are_easy_to_use(office: Desk, sign: Sign) -> None:
    """Those that the walk over all pages meets in another state: guidance only, the visit under way, residents found."""
    page = sign(office.staff["desk"], bypass_csp=True).new_page()
    _call(page)
    _come(page, "見知 らぬ", "S50.1.1")
    expect(page.get_by_text("一般の案内だけを渡してください")).to_be_visible()
    found = hard_to_use(page)
    page.get_by_label("来た方の氏名").fill("髙橋 次郎")
    page.get_by_label("戸籍の証明書").check()
    page.get_by_role("button", name="関係を確かめる").click()
    expect(page.get_by_text("書類を見た")).to_be_visible()
    found += hard_to_use(page)
    page.goto("/bereavement/follow-up/")
    found += hard_to_use(page)
    counter = sign(office.staff["counter"], bypass_csp=True).new_page()
    counter.goto("/residents/")
    counter.get_by_role("main").get_by_label("氏名").fill("高橋")
    counter.get_by_role("main").get_by_role("button", name="探す").click()
    expect(counter.get_by_role("row", name="髙橋　花子")).to_be_visible()
    assert found + hard_to_use(counter) == []
