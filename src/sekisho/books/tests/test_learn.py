"""Learning a rule from cells filled in by hand."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from sekisho.base.errors import UserError
from sekisho.base.rows import Row
from sekisho.books.learn import learn
from sekisho.books.rule import Rule, ValueRule, Where
from sekisho.books.tests.make import BY_SHEET, MAY, ONE, ledger, row

PEOPLE = {
    "青葉保育園": ["山田　花子", "髙橋　恵", "佐藤　翔", "鈴木　一"],
    "みどり保育所": ["山田　花子", "渡邉　健", "伊藤　結", "加藤　蓮"],
    "ひばり園": ["中村　葵", "小林　凛", "佐藤　翔", "吉田　湊"],
}
ROWS = [
    row(
        facility,
        name.replace("　", ""),
        MAY + datetime.timedelta(number),
        number + 1,
        result="陰性",
        count=str(number),
    )
    for facility, names in PEOPLE.items()
    for number, name in enumerate(names)
]


def filled(before: Path, cells: Mapping[tuple[str, str], Any]) -> Path:
    """The ledger as saved by another program after a clerk filled in cells."""
    book = openpyxl.load_workbook(before)
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    after = before.with_name("after.xlsx")
    book.save(after)
    return after


def test_a_sheet_a_facility(tmp_path: Path) -> None:
    before = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    after = filled(before, {("青葉保育園", "D5"): 1, ("青葉保育園", "D7"): 1, ("ひばり園", "D6"): 1})
    learned = learn(before, after, ROWS)
    assert learned.rule == BY_SHEET
    assert (learned.examples, learned.found, learned.rows) == (3, 12, 12)
    assert learned.sentence == (
        "施設の名前のシートで、B列に氏名のある行と4行目にその月のある列が交わるセルに、数「1」を書きます。"
    )
    # All examples are of one month, so «always column D» fits too, and the next month would tell.
    assert [rival.rule.column for rival in learned.rivals] == ["D"]
    assert "6 月分" in learned.rivals[0].decide


def test_two_months_leave_no_rival(tmp_path: Path) -> None:
    before = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    rows = [*ROWS, row("みどり保育所", "渡邉健", datetime.date(2025, 6, 3))]
    after = filled(before, {("青葉保育園", "D5"): 1, ("青葉保育園", "D7"): 1, ("みどり保育所", "E6"): 1})
    learned = learn(before, after, rows)
    assert learned.rule == BY_SHEET and not learned.rivals


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        (["○", "○", "○"], ValueRule("text", "○")),
        (["5/12", "5/14", "5/13"], ValueRule("text", "{月}/{日}")),
        (["R7.5.12", "R7.5.14", "R7.5.13"], ValueRule("text", "R{年}.{月}.{日}")),
        (
            [datetime.date(2025, 5, 12), datetime.date(2025, 5, 14), datetime.date(2025, 5, 13)],
            ValueRule("date"),
        ),
        ([12, 14, 13], ValueRule("number", "{日}")),
        ([0, 2, 1], ValueRule("field", "count")),
        (["陰性", "陰性", "陰性"], ValueRule("text", "陰性")),
    ],
)
def test_values(tmp_path: Path, values: list[Any], rule: ValueRule) -> None:
    before = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    cells = dict(zip([("青葉保育園", "D5"), ("青葉保育園", "D7"), ("ひばり園", "D6")], values, strict=True))
    assert learn(before, filled(before, cells), ROWS).rule.value == rule


def long_ledger(path: Path, styled: bool) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("全施設")
    look = book.add_format({"bold": True}) if styled else None
    sheet.write(0, 0, "令和7年度")
    top = 2
    for facility, names in PEOPLE.items():
        sheet.write(top, 0, f"施設名：{facility}", look)
        sheet.write_row(top + 1, 0, ["番号", "氏名", "4月", "5月", "6月"])
        for number, name in enumerate(names):
            sheet.write_row(top + 2 + number, 0, [number + 1, name])
        top += 3 + len(names)
    book.close()
    return path


@pytest.mark.parametrize("styled", [True, False])
def test_one_sheet_with_blocks(tmp_path: Path, styled: bool) -> None:
    before = long_ledger(tmp_path / "台帳.xlsx", styled)
    after = filled(before, {("全施設", "D5"): 1, ("全施設", "D12"): 1, ("全施設", "D19"): 1})
    learned = learn(before, after, ROWS)
    assert learned.rule.facility == Where("block", "A") and learned.rule.sheet == "全施設"
    assert learned.found == 12


def test_a_sheet_a_month(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "台帳.xlsx"))
    for month in (4, 5, 6):
        sheet = book.add_worksheet(f"{month}月")
        sheet.write(0, 0, "令和7年度")
        sheet.write_row(1, 0, ["施設", "氏名", "提出"])
        lines = [(facility, name) for facility, names in PEOPLE.items() for name in names]
        for number, (facility, name) in enumerate(lines, start=2):
            sheet.write_row(number, 0, [facility, name])
    book.close()
    rows = [*ROWS, row("ひばり園", "吉田湊", datetime.date(2025, 6, 20))]
    before = tmp_path / "台帳.xlsx"
    after = filled(before, {("5月", "C3"): "○", ("5月", "C8"): "○", ("6月", "C14"): "○"})
    learned = learn(before, after, rows)
    assert learned.rule == Rule(
        Where("column", "A"), Where("column", "B"), Where("sheet"), ValueRule("text", "○"), column="C"
    )
    assert not learned.rivals


def test_offsets_from_merged_headers(tmp_path: Path) -> None:
    """Two columns a month («検体», «結果») and the mark in the second."""
    book = xlsxwriter.Workbook(str(tmp_path / "台帳.xlsx"))
    for facility, names in PEOPLE.items():
        sheet = book.add_worksheet(facility)
        sheet.write(0, 0, "令和7年度")
        for number, month in enumerate((4, 5, 6)):
            sheet.merge_range(2, 2 + 2 * number, 2, 3 + 2 * number, f"{month}月")
            sheet.write_row(3, 2 + 2 * number, ["検体", "結果"])
        sheet.write_column(4, 1, names)
    book.close()
    before = tmp_path / "台帳.xlsx"
    after = filled(before, {("青葉保育園", "F5"): 1, ("青葉保育園", "F6"): 1, ("みどり保育所", "F6"): 1})
    learned = learn(before, after, ROWS)
    assert learned.rule == Rule(Where("sheet"), Where("column", "B"), Where("row", row=3), ONE, right=1)


def test_too_few_examples(tmp_path: Path) -> None:
    before = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    after = filled(before, {("青葉保育園", "D5"): 1, ("青葉保育園", "D7"): 1})
    with pytest.raises(UserError, match="2 個しか見つかりません"):
        learn(before, after, ROWS)


def test_nobody_of_the_rows(tmp_path: Path) -> None:
    before = ledger(tmp_path / "台帳.xlsx", {**PEOPLE, "あかね園": ["木村　陸"]})
    after = filled(before, {("青葉保育園", "D5"): 1, ("青葉保育園", "D7"): 1, ("あかね園", "D5"): 1})
    with pytest.raises(UserError, match=r"「あかね園」の D5 の行にも列にも.*氏名が見つかりません"):
        learn(before, after, ROWS)


def test_nothing_fits(tmp_path: Path) -> None:
    before = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    after = filled(before, {("青葉保育園", "D5"): 1, ("青葉保育園", "E6"): "x", ("ひばり園", "H7"): 3})
    with pytest.raises(UserError, match="決まりが見つかりません"):
        learn(before, after, ROWS)


def test_the_one_example_that_stands_apart_is_named(tmp_path: Path) -> None:
    before = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    cells = {
        ("青葉保育園", "D5"): 1,
        ("青葉保育園", "D7"): 1,
        ("ひばり園", "D6"): 1,
        ("みどり保育所", "F6"): 1,
    }
    with pytest.raises(UserError, match="「みどり保育所」の F6 だけが、ほかの記入と合いません"):
        learn(before, filled(before, cells), ROWS)


def test_the_example_rows_may_be_doubtful(tmp_path: Path) -> None:
    before = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    doubtful = [Row(**{**vars(one), "state": "doubtful"}) for one in ROWS]
    after = filled(before, {("青葉保育園", "D5"): 1, ("青葉保育園", "D7"): 1, ("ひばり園", "D6"): 1})
    assert learn(before, after, doubtful).rule == BY_SHEET
