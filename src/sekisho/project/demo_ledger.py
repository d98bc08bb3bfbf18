"""A made-up ledger as cities keep it: title, two header rows, formulas, sparklines, drop-downs, a picture."""

import datetime
import io
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

import xlsxwriter
from PIL import Image, ImageDraw
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

Layout = Literal["sheets", "long", "months"]
Facilities = Sequence[tuple[str, Sequence[str]]]
#: Cells that a clerk has filled in by hand: facility, name, month (1..12).
Filled = Collection[tuple[str, str, int]]
Styles = dict[str, Format]

MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
#: Columns (0-based) of tables with months across: number, name, work (hidden), months, count, trend.
NAME, WORK, FIRST = 1, 2, 3
COUNT, TREND = FIRST + len(MONTHS), FIRST + len(MONTHS) + 1
#: The cached result of formulas: none, since LibreOffice believes any that is there and doesn't calculate.
NOT_YET = ""
WORKS = ("保育士", "調理員", "看護師", "用務員")


def write_ledger(
    path: Path, facilities: Facilities, fiscal_year: int, layout: Layout = "sheets", filled: Filled = ()
) -> None:
    """Write a ledger of a fiscal year for facilities with their people; same input, same bytes.

    ``sheets``: one sheet a facility, names in column B, months across from column D of row 5. ``long``: one
    sheet «台帳» with a block a facility, each with a heading and header rows. ``months``: one sheet a month,
    facility in column B, name in C, the mark in D. All begin with a sheet «集計» of sums. ``filled``: cells that
    hold a 1 already, as if typed; the rest is empty.
    """
    book = xlsxwriter.Workbook(str(path))
    # XlsxWriter stamps the time of its making unless told another.
    book.set_properties({"title": "検便管理台帳", "created": datetime.datetime(fiscal_year, 4, 1)})
    styles = _styles(book)
    total = book.add_worksheet("集計")
    make = {"sheets": _sheets, "long": _long, "months": _months}[layout]
    _totals(
        total,
        styles,
        fiscal_year,
        [name for name, _ in facilities],
        make(book, styles, facilities, fiscal_year, frozenset(filled)),
    )
    book.close()


def _styles(book: Workbook) -> Styles:
    cell = {"border": 1, "border_color": "#A0A0A0"}
    centre = {**cell, "align": "center", "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "block": book.add_format({"bold": True, "bg_color": "#E8F0E8", "border": 1}),
        "head": book.add_format({**centre, "bold": True, "bg_color": "#F0F0F0"}),
        "cell": book.add_format(cell),
        "mark": book.add_format(centre),
        "sum": book.add_format({**centre, "bg_color": "#FAFAE8"}),
        "done": book.add_format({"bg_color": "#DDEEFF"}),
    }


def year_name(fiscal_year: int) -> str:
    """2025 → 令和7年度."""
    return f"令和{fiscal_year - 2018}年度"


def _stamp() -> io.BytesIO:
    """A small picture: the ring of a seal."""
    image = Image.new("RGB", (48, 48), "white")
    ImageDraw.Draw(image).ellipse((4, 4, 43, 43), outline=(200, 30, 30), width=3)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream


def _months_table(
    sheet: Worksheet,
    styles: Styles,
    top: int,
    facility: str,
    people: Sequence[str],
    year: int,
    filled: Filled,
) -> int:
    """Header rows at ``top`` (0-based), people below, a row of counts; returns the row of the counts."""
    for column, text in ((0, "番号"), (NAME, "氏名"), (WORK, "職種"), (COUNT, "回数"), (TREND, "推移")):
        sheet.merge_range(top, column, top + 1, column, text, styles["head"])
    sheet.merge_range(top, FIRST, top, COUNT - 1, year_name(year), styles["head"])
    for number, month in enumerate(MONTHS):
        sheet.write(top + 1, FIRST + number, f"{month}月", styles["head"])
    first, last = top + 2, top + 1 + len(people)
    for row, person in enumerate(people, start=first):
        sheet.write(row, 0, row - first + 1, styles["cell"])
        sheet.write(row, NAME, person, styles["cell"])
        sheet.write(row, WORK, WORKS[(row - first) % len(WORKS)], styles["cell"])
        for column, month in enumerate(MONTHS, start=FIRST):
            sheet.write(row, column, 1 if (facility, person, month) in filled else None, styles["mark"])
        marks = xl_range(row, FIRST, row, COUNT - 1)
        sheet.write_formula(row, COUNT, f"=COUNTIF({marks},1)", styles["sum"], NOT_YET)
        sheet.add_sparkline(row, TREND, {"range": f"'{sheet.get_name()}'!{marks}", "type": "column"})
    sheet.write(last + 1, NAME, "計", styles["sum"])
    for column in range(FIRST, COUNT + 1):
        sheet.write_formula(
            last + 1, column, f"=SUM({xl_range(first, column, last, column)})", styles["sum"], NOT_YET
        )
    sheet.conditional_format(
        first,
        FIRST,
        last,
        COUNT - 1,
        {"type": "cell", "criteria": "==", "value": 1, "format": styles["done"]},
    )
    sheet.data_validation(first, FIRST, last, COUNT - 1, {"validate": "list", "source": ["1", "休"]})
    sheet.write_comment(top, COUNT, "「1」の数を数えています。")
    return last + 1


def _dress(sheet: Worksheet, last_row: int, last_column: int, frozen: tuple[int, int]) -> None:
    sheet.freeze_panes(*frozen)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.insert_image(0, last_column, "seal.png", {"image_data": _stamp(), "object_position": 3})


def _widths(sheet: Worksheet) -> None:
    sheet.set_column(0, 0, 5)
    sheet.set_column(NAME, NAME, 16)
    sheet.set_column(WORK, WORK, 9, None, {"hidden": True})
    sheet.set_column(FIRST, COUNT - 1, 5)


def _sheets(
    book: Workbook, styles: Styles, facilities: Facilities, year: int, filled: Filled
) -> list[list[str]]:
    sums = []
    for facility, people in facilities:
        sheet = book.add_worksheet(facility)
        _widths(sheet)
        sheet.write(0, 0, f"{year_name(year)}　検便管理台帳", styles["title"])
        sheet.write(1, 0, f"施設名：{facility}")
        last = _months_table(sheet, styles, 3, facility, people, year, filled)
        _dress(sheet, last, TREND, (5, FIRST))
        sums.append(
            [f"='{facility}'!{xl_rowcol_to_cell(last, FIRST + number)}" for number in range(len(MONTHS))]
        )
    return sums


def _long(
    book: Workbook, styles: Styles, facilities: Facilities, year: int, filled: Filled
) -> list[list[str]]:
    sheet = book.add_worksheet("台帳")
    _widths(sheet)
    sheet.write(0, 0, f"{year_name(year)}　検便管理台帳", styles["title"])
    top, sums = 2, []
    for facility, people in facilities:
        sheet.merge_range(top, 0, top, TREND, f"【{facility}】", styles["block"])
        last = _months_table(sheet, styles, top + 1, facility, people, year, filled)
        sums.append([f"='台帳'!{xl_rowcol_to_cell(last, FIRST + number)}" for number in range(len(MONTHS))])
        top = last + 2
    _dress(sheet, top, TREND, (2, FIRST))
    return sums


def _months(
    book: Workbook, styles: Styles, facilities: Facilities, year: int, filled: Filled
) -> list[list[str]]:
    lines = [(facility, person) for facility, people in facilities for person in people]
    for month in MONTHS:
        sheet = book.add_worksheet(f"{month}月")
        sheet.set_column(1, 2, 20)
        sheet.write(0, 0, f"{year_name(year)}　検便管理台帳（{month}月）", styles["title"])
        for column, text in enumerate(("番号", "施設名", "氏名", "提出")):
            sheet.write(2, column, text, styles["head"])
        for row, (facility, person) in enumerate(lines, start=3):
            sheet.write(row, 0, row - 2, styles["cell"])
            sheet.write(row, 1, facility, styles["cell"])
            sheet.write(row, 2, person, styles["cell"])
            sheet.write(row, 3, 1 if (facility, person, month) in filled else None, styles["mark"])
        sheet.autofilter(2, 0, 2 + len(lines), 3)
        sheet.data_validation(3, 3, 2 + len(lines), 3, {"validate": "list", "source": ["1", "休"]})
        _dress(sheet, 2 + len(lines), 3, (3, 0))
    first, last = 4, 3 + len(lines)
    return [
        [
            f"=COUNTIFS('{month}月'!$B${first}:$B${last},\"{facility}\",'{month}月'!$D${first}:$D${last},1)"
            for month in MONTHS
        ]
        for facility, _ in facilities
    ]


def _totals(
    sheet: Worksheet, styles: Styles, year: int, facilities: Sequence[str], sums: Sequence[Sequence[str]]
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.write(0, 0, f"{year_name(year)}　提出数の集計", styles["title"])
    for column, text in enumerate(["施設", *(f"{month}月" for month in MONTHS), "計"]):
        sheet.write(2, column, text, styles["head"])
    for row, (facility, formulas) in enumerate(zip(facilities, sums, strict=True), start=3):
        sheet.write(row, 0, facility, styles["cell"])
        for column, formula in enumerate(formulas, start=1):
            sheet.write_formula(row, column, formula, styles["sum"], NOT_YET)
        sheet.write_formula(row, 13, f"=SUM({xl_range(row, 1, row, 12)})", styles["sum"], NOT_YET)
    sheet.freeze_panes(3, 1)
