"""A clerk of the demo city in a real browser: drops files, and judges what is doubtful by key, knowing what really stands there."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.affairs.stool_tests import asking
from sekisho.affairs.stool_tests.doubts import DATE, NAME, of_column
from sekisho.base.errors import UserError
from sekisho.base.kanji import plain
from sekisho.paper.synth.truth import RowTruth
from sekisho.project.bench.signed_in import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from sekisho.project.bench.stool_city import City

CHROMIUM = Path("/usr/bin/chromium")
#: Milliseconds between what the clerk sees and the key: three times as fast as a person is.
_PACE = 500
_READING = 120_000
#: Milliseconds from a key to the next crop on the screen. The frame in which the crop is drawn must have gone out: the next one begins.
_WATCH = """() => {
    window.took = [];
    let turn = 0;
    const place = document.querySelector("[data-cell]");
    const drawn = (crop) => crop && crop.getContext("2d").getImageData(0, 0, 1, 1).data[3] === 255;
    addEventListener("keydown", (event) => {
        const mine = ++turn, before = place.firstElementChild;
        const look = () => {
            const now = place.firstElementChild;
            if (mine !== turn) return;
            if (now && now !== before && drawn(now.querySelector("canvas.crop"))) {
                requestAnimationFrame(() => window.took.push(performance.now() - event.timeStamp));
            } else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }, true);
}"""
_DRAWN = """() => {
    const crop = document.querySelector("[data-cell] canvas.crop");
    return crop && crop.getContext("2d").getImageData(0, 0, 1, 1).data[3] === 255;
}"""
_ROWS = """
SELECT r.id, s.name, p.number, r.number FROM stool_tests_row r
JOIN stool_tests_page p ON p.id = r.page_id JOIN stool_tests_scan s ON s.id = p.scan_id
"""


@dataclass
class Judged:
    """What judging took. ``cells``: that the clerk looked at, those side by side among them; ``keys``: presses, two a kana where
    one was typed; ``milliseconds``: from a press to the next cell."""

    cells: int = 0
    keys: int = 0
    milliseconds: list[float] = field(default_factory=list)


@contextmanager
def window(address: str) -> "Iterator[Page]":
    """The clerk's browser, signed in."""
    from playwright.sync_api import sync_playwright

    from sekisho.people.models import Staff

    if not CHROMIUM.exists():
        raise UserError(f"Chromium（{CHROMIUM}）がありません。", "make system で入れてください。")
    cookies = signed_in(Staff.objects.get(number="1001")).cookies
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            context = browser.new_context(base_url=address, locale="ja-JP")
            context.set_default_timeout(_READING)
            context.add_cookies(
                [{"name": name, "value": one.value, "url": address} for name, one in cookies.items()]
            )
            yield context.new_page()
        finally:
            browser.close()


def drop(page: "Page", month: str, files: Sequence[Path]) -> float:
    """Drop files on the page where sheets come in; the moment (Unix time) at which they were dropped."""
    page.goto(f"/stool_tests/intake/?month={month}")
    moment = time.time()
    page.set_input_files("#files", files)
    return moment


def first_cell(page: "Page", month: str, files: Sequence[Path]) -> float:
    """Seconds from dropping files until the first doubtful cell is on the screen."""
    start = drop(page, month, files)
    page.get_by_role("link", name="確認を始める").click()
    page.wait_for_function(_DRAWN)
    return time.time() - start


def judge(page: "Page", city: "City", seen: Callable[[], None] = lambda: None) -> Judged:
    """Every doubtful cell of the month; ``seen`` is called at each before its key is pressed."""
    from sekisho.affairs.stool_tests.models import Person

    truth = _truth(city)
    kana = dict(Person.objects.using("owner").values_list("name", "kana"))
    found = Judged()
    page.goto("/stool_tests/review/")
    page.wait_for_function(_DRAWN)
    page.evaluate(_WATCH)
    while _there(page):
        page.wait_for_timeout(_PACE)
        seen()
        question = page.locator("[data-cell] .question").inner_text()
        rows = [
            _row_of(one)
            for one in page.locator("article[data-row], .together:not([hidden]) [data-row]").all()
        ]
        wanted = [_wanted(question, truth[row]) for row in rows]
        found.cells += len(rows)
        if len(rows) > 1 and len(set(wanted)) == 1:
            found.keys += _press(page, "+")
        elif len(rows) > 1:
            # They come one by one.
            found.cells -= len(rows) - 1
        found.keys += _answer(page, wanted[0], kana)
    found.milliseconds = page.evaluate("window.took")
    return found


def wrong_rows(city: "City") -> tuple[int, int]:
    """Of the rows that would be posted now: how many name another person or another day than the sheet, and how many they are."""
    truth = _truth(city)
    rows = city.asked("SELECT id, name, tested_on FROM stool_tests_row WHERE state IN ('accepted', 'judged')")
    wrong = 0
    for key, name, day in rows:
        row = truth[key]
        wrong += row is None or not row.on_roster or plain(row.name) != plain(name) or row.date != day
    return wrong, len(rows)


def _there(page: "Page") -> bool:
    """Whether there is another cell; waits for it."""
    cell, done = page.locator("[data-cell] article"), page.locator("[data-done]:not([hidden])")
    cell.or_(done).wait_for()
    return not done.is_visible()


def _row_of(shown: "Locator") -> int:
    return int(shown.get_attribute("data-row") or 0)


def _truth(city: "City") -> dict[int, RowTruth | None]:
    """What stands in each row as it was read, by its number in the database; None where nobody wrote."""
    written = {
        (file.name, number, row.row): row
        for file in city.scans
        for number, page in enumerate(file.pages, start=1)
        for row in (page.rows if page else ())
    }
    return {key: written.get((name, page, row)) for key, name, page, row in city.asked(_ROWS)}


def _wanted(question: str, row: RowTruth | None) -> tuple[str, str]:
    """What is right: what the candidate begins with, and what to type where it is none; or the key of an answer of its own."""
    if row is None or "struck" in row.flags:
        return "", "*"
    if question == asking.question(NAME):
        return (row.name, "") if row.on_roster else ("", "0")
    if question == asking.question(DATE):
        return f"{row.date.month}月{row.date.day}日", f"{row.date.month}/{row.date.day}"
    texts = {asking.question(of_column(cell.column)): cell.text for cell in row.cells}
    text = texts.get(question, "")
    return text or asking.BLANK, text


def _answer(page: "Page", wanted: tuple[str, str], kana: dict[str, str]) -> int:
    """Press what is right for the row; how many keys."""
    label, otherwise = wanted
    if not label:
        return _press(page, otherwise)
    chosen = _choose(page, label)
    if chosen:
        return chosen
    if otherwise:
        return _press(page, "/", *otherwise, "Enter")
    return _search(page, label, kana[label])


def _choose(page: "Page", label: str) -> int:
    """The digit of the candidate that begins so; 0 where there is none."""
    labels = page.locator("[data-found] button b").all_inner_texts()
    found = next((number for number, one in enumerate(labels, start=1) if one.startswith(label)), 0)
    return _press(page, str(found)) if found else 0


def _press(page: "Page", *keys: str) -> int:
    for key in keys:
        page.keyboard.press(key)
    return len(keys)


def _search(page: "Page", name: str, kana: str) -> int:
    """Somebody who is none of the candidates: their kana, until they stand first."""
    labels: list[str] = []
    for count, sign in enumerate(kana.replace("\u3000", "").replace(" ", ""), start=1):
        page.keyboard.insert_text(sign)
        page.wait_for_timeout(50)
        labels = page.locator("[data-found] button b").all_inner_texts()
        if labels and labels[0] == name:
            return 2 * count + _press(page, "Enter")
    raise RuntimeError(f"the roster's search did not find a name that is on it ({len(labels)} others)")
