"""The parallel run."""

import dataclasses
import io
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from scipy.stats import binom

from sekisho.books.bounds import sentence, upper_bound
from sekisho.books.changes import read_changes
from sekisho.books.compare import Comparison, compare
from sekisho.books.post import post
from sekisho.books.report import render, write_report
from sekisho.books.tests.make import BY_SHEET, ledger, row

PEOPLE = {
    "青葉保育園": ["山田花子", "髙橋恵", "佐藤翔", "鈴木<b>一"],
    "みどり保育所": ["渡邉健", "伊藤結", "加藤蓮"],
}
ROWS = [
    row("青葉保育園", "山田花子", number=1),
    row("青葉保育園", "高橋恵", number=2),
    row("みどり保育所", "渡邉健", number=3),
    dataclasses.replace(row("みどり保育所", "伊藤結", number=4), state="doubtful"),
    dataclasses.replace(row("みどり保育所", "", number=5), state="doubtful"),
]


@pytest.mark.parametrize(("errors", "cells"), [(0, 1284), (0, 1), (3, 500), (10, 12)])
def test_the_bound_is_the_rate_at_which_so_few_errors_have_a_chance_of_5_percent(
    errors: int, cells: int
) -> None:
    assert binom.cdf(errors, cells, upper_bound(errors, cells)) == pytest.approx(0.05, abs=1e-9)


def test_sentences() -> None:
    assert sentence(0, 1284) == "1,284 セル中 0 件の相違。誤り率は 95 % の確かさで 0.24 % 以下。"
    assert sentence(2, 2) == "2 セル中 2 件の相違。誤り率は 95 % の確かさで 100.00 % 以下。"
    assert sentence(0, 0) == "比べるセルがありませんでした。"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """One value differs, one is the hand's only, one the machine's only, two were left to a person."""
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    post(ROWS, path, BY_SHEET, tmp_path / "machine.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet, cell, value in [
        ("青葉保育園", "D5", 1),
        ("青葉保育園", "D6", "休"),
        ("青葉保育園", "D8", 1),
        ("みどり保育所", "D6", 1),
        ("みどり保育所", "D7", 1),
    ]:
        book[sheet][cell] = value
    book.save(tmp_path / "hand.xlsx")
    picture = io.BytesIO()
    Image.new("L", (8, 8), 255).save(picture, "PNG")
    (tmp_path / "crops").mkdir()
    (tmp_path / "crops" / "五月-p1-r2.png").write_bytes(picture.getvalue())
    (tmp_path / "crops" / "五月-p1-r3.png").write_bytes(b"not a picture")
    return tmp_path


def compared(run: Path) -> Comparison:
    return compare(run / "hand.xlsx", run / "machine.xlsx", read_changes(run / "machine.changes.csv"))


def test_each_difference_has_its_kind_and_source(run: Path) -> None:
    found = compared(run)
    assert [(one.kind, one.sheet, one.cell, one.hand, one.machine) for one in found.differences] == [
        ("different", "青葉保育園", "D6", "休", "1"),
        ("hand", "青葉保育園", "D8", "1", ""),
        ("machine", "みどり保育所", "D5", "", "1"),
        ("left", "みどり保育所", "D6", "1", ""),
        ("left", "みどり保育所", "D7", "1", ""),
    ]
    assert [[source.crop for source in one.sources] for one in found.differences] == [
        ["五月-p1-r2.png"],
        [],
        ["五月-p1-r3.png"],
        ["五月-p1-r4.png"],
        ["五月-p1-r5.png"],
    ]
    assert (found.cells, found.agreements) == (4, 1)
    assert found.sheets == {"青葉保育園": (3, 2), "みどり保育所": (1, 1)}


def test_without_a_report_the_marks_are_counted(run: Path) -> None:
    found = compare(run / "hand.xlsx", run / "machine.xlsx", rows=ROWS)
    assert found.cells == 6 and len(found.errors) == 5 and "「1」" in found.basis
    assert found.differences[0].sources[0].name == "高橋恵"


def test_equal_ledgers_agree(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    post(ROWS, path, BY_SHEET, tmp_path / "machine.xlsx")
    found = compare(
        tmp_path / "machine.xlsx", tmp_path / "machine.xlsx", read_changes(tmp_path / "machine.changes.csv")
    )
    assert (found.cells, found.differences) == (3, [])


class Outline(HTMLParser):
    """What an accessibility check looks at first."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def test_the_report_is_one_sound_file(run: Path) -> None:
    write_report(run / "report.html", compared(run), "手<作業>.xlsx", "machine.xlsx", run / "crops")
    text = (run / "report.html").read_text(encoding="utf-8")
    outline = Outline()
    outline.feed(text)
    assert outline.tags[0] == ("html", {"lang": "ja"})
    assert outline.count("h1") == 1 and outline.count("main") == 1
    assert outline.count("table") == outline.count("caption") == 3
    assert all("scope" in attributes for tag, attributes in outline.tags if tag == "th")
    images = [attributes for tag, attributes in outline.tags if tag == "img"]
    assert len(images) == 1 and images[0]["alt"] == "用紙から切り出した 高橋恵 さんの行"
    assert (images[0]["src"] or "").startswith("data:image/png;base64,")
    assert "手&lt;作業&gt;.xlsx" in text and "画像なし" in text
    assert "4 セル中 3 件の相違" in text and "人へ回したセルが 2 あります" in text
    assert not any(tag in ("script", "link", "iframe") for tag, _ in outline.tags)
    assert text == render(compared(run), "手<作業>.xlsx", "machine.xlsx", run / "crops")
