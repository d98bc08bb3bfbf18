"""A change of the catalogue in the browser: tried on the made-up families, checked, decided by a second person."""

import datetime

import pytest
from playwright.sync_api import expect

from sekisho.base import clock
from sekisho.people.models import Office, Staff
from sekisho.residents.tests.people import Desk
from tests.cast import hire
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign


@pytest.fixture
def chief(office: Desk) -> Staff:
    return hire("3009", "柿本 かなえ", "section_chief", Office.objects.get(code="goizoku"))


def test_a_change_is_tried_checked_and_decided(office: Desk, chief: Staff, sign: Sign) -> None:
    page = sign(office.staff["desk"], bypass_csp=True).new_page()
    page.goto("/bereavement/catalogue/")
    page.get_by_label("何を変えるか").fill("葬祭費の条件")
    page.get_by_role("button", name="下書きを作る").click()
    expect(page.get_by_text("結果の変わる試しの家族はありません")).to_be_visible()
    draft = page.url
    page.get_by_role("link", name="H03", exact=True).click()
    condition = page.get_by_label("要る条件")
    condition.fill('d.inz in ("nhi", "latter_elderly") and d.funeral_held')
    page.get_by_role("button", name="家族で試す").click()
    expect(page.get_by_role("alert")).to_contain_text("「d.ins」ではありませんか")
    condition.fill('d.ins in ("nhi", "latter_elderly") and d.funeral_held')
    page.get_by_role("button", name="家族で試す").click()
    expect(page.locator("#tried")).to_contain_text("9 の家族のうち、3 の家族の結果が変わります")
    expect(page.locator("#tried")).to_contain_text("国保 葬祭費：要らない → 要る")
    found = hard_to_use(page)
    page.get_by_role("button", name="書く", exact=True).click()
    expect(page.get_by_role("heading", name="変わる家族（3 / 9）")).to_be_visible()
    found += hard_to_use(page)
    page.get_by_role("link", name="要確認（64）").click()
    page.get_by_label("K03 を何で確かめたか").fill("住民係に確認")
    page.get_by_role("row", name="K03").get_by_role("button", name="確かめた").click()
    expect(page.get_by_role("heading", name="要確認の手続き（63）")).to_be_visible()
    found += hard_to_use(page)
    page.goto(f"{draft}families/")
    found += hard_to_use(page)
    page.goto(draft)
    page.get_by_role("link", name="質問", exact=True).click()
    found += hard_to_use(page)
    page.get_by_role("link", name="d.dog").click()
    page.get_by_label("質問の文").fill("故人の名前で登録した犬か猫はいますか。")
    found += hard_to_use(page)
    page.get_by_role("button", name="書く", exact=True).click()
    expect(page.get_by_role("row", name="d.dog")).to_contain_text("犬か猫")
    page.goto(draft)
    page.get_by_role("button", name="確かめに回す").click()
    expect(page.get_by_text("確かめに回しました。")).to_be_visible()

    other = sign(chief, bypass_csp=True).new_page()
    other.goto("/bereavement/catalogue/waiting/")
    other.get_by_role("link", name="葬祭費の条件").click()
    expect(other.get_by_role("heading", name="変わる家族（3 / 9）")).to_be_visible()
    found += hard_to_use(other)
    other.get_by_label("使い始める日").fill((clock.today() + datetime.timedelta(days=30)).isoformat())
    other.get_by_role("button", name="この日から使う").click()
    expect(other.get_by_text("決定しました")).to_be_visible()
    expect(other.get_by_text("柿本 かなえ が")).to_be_visible()
    assert found == []
