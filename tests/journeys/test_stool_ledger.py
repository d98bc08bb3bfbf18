"""What a clerk does once the sheets are read, in a real browser; ledgers reopened by LibreOffice."""

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from sekisho import gate
from sekisho.affairs.stool_tests.models import Ledger, Row
from sekisho.affairs.stool_tests.tests.ledgers import bring, compare, look, post
from sekisho.affairs.stool_tests.tests.months import (
    PEOPLE,
    RULE_TEXT,
    ledger_bytes,
    read_month,
    row,
    settle_people,
    sheet,
)
from tests.cast import Cast, actor, signed_in
from tests.jobs import work_off
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign


@pytest.fixture
def page(cast: Cast, sign: Sign) -> Page:
    """Alice at work."""
    return sign(cast.alice).new_page()


def _bring_ledger(page: Page, folder: Path, data: bytes) -> None:
    path, rule = folder / "検便台帳.xlsx", folder / "決まり.toml"
    path.write_bytes(data)
    rule.write_text(RULE_TEXT, encoding="utf-8")
    page.goto("/stool_tests/ledgers/")
    page.get_by_label("年度", exact=True).select_option("2026")
    page.get_by_label("Excel の台帳").set_input_files(path)
    page.get_by_role("button", name="取り込む", exact=True).click()
    page.get_by_text("決まりのファイル（.toml）を入れる").click()
    page.get_by_label("決まりのファイル", exact=True).set_input_files(rule)
    page.get_by_role("button", name="決まりを入れる").click()
    expect(page.locator("#toasts")).to_contain_text("転記の決まりを入れました")


def reopened(path: Path) -> Path:
    """The ledger as LibreOffice loads, calculates and saves it."""
    program = shutil.which("soffice")
    assert program, "LibreOffice がありません。apt-get install libreoffice-calc で入れてください。"
    out = path.parent / "reopened"
    command = [
        program,
        f"-env:UserInstallation=file://{path.parent}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=120)
    return out / f"{path.stem}.xlsx"


def test_a_month_into_the_ledger_and_out_of_it_again(cast: Cast, page: Page, tmp_path: Path) -> None:
    read_month(cast)
    _bring_ledger(page, tmp_path, ledger_bytes((("小川保育園", "中村 葵", 10),)))
    page.goto("/stool_tests/posting/")
    page.get_by_role("button", name="下見する").click()
    work_off()
    page.reload()
    expect(page.locator("#plan tbody tr")).to_have_count(6)
    page.keyboard.press("/")
    page.keyboard.type("川原")
    expect(page.locator("#plan tbody tr:visible")).to_have_count(1)
    page.get_by_role("button", name="6 行を台帳に転記する").click()
    work_off()
    page.reload()
    page.get_by_role("link", name="転記の結果を開く").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="転記した台帳を取り出す").click()
    assert "_第2版_S" in download.value.suggested_filename
    posted = tmp_path / "posted.xlsx"
    download.value.save_as(posted)
    sheets = openpyxl.load_workbook(reopened(posted), data_only=True)
    assert [sheets["小川保育園"][f"J{row}"].value for row in (6, 7, 8, 9)] == [1, 1, 1, 3]
    assert [sheets["集計"][f"H{row}"].value for row in (4, 5)] == [4, 3], "October of both nurseries"
    page.get_by_text("この転記を取り消す").click()
    page.get_by_role("button", name="転記を取り消す").click()
    work_off()
    page.reload()
    expect(page.get_by_text("この転記は取り消しました")).to_be_visible()


def test_somebody_new_and_a_letter_about_who_is_missing(cast: Cast, page: Page) -> None:
    people = settle_people(cast)
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        hill = sheet(cast.hill)
        row(hill, 1, people["大空 花子"])
        row(hill, 2, None, name="新井 五郎", state=Row.UNLISTED)
    page.goto("/stool_tests/")
    cell = page.get_by_role("row", name="丘の上保育園").get_by_role("link", name="確認待ち")
    expect(cell).to_have_text(re.compile("1"))
    page.get_by_role("link", name="名簿にない方").click()
    page.get_by_label("ふりがな").fill("あらい ごろう")
    page.get_by_role("button", name="丘の上保育園の名簿に加える").click()
    expect(page.locator("#toasts")).to_contain_text("新井 五郎 さんを名簿に加えました")
    page.goto("/stool_tests/")
    page.get_by_role("row", name="丘の上保育園").get_by_role("link", name="読取済").click()
    expect(page.get_by_role("heading", name="丘の上保育園　3 人／5 人")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="提出のお願いの手紙を作る").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.reload()
    expect(page.get_by_text(re.compile(r"丘の上保育園（3 人）\s*S\d+-\d\d"))).to_be_visible()


def test_a_parallel_run_is_judged_beside_the_pictures(cast: Cast, page: Page, tmp_path: Path) -> None:
    read_month(cast)
    _bring_ledger(page, tmp_path, ledger_bytes())
    page.goto("/stool_tests/posting/")
    page.get_by_role("button", name="下見する").click()
    work_off()
    page.reload()
    page.get_by_role("button", name="7 行を台帳に転記する").click()
    work_off()
    hand = tmp_path / "手入力.xlsx"
    hand.write_bytes(ledger_bytes(tuple(("丘の上保育園", name, 10) for name in PEOPLE["hill"])))
    page.goto("/stool_tests/parallel/")
    page.get_by_label("手で入力した台帳").set_input_files(hand)
    page.get_by_label("手入力にかかった時間").fill("60")
    page.get_by_role("button", name="照らし合わせる").click()
    work_off()
    page.reload()
    expect(page.get_by_text("7 セル中 3 件の読み取りの誤り")).to_be_visible()
    for number in range(3):
        page.locator(".pairs li").nth(number).get_by_role("button", name="読み取りが正しい").click()
    expect(page.get_by_text("7 セル中 0 件の読み取りの誤り")).to_be_visible()
    expect(page.get_by_text("7 セル中 3 件の手入力の誤り")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="報告書").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_a_confirmed_posting_says_when_its_sheets_go(cast: Cast, page: Page, tmp_path: Path) -> None:
    read_month(cast)
    _bring_ledger(page, tmp_path, ledger_bytes())
    page.goto("/stool_tests/settings/")
    page.get_by_label("結果用紙の期限").fill("20")
    page.get_by_role("button", name="この内容にする").click()
    expect(page.locator("#toasts")).to_contain_text("設定を変えました")
    page.goto("/stool_tests/posting/")
    page.get_by_role("button", name="下見する").click()
    work_off()
    page.reload()
    page.get_by_role("button", name="7 行を台帳に転記する").click()
    work_off()
    page.reload()
    page.get_by_role("link", name="転記の結果を開く").click()
    page.get_by_role("button", name="転記を確かめた").click()
    expect(page.locator("#toasts")).to_contain_text("に消えます")
    page.get_by_role("link", name="用紙と読み取りの記録がいつ消えるか").click()
    page.get_by_role("link", name="返したことを記録する").click()
    page.get_by_role("button", name="記録する").click()
    expect(page.get_by_role("row", name="令和8年10月")).to_contain_text("に返しました")


def test_a_sample_is_looked_at_in_a_grid(cast: Cast, page: Page) -> None:
    read_month(cast)
    page.goto("/stool_tests/samples/")
    page.get_by_label("誤りが何 % 以下").select_option("0.05")
    page.get_by_role("button", name="抜き取りを始める").click()
    expect(page.locator(".crops li")).to_have_count(7)
    page.locator(".crops li", has_text="川原 次郎").get_by_role("checkbox").check()
    page.get_by_role("button", name="印のないものは正しい").click()
    expect(page.get_by_text("確定した 7 行をすべて見て、誤りは 1 行でした")).to_be_visible()
    page.goto("/stool_tests/review/")
    expect(page.get_by_text("抜き取りの確認で、誤りが見つかりました")).to_be_visible()


def test_pages_with_something_on_them_are_easy_to_use(cast: Cast, sign: Sign) -> None:
    people = read_month(cast)
    clerk = signed_in(cast.alice)
    bring(clerk, ledger_bytes(without="鈴木 一"))
    marks = (
        ("丘の上保育園", "大空 花子", 10),
        ("丘の上保育園", "佐藤 翔", 10),
        ("小川保育園", "渡邉 健", 10),
    )
    filled = ledger_bytes(marks, "鈴木 一")
    with gate.enter(actor(cast.alice), "stool_tests.posting"):
        ledger = Ledger.objects.get().pk
    example = SimpleUploadedFile("例.xlsx", filled)
    taught = clerk.post(f"/stool_tests/ledgers/{ledger}/example/", {"after": example})["Location"]
    preview = look(clerk)
    posting = post(clerk, preview)
    run = compare(clerk, filled, "60")
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        row(sheet(cast.hill, "あと.pdf"), 1, None, name="川原 次郎", state=Row.UNLISTED)
    sample = clerk.post("/stool_tests/samples/", {"month": "2026-10", "share": "0.05"})["Location"]
    key = people["佐藤 翔"].pk
    with gate.enter(actor(cast.alice), "stool_tests.sampling"):
        wrong = str(Row.objects.get(person=key).pk)
    clerk.post(f"{sample}look/", {"seen": [wrong], "wrong": [wrong]})
    clerk.post(f"{posting}confirm/")
    page = sign(cast.alice, bypass_csp=True).new_page()
    wrongs = []
    for address in (
        "/stool_tests/", "/stool_tests/missing/?month=2026-10", "/stool_tests/newcomers/", "/stool_tests/ledgers/", taught,
        "/stool_tests/posting/", preview, posting, "/stool_tests/parallel/", run, "/stool_tests/samples/", sample,
        "/stool_tests/erasure/", "/stool_tests/erasure/2026-10/originals/",
    ):  # fmt: skip
        page.goto(address)
        wrongs += hard_to_use(page)
    assert wrongs == []
