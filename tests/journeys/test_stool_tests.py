"""The stool tests as their clerk lives them, in a real browser with a real worker beside it."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from sekisho import gate
from sekisho.affairs.stool_tests.actions.ledgers import keep_ledger, set_rule
from sekisho.affairs.stool_tests.demo import RULE
from sekisho.affairs.stool_tests.models import Person
from sekisho.affairs.stool_tests.tests.sheets import drop, little, move_in, scan_pdf
from sekisho.books.rule_file import rule_from_text
from sekisho.project.demo_ledger import write_ledger
from tests.cast import Cast, actor
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign
from tests.journeys.worker import working

#: Milliseconds: a busy machine reads a page in ten seconds, and the worker starts first.
READING = 120_000


@pytest.fixture
def city(cast: Cast) -> Iterator[Cast]:
    """The little city with a worker that reads what comes in."""
    move_in(cast)
    with working():
        yield cast


@pytest.fixture
def strangers(city: Cast) -> None:
    """The first three of each nursery left long ago: their rows are nobody's of the roster, however well they are read."""
    names = [person.name for one in little().city.facilities for person in one.people[:3]]
    with gate.enter(actor(city.alice), "stool_tests.roster_upkeep"):
        Person.objects.filter(name__in=names).update(left_on=datetime.date(2024, 3, 31))


def _files(files: dict[str, bytes], folder: Path) -> list[Path]:
    """The files on this disk."""
    paths = []
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        paths.append(path)
    return paths


def _intake(page: Page) -> None:
    page.goto("/stool_tests/intake/?month=2025-05")


def _judge_all(page: Page) -> int:
    """Answer every cell with its first candidate; returns how many there were."""
    cells = 0
    done = page.locator("[data-done]:not([hidden])")
    while True:
        expect(page.locator(".question").or_(done)).to_be_visible()
        if done.is_visible():
            return cells
        page.keyboard.press("1")
        cells += 1
        assert cells < 200


def test_a_clerk_drops_a_file_and_judges_what_is_doubtful_by_key(
    city: Cast, strangers: None, sign: Sign, tmp_path: Path
) -> None:
    page = sign(city.alice).new_page()
    _intake(page)
    expect(page.get_by_text("この月の用紙は、まだ届いていません。")).to_be_visible()
    page.set_input_files("#files", _files({"5月_手書き.pdf": scan_pdf(0, 1)}, tmp_path))
    expect(page.get_by_text("1 個を送り終えました。")).to_be_visible()
    expect(page.locator("[data-doubtful]")).to_have_text(re.compile("^[1-9]"), timeout=READING)
    expect(page.get_by_text("読み取り済み")).to_be_visible(timeout=READING)
    # Leaving and coming back loses nothing.
    page.goto("/")
    _intake(page)
    page.get_by_role("link", name="確認を始める").click()
    expect(page.get_by_role("heading", name="読み取りの確認")).to_be_visible()
    assert _judge_all(page) > 0
    _intake(page)
    expect(page.locator("[data-doubtful]")).to_have_text("0")


def test_a_folder_with_good_and_bad_files_is_taken_whole(city: Cast, sign: Sign, tmp_path: Path) -> None:
    page = sign(city.alice).new_page()
    _intake(page)
    good = scan_pdf(0)
    _files(
        {
            "一階/a.pdf": good,
            "一階/同じもの.pdf": good,
            "一階/切れた.pdf": good[:5000],
            "一階/メモ.txt": b"x",
        },
        tmp_path,
    )
    page.set_input_files("#folder", tmp_path)
    expect(page.get_by_text("用紙ではないので送らなかったもの 1 個")).to_be_visible()
    expect(page.locator("[data-list]").get_by_text("同じファイルを")).to_be_visible()
    expect(page.get_by_role("heading", name="受け取れなかったファイル（1 個）")).to_be_visible(
        timeout=READING
    )
    expect(page.locator("#now").get_by_text("途中で切れているか壊れていて")).to_be_visible()
    expect(page.get_by_text("読み取り済み")).to_be_visible(timeout=READING)


def test_a_file_that_is_cut_off_on_the_way_is_sent_again(city: Cast, sign: Sign, tmp_path: Path) -> None:
    page = sign(city.alice).new_page()
    _intake(page)
    cut = []

    def cut_once(route: object) -> None:
        if cut:
            route.continue_()  # type: ignore[attr-defined]
        else:
            cut.append(1)
            route.abort("connectionreset")  # type: ignore[attr-defined]

    page.route("**/intake/files/**", cut_once)
    page.set_input_files("#files", _files({"a.pdf": scan_pdf(0)}, tmp_path))
    expect(page.get_by_text("つながるのを待って、送り直します。")).to_be_visible()
    expect(page.get_by_text("1 個を送り終えました。")).to_be_visible()
    expect(page.locator("#now").get_by_text("a.pdf")).to_be_visible()


def test_two_clerks_share_what_is_doubtful_and_answers_can_be_taken_back(
    city: Cast, strangers: None, sign: Sign
) -> None:
    drop(city, "5月.pdf", scan_pdf(0, 1))
    alice, bob = sign(city.alice).new_page(), sign(city.bob).new_page()
    _intake(alice)
    expect(alice.get_by_text("読み取り済み")).to_be_visible(timeout=READING)
    expect(alice.locator("[data-doubtful]")).to_have_text(re.compile("^[1-9]"), timeout=READING)
    alice.goto("/stool_tests/review/")
    expect(alice.locator(".question")).to_be_visible()
    hers = alice.locator(".place").inner_text()
    bob.goto("/stool_tests/review/")
    expect(bob.locator(".question").or_(bob.locator("[data-others]:not([hidden])"))).to_be_visible()
    if bob.locator(".question").is_visible():
        assert bob.locator(".place").inner_text() != hers
    # Back: the same cell again, with what was decided undone.
    left = alice.locator("[data-left]").inner_text()
    alice.keyboard.press("-")
    expect(alice.locator("[data-left]")).not_to_have_text(left)
    alice.keyboard.press("ArrowLeft")
    expect(alice.locator(".place")).to_have_text(hers)
    expect(alice.locator("[data-left]")).to_have_text(left)
    # Back to what was only put off: nothing is undone by that.
    alice.keyboard.press("-")
    expect(alice.locator("[data-left]")).not_to_have_text(left)
    fewer, off = alice.locator("[data-left]").inner_text(), alice.locator(".place").inner_text()
    alice.keyboard.press("ArrowRight")
    expect(alice.locator(".place")).not_to_have_text(off)
    alice.keyboard.press("ArrowLeft")
    expect(alice.locator(".place")).to_have_text(off)
    expect(alice.locator("[data-left]")).to_have_text(fewer)


def test_somebody_is_found_by_typing_kana_and_the_page_fits_a_phone(
    city: Cast, strangers: None, sign: Sign
) -> None:
    drop(city, "5月.pdf", scan_pdf(0, 1))
    page = sign(city.alice, bypass_csp=True).new_page()
    _intake(page)
    expect(page.locator("[data-doubtful]")).to_have_text(re.compile("^[1-9]"), timeout=READING)
    wrong = []
    for address in (
        "/stool_tests/intake/?month=2025-05",
        "/stool_tests/intake/files/1/",
        "/stool_tests/review/",
    ):
        page.goto(address)
        if "review" in address:
            expect(page.locator(".question")).to_be_visible()
        wrong += hard_to_use(page)
    assert wrong == []
    page.set_viewport_size({"width": 1280, "height": 800})
    while page.locator(".question").inner_text() != "どなたの欄ですか":
        before = page.locator(".place").inner_text() + page.locator(".question").inner_text()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "before => document.querySelector('.place').innerText + document.querySelector('.question').innerText !== before",
            arg=before,
        )
    name, kana = (
        page.locator("[data-found] b").first.inner_text(),
        page.locator("[data-found] .small").first.inner_text(),
    )
    page.keyboard.type(kana.split("　")[0][:3])
    expect(page.locator("[data-found] li.at b")).to_be_visible()
    expect(page.locator("[data-found]").get_by_text(name)).to_be_visible()
    left = page.locator("[data-left]").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("[data-left]")).not_to_have_text(left)


def test_a_month_from_the_sheets_to_the_ledger(city: Cast, sign: Sign, tmp_path: Path) -> None:
    people = [(one.name, [person.name for person in one.people]) for one in little().city.facilities]
    write_ledger(tmp_path / "検便台帳.xlsx", people, 2025)
    clerk = actor(city.alice)
    with gate.enter(clerk, "stool_tests.posting"):
        kept = keep_ledger(2025, "検便台帳.xlsx", (tmp_path / "検便台帳.xlsx").read_bytes(), city.alice.pk)
        set_rule(kept, rule_from_text(RULE, "test"), "")
    page = sign(city.alice).new_page()
    _intake(page)
    page.set_input_files("#files", _files({"5月.pdf": scan_pdf(0, 1)}, tmp_path))
    expect(page.get_by_text("読み取り済み")).to_be_visible(timeout=READING)
    if page.locator("[data-doubtful]").inner_text() != "0":
        page.get_by_role("link", name="確認を始める").click()
        _judge_all(page)
    _intake(page)
    page.get_by_role("link", name="台帳に転記", exact=True).click()
    page.get_by_role("button", name="下見する").click()
    _reload_until(page, page.get_by_role("button", name=re.compile("行を台帳に転記する")))
    page.get_by_role("button", name=re.compile("行を台帳に転記する")).click()
    _reload_until(page, page.get_by_role("link", name="転記の結果を開く"))
    page.get_by_role("link", name="転記の結果を開く").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="転記した台帳を取り出す").click()
    download.value.save_as(tmp_path / "posted.xlsx")
    posted = openpyxl.load_workbook(tmp_path / "posted.xlsx")
    for sheet in little().sheets[:2]:
        tested = {one.name for one in sheet.rows if one.person and not one.positive}
        rows = [
            row for row in posted[sheet.facility].iter_rows(min_row=6, values_only=True) if row[1] in tested
        ]
        # May is the second month of the fiscal year, from column D on.
        assert rows and [row[4] for row in rows] == [1] * len(rows)


def _reload_until(page: Page, wanted: Locator) -> None:
    for _ in range(240):
        try:
            wanted.wait_for(timeout=1000)
        except TimeoutError:
            page.reload()
        else:
            return
    raise AssertionError("it never came")
