"""Posting into ledgers of real life."""

import dataclasses
import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from sekisho.base.errors import UserError
from sekisho.base.rows import Row
from sekisho.books.book import Book
from sekisho.books.post import PostResult, post
from sekisho.books.rule import Rule, ValueRule, Where
from sekisho.books.tests.make import BY_SHEET, MAY, ONE, changed_parts, ledger, parts, row, with_part

PEOPLE = {
    "青葉保育園": ["山田　花子", "髙橋　恵", "佐藤　翔"],
    "みどり保育所": ["山田　花子", "渡邉　健", "渡邊　健"],
}


def posted(tmp_path: Path, rows: list[Row], path: Path, rule: Rule = BY_SHEET) -> tuple[PostResult, Any]:
    result = post(rows, path, rule, tmp_path / "new.xlsx")
    return result, openpyxl.load_workbook(tmp_path / "new.xlsx")


def outcomes(result: PostResult) -> list[tuple[str, str]]:
    return [(change.outcome, change.reason) for change in result.changes if change.outcome != "file"]


def test_the_first_slice(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    rows = [row("青葉保育園", "高橋恵"), row("みどり保育所", "山田花子", datetime.date(2026, 3, 2), 2)]
    result, book = posted(tmp_path, rows, path)
    assert outcomes(result) == [("written", ""), ("written", "")]
    assert book["青葉保育園"]["D6"].value == 1 and book["みどり保育所"]["N5"].value == 1
    assert changed_parts(path, tmp_path / "new.xlsx") == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    }
    first = result.changes[0]
    assert (first.sheet, first.cell, first.before, first.after) == ("青葉保育園", "D6", "", "1")
    assert (first.source, first.page, first.row) == ("五月.pdf", 1, 1)


def test_twice_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    rows = [row("青葉保育園", "高橋恵"), row("青葉保育園", "佐藤翔")]
    post(rows, path, BY_SHEET, tmp_path / "a.xlsx")
    post(rows[::-1], path, BY_SHEET, tmp_path / "b.xlsx")
    again = post(rows, tmp_path / "a.xlsx", BY_SHEET, tmp_path / "c.xlsx")
    assert {(tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx", "c.xlsx")} == {
        (tmp_path / "a.xlsx").read_bytes()
    }
    assert outcomes(again) == [("already", "すでに同じ値が入っています。")] * 2


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    result = post([row("青葉保育園", "佐藤翔")], path, BY_SHEET, tmp_path / "new.xlsx", dry_run=True)
    assert result.count("written") == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["台帳.xlsx"]


def test_an_older_report_is_kept(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    post([row("青葉保育園", "佐藤翔")], path, BY_SHEET, path)
    second = post([row("青葉保育園", "佐藤翔")], path, BY_SHEET, path)
    assert (tmp_path / "台帳.changes.csv").read_text(encoding="utf-8-sig").count("written") == 1
    assert second.report == tmp_path / "台帳.changes-2.csv"


@pytest.mark.parametrize(
    ("line", "outcome", "reason"),
    [
        (row("青葉保育園", "山本太郎"), "missing", "氏名「山本太郎」が「青葉保育園」にありません。"),
        (
            row("みどり保育所", "渡辺健"),
            "conflict",
            "「みどり保育所」に字体だけが違う氏名の方が 2 人います。",
        ),
        (
            row("青葉保育園", "佐藤翔太"),
            "missing",
            "氏名「佐藤翔太」が「青葉保育園」にありません（近い名前：佐藤翔）。",
        ),
        (row("あかね園", "山田花子"), "missing", "施設「あかね園」のシートがありません。"),
        (row("", "山田花子"), "missing", "施設がありません。"),
        (row("青葉保育園", " "), "missing", "氏名がありません。"),
        (row("青葉保育園", "山田花子", None), "missing", "日付がありません。"),
        (
            row("青葉保育園", "山田花子", datetime.date(2026, 5, 12)),
            "missing",
            "2026年5月の欄がありません（台帳は 2025年5月です）。",
        ),
        (
            dataclasses.replace(row("青葉保育園", "山田花子"), state="doubtful"),
            "skipped",
            "確認待ちの行です。確認してから転記してください。",
        ),
    ],
)
def test_rows_without_a_cell_are_listed(tmp_path: Path, line: Row, outcome: str, reason: str) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    result = post([line], path, BY_SHEET, tmp_path / "new.xlsx")
    assert outcomes(result) == [(outcome, reason)]
    assert (tmp_path / "new.xlsx").read_bytes() == path.read_bytes()


def test_exact_writing_settles_variants(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    _, book = posted(tmp_path, [row("みどり保育所", "渡邊健")], path)
    assert book["みどり保育所"]["D7"].value == 1 and book["みどり保育所"]["D6"].value is None


def test_two_persons_of_one_name(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", {"青葉保育園": ["山田花子", "山田　花子"]})
    result, _ = posted(tmp_path, [row("青葉保育園", "山田花子")], path)
    assert outcomes(result) == [("conflict", "「青葉保育園」に同じ氏名の方が 2 人います。")]


def test_values_that_are_there_are_never_overwritten(tmp_path: Path) -> None:
    def finish(book: xlsxwriter.Workbook, sheets: Any) -> None:
        sheet = sheets["青葉保育園"]
        sheet.write(4, 3, "休")
        sheet.write_formula(5, 3, "=1", None, 1)
        sheet.write_string(6, 3, "１")
        sheet.write_array_formula("C8:N8", "{=C5:N5}")

    path = ledger(
        tmp_path / "台帳.xlsx", {"青葉保育園": ["甲野一", "乙野二", "丙野三", "丁野四", "戊野五"]}, finish
    )
    rows = [row("青葉保育園", name) for name in ("甲野一", "乙野二", "丙野三", "丁野四", "戊野五")]
    result, book = posted(tmp_path, rows, path)
    assert outcomes(result) == [
        ("conflict", "すでに「休」が入っています。"),
        ("conflict", "数式のセルです。"),
        ("already", "すでに同じ値が入っています。"),
        ("conflict", "数式のセルです。"),
        ("written", ""),
    ]
    assert book["青葉保育園"]["D5"].value == "休"


def test_a_second_row_of_the_person(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    rule = dataclasses.replace(BY_SHEET, value=ValueRule("text", "{月}/{日}"))
    rows = [row("青葉保育園", "佐藤翔", MAY, 1), row("青葉保育園", "佐藤翔", MAY, 2)]
    rows.append(row("青葉保育園", "佐藤翔", datetime.date(2025, 5, 13), 3))
    result, book = posted(tmp_path, rows, path, rule)
    assert [outcome for outcome, _ in outcomes(result)] == ["written", "already", "conflict"]
    assert "5/12" in result.changes[2].reason and book["青葉保育園"]["D7"].value == "5/12"


def test_leavers(tmp_path: Path) -> None:
    def finish(book: xlsxwriter.Workbook, sheets: Any) -> None:
        strike, plain = book.add_format({"font_strikeout": True}), book.add_format()
        sheet = sheets["青葉保育園"]
        sheet.write(4, 1, "甲野一", strike)
        sheet.write(6, 1, "乙野二", strike)
        sheet.write_rich_string(7, 1, strike, "丙野三", strike, " ")
        sheet.write_rich_string(8, 1, strike, "丁野四", plain, "戊野五")
        sheet.write(9, 1, "己野六（R7.4退職）")

    path = ledger(tmp_path / "台帳.xlsx", {"青葉保育園": ["", "甲野一", "", "", "", ""]}, finish)
    rows = [row("青葉保育園", name) for name in ("甲野一", "乙野二", "丙野三", "丁野四", "戊野五", "己野六")]
    result, book = posted(tmp_path, rows, path)
    left = ("conflict", "退職者の行です（取り消し線か「退職」の書き込みがあります）。")
    missing = ("missing", "氏名「丁野四」が「青葉保育園」にありません。")
    assert outcomes(result) == [("written", ""), left, left, missing, ("written", ""), left]
    assert book["青葉保育園"]["D6"].value == 1 and book["青葉保育園"]["D9"].value == 1


def test_merges_and_drop_downs(tmp_path: Path) -> None:
    def finish(book: xlsxwriter.Workbook, sheets: Any) -> None:
        sheet = sheets["青葉保育園"]
        sheet.merge_range("D5:D6", "")
        sheet.merge_range("D7:E7", "")
        sheet.data_validation("D8", {"validate": "list", "source": ["○", "休"]})
        sheet.data_validation("D9", {"validate": "list", "source": "=$R$1:$R$2"})
        sheet.data_validation("D10", {"validate": "list", "source": "=記号"})
        sheet.write_column("R1", [1, "休"])
        book.define_name("記号", "=青葉保育園!$R$2:$R$2")

    names = ["甲野一", "乙野二", "丙野三", "丁野四", "戊野五", "己野六"]
    path = ledger(tmp_path / "台帳.xlsx", {"青葉保育園": names}, finish)
    result, _ = posted(tmp_path, [row("青葉保育園", name) for name in names], path)
    not_listed = ("conflict", "入力規則のリストに「1」がありません。")
    assert outcomes(result) == [
        ("written", ""),
        ("conflict", "結合されたセル（D5:D6）の途中です。"),
        ("written", ""),
        not_listed,
        ("written", ""),
        not_listed,
    ]


def test_drop_downs_of_the_extension(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    added = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
        b' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        b'<x14:dataValidations count="1"'
        b' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
        b'<x14:formula1><xm:f>"x,y"</xm:f></x14:formula1><xm:sqref>D5:D7</xm:sqref></x14:dataValidation>'
        b"</x14:dataValidations></ext></extLst></worksheet>"
    )
    part = "xl/worksheets/sheet1.xml"
    with_part(path, path, part, lambda data: data.replace(b"</worksheet>", added))
    result, _ = posted(tmp_path, [row("青葉保育園", "山田花子")], path)
    assert outcomes(result) == [("conflict", "入力規則のリストに「1」がありません。")]


def test_protected_sheets_are_told(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE, lambda _, sheets: sheets["青葉保育園"].protect("x"))
    result, _ = posted(tmp_path, [row("青葉保育園", "山田花子")], path)
    assert result.notes == ["保護されたシート 1 枚（「青葉保育園」）にも書きました。保護はそのままです。"]


def test_dates_want_a_date_format(tmp_path: Path) -> None:
    def finish(book: xlsxwriter.Workbook, sheets: Any) -> None:
        sheets["青葉保育園"].write_blank("D5", None, book.add_format({"num_format": "m月d日"}))

    path = ledger(tmp_path / "台帳.xlsx", PEOPLE, finish)
    rule = dataclasses.replace(BY_SHEET, value=ValueRule("date"))
    result, book = posted(tmp_path, [row("青葉保育園", "山田花子"), row("青葉保育園", "佐藤翔")], path, rule)
    assert outcomes(result) == [("written", ""), ("conflict", "日付の書式のセルではありません。")]
    assert book["青葉保育園"]["D5"].value.date() == MAY


def test_real_dates_and_eras_in_headers(tmp_path: Path) -> None:
    def finish(book: xlsxwriter.Workbook, sheets: Any) -> None:
        month = book.add_format({"num_format": "m月"})
        for number in range(12):
            date = datetime.date(2025 + (number + 3) // 12, (number + 3) % 12 + 1, 1)
            sheets["青葉保育園"].write_datetime(3, 2 + number, date, month)
            sheets["みどり保育所"].write(3, 2 + number, f"R{date.year - 2018}.{date.month}")

    path = ledger(tmp_path / "台帳.xlsx", PEOPLE, finish, title="検便管理台帳")
    rows = [
        row(facility, "山田花子", date)
        for facility in PEOPLE
        for date in (MAY, datetime.date(2026, 2, 3), datetime.date(2026, 5, 1))
    ]
    result, book = posted(tmp_path, rows, path)
    assert [outcome for outcome, _ in outcomes(result)] == ["written", "written", "missing"] * 2
    for facility in PEOPLE:
        assert [book[facility][cell].value for cell in ("D5", "M5")] == [1, 1]


def test_a_year_without_its_fiscal_sign_over_april_to_march(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE, title="検便管理台帳（令和7年）")
    rows = [row("青葉保育園", "山田花子", datetime.date(year, 1, 15)) for year in (2026, 2025)]
    result, book = posted(tmp_path, rows, path)
    assert [outcome for outcome, _ in outcomes(result)] == ["written", "missing"]
    assert book["青葉保育園"]["L5"].value == 1


def test_strict_ledgers(tmp_path: Path) -> None:
    """ISO/IEC 29500 strict, as Excel saves it on wish: other namespaces, nothing else that matters here."""
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    for name in parts(path):
        with_part(path, path, name, strict)
    result = post([row("青葉保育園", "山田花子")], path, BY_SHEET, tmp_path / "new.xlsx")
    assert result.count("written") == 1
    assert Book(tmp_path / "new.xlsx").sheet("青葉保育園").text(5, 4) == "1"


def strict(data: bytes) -> bytes:
    old = b"http://schemas.openxmlformats.org/"
    data = data.replace(old + b"spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    return data.replace(
        old + b"officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    )


def test_two_years_side_by_side(tmp_path: Path) -> None:
    def finish(book: xlsxwriter.Workbook, sheets: Any) -> None:
        sheet = sheets["青葉保育園"]
        sheet.merge_range("C3:D3", "令和6年度")
        sheet.merge_range("E3:F3", "令和7年度")
        sheet.write_row("C4", ["5月", "6月", "5月", "6月", "", "", "", "", "", "", "", ""])

    path = ledger(tmp_path / "台帳.xlsx", PEOPLE, finish, title="検便管理台帳")
    result, book = posted(tmp_path, [row("青葉保育園", "山田花子")], path)
    assert outcomes(result) == [("written", "")] and book["青葉保育園"]["E5"].value == 1


def test_a_ledger_without_its_year_takes_one_year_only(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE, title="検便管理台帳")
    rows = [row("青葉保育園", "山田花子"), row("青葉保育園", "佐藤翔", datetime.date(2026, 5, 11))]
    one, _ = posted(tmp_path, rows[:1], path)
    assert one.count("written") == 1
    both, book = posted(tmp_path, rows, path)
    assert both.count("conflict") == 2 and "年度が書かれていない" in both.changes[0].reason
    assert book["青葉保育園"]["D5"].value is None


def test_one_long_sheet_with_blocks(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "台帳.xlsx"))
    sheet, bold = book.add_worksheet("全施設"), book.add_format({"bold": True})
    sheet.write(0, 0, "令和7年度")
    top = 2
    for facility, names in PEOPLE.items():
        sheet.merge_range(top, 0, top, 5, f"【{facility}】", bold)
        sheet.write_row(top + 1, 0, ["番号", "氏名", "4月", "5月", "6月"])
        for number, name in enumerate(names):
            sheet.write_row(top + 2 + number, 0, [number + 1, name])
        top += 4 + len(names)
    book.close()
    rule = Rule(Where("block", "A"), Where("column", "B"), Where("row", row=1, in_block=True), ONE, "全施設")
    rows = [row("みどり保育所", "山田花子"), row("青葉保育園", "渡邉健")]
    result, opened = posted(tmp_path, rows, tmp_path / "台帳.xlsx", rule)
    assert outcomes(result) == [("written", ""), ("missing", "氏名「渡邉健」が「青葉保育園」にありません。")]
    assert opened["全施設"]["D12"].value == 1 and opened["全施設"]["D5"].value is None


def test_a_block_ends_where_another_facility_of_the_rows_begins(tmp_path: Path) -> None:
    """A heading of another look must not let one facility's block run into the next."""
    book = xlsxwriter.Workbook(str(tmp_path / "台帳.xlsx"))
    sheet = book.add_worksheet("全施設")
    sheet.write_row(0, 0, ["令和7年度", "", "4月", "5月"])
    sheet.write(1, 0, "青葉保育園", book.add_format({"bold": True}))
    sheet.write(2, 1, "山田花子")
    sheet.write(3, 0, "みどり保育所", book.add_format({"italic": True}))
    sheet.write(4, 1, "渡邉健")
    book.close()
    rule = Rule(Where("block", "A"), Where("column", "B"), Where("row", row=1), ONE, "全施設")
    rows = [row("青葉保育園", "渡邉健"), row("みどり保育所", "渡邉健")]
    result, opened = posted(tmp_path, rows, tmp_path / "台帳.xlsx", rule)
    assert [outcome for outcome, _ in outcomes(result)] == ["missing", "written"]
    assert opened["全施設"]["D5"].value == 1


def test_a_sheet_a_month_with_facility_and_name_in_columns(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "台帳.xlsx"))
    for month in ("R7.4", "R7.5"):
        sheet = book.add_worksheet(month)
        sheet.write_row(0, 0, ["施設", "氏名", "結果"])
        at = 1
        for facility, names in PEOPLE.items():
            sheet.merge_range(at, 0, at + len(names) - 1, 0, facility)
            sheet.write_column(at, 1, names)
            at += len(names)
    book.close()
    rule = Rule(
        Where("column", "A"), Where("column", "B"), Where("sheet"), ValueRule("field", "result"), column="C"
    )
    rows = [
        row("みどり保育所", "山田花子", result="陰性"),
        row("青葉保育園", "山田花子", datetime.date(2025, 6, 2), result="陰性"),
    ]
    rows.append(row("青葉保育園", "佐藤翔", result="=1+1"))
    result, opened = posted(tmp_path, rows, tmp_path / "台帳.xlsx", rule)
    assert outcomes(result) == [
        ("written", ""),
        ("missing", "2025年6月のシートがありません。"),
        ("written", ""),
    ]
    assert opened["R7.5"]["C5"].value == "陰性" and opened["R7.5"]["C2"].value is None
    cell = opened["R7.5"]["C4"]
    assert cell.value == "=1+1" and b"<f>" not in parts(tmp_path / "new.xlsx")["xl/worksheets/sheet2.xml"]
    reported = (tmp_path / "new.changes.csv").read_text(encoding="utf-8-sig")
    assert ",'=1+1," in reported


def test_names_across_and_months_down(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "台帳.xlsx"))
    sheet = book.add_worksheet("青葉保育園")
    sheet.write(0, 0, "令和7年度")
    sheet.write_row(2, 1, PEOPLE["青葉保育園"])
    sheet.write_column(3, 0, ["4月", "5月", "6月"])
    book.close()
    rule = Rule(Where("sheet"), Where("row", row=3), Where("column", "A"), ONE)
    _, opened = posted(tmp_path, [row("青葉保育園", "佐藤翔")], tmp_path / "台帳.xlsx", rule)
    assert opened["青葉保育園"]["D5"].value == 1


def test_macros_stay(tmp_path: Path) -> None:
    (tmp_path / "vba.bin").write_bytes(bytes(range(256)) * 20)
    path = ledger(
        tmp_path / "台帳.xlsm", PEOPLE, lambda book, _: book.add_vba_project(str(tmp_path / "vba.bin"))
    )
    post([row("青葉保育園", "佐藤翔")], path, BY_SHEET, tmp_path / "new.xlsm")
    assert changed_parts(path, tmp_path / "new.xlsm") == {"xl/worksheets/sheet1.xml"}
    assert parts(tmp_path / "new.xlsm")["xl/vbaProject.bin"] == bytes(range(256)) * 20


def test_macros_want_their_ending(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    with pytest.raises(UserError, match="拡張子"):
        post([row("青葉保育園", "佐藤翔")], path, BY_SHEET, tmp_path / "new.xlsm")


@pytest.mark.parametrize("name", ["new.xlsx", "台帳.xlsx"])
def test_a_report_never_replaces_a_ledger(tmp_path: Path, name: str) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    with pytest.raises(UserError, match="台帳と同じ名前"):
        post([row("青葉保育園", "佐藤翔")], path, BY_SHEET, tmp_path / "new.xlsx", tmp_path / name)


def test_furigana_is_no_part_of_a_name(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    furigana = '<t>佐藤　翔</t><rPh sb="0" eb="2"><t>サトウ</t></rPh><phoneticPr fontId="1"/>'.encode()
    with_part(
        path, path, "xl/sharedStrings.xml", lambda data: data.replace("<t>佐藤　翔</t>".encode(), furigana)
    )
    result, _ = posted(tmp_path, [row("青葉保育園", "佐藤翔")], path)
    assert outcomes(result) == [("written", "")]
