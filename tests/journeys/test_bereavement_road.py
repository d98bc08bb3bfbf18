"""The whole road of a bereavement case in three windows: the desk and two sections, from the call to the certificate of erasure."""

import datetime
import threading
from pathlib import Path

import pikepdf
import psycopg
import pytest
from django.db import connections
from playwright.sync_api import Locator, Page, expect

from sekisho.affairs.bereavement.demo import build_blanks
from sekisho.affairs.bereavement.papers import samples
from sekisho.affairs.bereavement.procedures import catalogue
from sekisho.affairs.bereavement.tests.desk import section_clerk, text_of
from sekisho.base import clock
from sekisho.base.wareki import format_date
from sekisho.gate.models import Certificate
from sekisho.gate.retention.purge import purge_due
from sekisho.people.models import Staff
from sekisho.residents.tests.people import Desk
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign


@pytest.fixture
def sections(office: Desk) -> tuple[Staff, Staff]:
    return section_clerk("kankyo", "環境課", "5001"), section_clerk("seikatsu", "生活支援課", "5002")


def _answer(page: Page, question: str, note: str = "") -> None:
    """A section answers its one inquiry."""
    page.goto("/")
    page.get_by_role("link", name="回答を待っている照会が 1 件").click()
    page.get_by_role("main").get_by_role("row").get_by_role("link").click()
    expect(page.get_by_text("高橋 太郎")).to_be_visible()
    page.get_by_label(question).select_option("はい")
    page.get_by_label("来庁までに伝えること").fill(note)
    page.get_by_role("button", name="回答する").click()
    expect(page.get_by_text("回答しました")).to_be_visible()


def _saved(page: Page, button: Locator, path: Path) -> Path:
    with page.expect_download() as download:
        button.click()
    download.value.save_as(path)
    return path


def _write(page: Page, procedure: str, outcome: str, owner: str = "", until: str = "") -> None:
    row = page.get_by_role("row", name=procedure).first
    row.get_by_label("の結果").select_option(outcome)
    row.get_by_label("はだれの番か").fill(owner)
    row.get_by_label("はいつまでに").fill(until)
    row.get_by_role("button", name="書く").click()


def _name_the_family(page: Page) -> None:
    """The widow is the first; the son, who hasn't come, is to represent the heirs."""
    row = page.get_by_role("row", name="介護保険料の還付").first
    expect(row).to_contain_text("だれができるか分かりません → 相続人代表はどなたですか")
    page.get_by_label("相続人の代表になる方はどなたですか。").select_option("ほかの方（下に書く）")
    page.get_by_label("ほかの方の氏名").fill("高橋 一")
    page.get_by_label("故人との関係").fill("子")
    page.get_by_role("button", name="役を書きとめる").click()
    expect(row).to_contain_text("できる方：高橋 一さん（相続人代表）")
    expect(row).to_contain_text("委任状か、その方の手続きが要ります")
    expect(page.get_by_label("相続人の代表になる方はどなたですか。")).to_have_count(0)
    page.get_by_role("link", name="高橋 一").click()
    page.get_by_label("住所（書式に使います）").fill("となり市2丁目")
    page.get_by_role("button", name="書きとめる").click()
    expect(page.get_by_text("だれができるかも、合わせて変わります")).to_be_visible()
    # Whatever is left to settle, it is the widow.
    while (left := page.locator("select[id^=role-]")).count():
        for one in left.all():
            one.select_option(label="髙橋花子（来た方）")
        page.get_by_role("button", name="役を書きとめる").click()
        expect(page.get_by_text("だれができるかが決まっています")).to_be_visible()


def test_call_sections_visit_receipt_follow_up_erasure(
    office: Desk, sections: tuple[Staff, Staff], sign: Sign, tmp_path: Path, superuser: psycopg.Connection
) -> None:
    build_blanks()
    page = sign(office.staff["desk"]).new_page()
    page.goto("/bereavement/calls/")
    page.get_by_label("亡くなった方の氏名").fill("高橋 太郎")
    page.get_by_label("生年月日").fill("昭和13年3月5日")
    page.get_by_label("亡くなった方の住所").fill("みほん市本町1丁目")
    page.get_by_label("お電話の方の氏名").fill("高橋 花子")
    page.get_by_role("button", name="書きとめて予約へ進む").click()
    page.get_by_role("link", name="120分").click()
    page.get_by_role("button", name="13:00").last.click()
    expect(page.get_by_text("120分　窓口 1")).to_be_visible()
    visit = page.url.split("?")[0]

    page.get_by_role("link", name="準備を開く").click()
    page.get_by_role("button", name="住民記録で確かめる").click()
    page.get_by_role("button", name="各課に照会する").click()
    expect(page.get_by_text("各課への照会（0 / ")).to_be_visible()
    dogs, welfare = (sign(one).new_page() for one in sections)
    _answer(dogs, "故人の名前で登録した犬はいますか。", "鑑札をお持ちください")
    _answer(welfare, "生活保護")
    expect(welfare.get_by_role("main")).not_to_contain_text("犬")
    page.reload()
    expect(page.get_by_text("各課への照会（2 / ")).to_be_visible()
    expect(page.get_by_role("row", name="犬の所有者変更").first).to_contain_text(
        "登録した犬の飼い主だった：はい"
    )
    expect(page.get_by_role("row", name="環境課").first).to_contain_text("鑑札をお持ちください")

    page.goto(visit)
    page.get_by_role("link", name="来庁を開く").click()
    page.get_by_label("来た方の氏名").fill("髙橋花子")
    page.get_by_label("来た方の生年月日").fill("S15.5.1")
    page.get_by_label("来た方の住所").fill("みほん市本町1丁目")
    page.get_by_label("本人が同意した").check()
    page.get_by_role("button", name="関係を確かめる").click()
    expect(page.get_by_text("住民記録（同意あり）")).to_be_visible()
    shut = dogs.goto("/bereavement/inquiries/12/")
    assert shut is not None and shut.status == 404, "the visit has begun: nobody looks any more"
    page.get_by_role("button", name="2階 生活支援課 へ案内する").click()
    expect(page.get_by_text("いまここ")).to_be_visible()
    _name_the_family(page)
    forms = page.get_by_role("button", name="書式をまとめて刷る")
    with pikepdf.open(_saved(page, forms, tmp_path / "forms.pdf")) as pdf:
        count = len(pdf.pages)
    said = text_of((tmp_path / "forms.pdf").read_bytes(), tmp_path)
    # The deceased's address on every form, the applicant's on each: the widow's, or the son's where he is the one who may.
    sons = said.count("となり市2丁目")
    assert (
        count >= 4
        and said.count("みほん市本町1丁目") == 2 * count - sons
        and sons == said.count("高橋一") > 0
    )
    _saved(page, page.get_by_role("link", name="引き継ぎ票"), tmp_path / "slips.pdf")
    day = clock.today() + datetime.timedelta(20)
    _write(page, "生活保護の変更", "handed", "生活支援課", f"{day.month}/{day.day}")
    expect(page.get_by_role("row", name="生活保護の変更").first.get_by_label("はだれの番か")).to_have_value(
        "生活支援課"
    )
    _write(page, "世帯主変更届", "pending", "ご遺族", f"{day.month}月{day.day}日")
    expect(page.get_by_role("row", name="世帯主変更届").first.get_by_label("の結果")).to_have_value("pending")
    receipt = _saved(page, page.get_by_role("link", name="手続きの控え"), tmp_path / "receipt.pdf")
    paper = text_of(receipt.read_bytes(), tmp_path)
    # A row may go on on the next page.
    assert (
        format_date(day) in paper
        and "高橋一様（相続人代表）。お越しでないので、" in paper
        and "委任状か" in paper
    )
    page.get_by_role("button", name="帰られた").click()
    expect(page.get_by_text("に帰られました")).to_be_visible()

    page.goto("/bereavement/follow-up/")
    expect(page.get_by_role("row", name="世帯主変更届").first).to_contain_text(format_date(day))
    # The many that are settled in the house, at once, as their counters say.
    superuser.execute(
        "UPDATE bereavement_step SET outcome = 'done', closed_on = CURRENT_DATE WHERE procedure <> 'K03' AND closed_on IS NULL"
    )
    page.reload()
    _write(page, "世帯主変更届", "done")
    expect(page.get_by_text("残っている手続きはありません")).to_be_visible()
    page.goto("/bereavement/measures/")
    expect(page.get_by_text("関係を確かめられた 1 組")).to_be_visible()

    for table, column in (
        ("step", "closed_on"),
        ("inquiry", "closed_on"),
        ("formprint", "printed_at"),
        ("person", "finished_on"),
        ("visit", "finished_on"),
    ):
        superuser.execute(f"UPDATE bereavement_{table} SET {column} = '2025-01-31'")  # type: ignore[arg-type]

    def night() -> None:
        purge_due(clock.today())
        connections.close_all()

    purge = threading.Thread(target=night)
    purge.start()
    purge.join()
    left = superuser.execute(
        "SELECT (SELECT count(*) FROM bereavement_visit), (SELECT count(*) FROM bereavement_inquiry),"
        " (SELECT count(*) FROM bereavement_person)"
    ).fetchone()
    assert left == (0, 0, 0) and Certificate.objects.count() == 1
    gone = page.goto(visit)
    assert gone is not None and gone.status == 404


def test_the_pages_of_the_road_are_easy_to_use(
    office: Desk, sections: tuple[Staff, Staff], sign: Sign
) -> None:
    """Those that the walk over all pages meets empty, or not at all: a board with answers, a visit under way, a draft of a form."""
    build_blanks()
    page = sign(office.staff["desk"], bypass_csp=True).new_page()
    page.goto("/bereavement/calls/")
    page.get_by_label("亡くなった方の氏名").fill("高橋 太郎")
    page.get_by_label("生年月日").fill("昭和13年3月5日")
    page.get_by_role("button", name="書きとめて予約へ進む").click()
    page.get_by_role("button", name="14:30").last.click()
    expect(page.get_by_text("予約：")).to_be_visible()
    visit, found = page.url, []
    page.get_by_role("link", name="準備を開く").click()
    page.get_by_role("button", name="住民記録で確かめる").click()
    page.get_by_role("button", name="各課に照会する").click()
    expect(page.get_by_text("照会しました")).to_be_visible()
    found += hard_to_use(page)
    page.get_by_role("row", name="水道局").get_by_role("link").click()
    expect(page.get_by_role("heading", name="水道局への照会")).to_be_visible()
    found += hard_to_use(page)
    section = sign(sections[0], bypass_csp=True).new_page()
    for address in ("/bereavement/inquiries/", "/bereavement/inquiries/12/"):
        section.goto(address)
        found += hard_to_use(section)
    page.goto(f"{visit}arrival/")
    page.get_by_label("来た方の氏名").fill("髙橋 次郎")
    page.get_by_label("戸籍の証明書").check()
    page.get_by_role("button", name="関係を確かめる").click()
    expect(page.get_by_text("書類を見た")).to_be_visible()
    found += hard_to_use(page)
    page.get_by_role("link", name="髙橋 次郎").click()
    found += hard_to_use(page)
    for address in (f"{visit}persons/new/", f"{visit}phone/", "/bereavement/board/", "/bereavement/follow-up/", "/bereavement/measures/", "/bereavement/blanks/"):  # fmt: skip
        page.goto(address)
        found += hard_to_use(page)
    page.get_by_role("link", name="第1版").first.click()
    one = catalogue().procedure("K03")
    assert one is not None
    page.set_input_files(
        "#file", {"name": "new.pdf", "mimeType": "application/pdf", "buffer": samples.blank(one)}
    )
    page.get_by_role("button", name="新しい版を入れる").click()
    page.get_by_label("置く欄").select_option("届け出る方の氏名")
    page.locator("input.sheet").click(position={"x": 300, "y": 820})
    expect(page.get_by_role("textbox", name="届け出る方の氏名の横")).to_have_value("79.4")
    page.get_by_label("何によって付けるか").select_option("加入していた医療保険")
    page.get_by_role("button", name="選ぶ").click()
    page.get_by_label("✓ を付けるのは、次のとき").select_option("国民健康保険")
    page.locator("input.sheet").click(position={"x": 300, "y": 700})
    expect(page.get_by_role("textbox", name="✓ 加入していた医療保険：国民健康保険の横")).to_have_value("77.2")
    # The other boxes of the same question are next.
    expect(page.get_by_label("✓ を付けるのは、次のとき")).to_be_visible()
    assert found + hard_to_use(page) == []
