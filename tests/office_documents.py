"""Documents as offices type them: a workbook for Calc, two for Writer (flat OpenDocument), blank or filled in."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

from sekisho.base.wareki import format_date


@dataclass(frozen=True)
class Written:
    """A filled row: ``name`` as it stands on the sheet, ``person`` of the roster or "" for a stranger."""

    name: str
    person: str
    day: datetime.date


def calc_sheet(path: Path, facility: str, head: str, rows: list[Written]) -> None:
    """A4 upright, label cells, one ruled table of 30 rows: No., 氏名, 検査日, 結果, 備考."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("票")
    font = {"font_name": "BIZ UDMincho", "valign": "vcenter"}
    title = book.add_format({**font, "font_size": 18, "align": "center"})
    label = book.add_format({**font, "font_size": 12})
    value = book.add_format({**font, "font_size": 13, "bottom": 1})
    ruled = {
        name: book.add_format({**font, "font_size": 13, "border": 1, "align": name})
        for name in ("left", "center")
    }
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.5)
    for column, width in enumerate((5, 24, 16, 12, 22)):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 34)
    sheet.merge_range("A1:E1", "検便検査受付票", title)
    sheet.set_row(2, 24)
    sheet.write("A3", "施設名", label)
    sheet.merge_range("B3:C3", facility, value)
    sheet.write("D3", "報告日", label)
    sheet.write("E3", head, value)
    sheet.set_row(4, 20)
    sheet.write_row(4, 0, ["No.", "氏名", "検査日", "結果", "備考"], ruled["center"])
    for number in range(30):
        sheet.set_row(5 + number, 20)
        row = rows[number] if number < len(rows) else None
        day = f"{row.day.month}/{row.day.day}" if row else ""
        sheet.write(5 + number, 0, number + 1, ruled["center"])
        sheet.write(5 + number, 1, f"　{row.name}" if row else "", ruled["left"])
        sheet.write_row(5 + number, 2, [day, "−" if row else "", ""], ruled["center"])
    sheet.print_area(0, 0, 34, 4)
    sheet.fit_to_pages(1, 1)
    book.close()


HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="{width}mm" fo:page-height="{height}mm"
 fo:margin-top="15mm" fo:margin-bottom="10mm" fo:margin-left="15mm" fo:margin-right="15mm"/></style:page-layout>
"""
BODY = """</office:automatic-styles><office:master-styles><style:master-page style:name="Standard"
 style:page-layout-name="page"/></office:master-styles><office:body><office:text>"""
TAIL = "</office:text></office:body></office:document>"


def text_style(name: str, font: str, points: float, align: str = "start") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
        f'fo:text-align="{align}"/><style:text-properties style:font-name="{font}" fo:font-family="{font}" '
        f'style:font-family-asian="{font}" fo:font-size="{points}pt" style:font-size-asian="{points}pt"/></style:style>'
    )


def cell_style(name: str, border: str, fill: str = "transparent") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties fo:border="{border}" '
        f'fo:background-color="{fill}" fo:padding="0.6mm" style:vertical-align="middle"/></style:style>'
    )


def table(
    name: str, widths: Sequence[float], height: float, lines: Sequence[Sequence[tuple[str, str, str]]]
) -> tuple[str, str]:
    """(styles, content) of a table; a line's cells are (text, paragraph style, cell style); lengths in mm."""
    styles = [
        f'<style:style style:name="{name}" style:family="table"><style:table-properties '
        f'style:width="{sum(widths)}mm" table:align="left"/></style:style>',
        f'<style:style style:name="{name}r" style:family="table-row"><style:table-row-properties '
        f'style:row-height="{height}mm"/></style:style>',
    ]
    content = [f'<table:table table:name="{name}" table:style-name="{name}">']
    for number, width in enumerate(widths):
        styles.append(
            f'<style:style style:name="{name}{number}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width}mm"/></style:style>'
        )
        content.append(f'<table:table-column table:style-name="{name}{number}"/>')
    for line in lines:
        cells = "".join(
            f'<table:table-cell table:style-name="{cell}"><text:p text:style-name="{style}">{escape(words)}</text:p>'
            "</table:table-cell>"
            for words, style, cell in line
        )
        content.append(f'<table:table-row table:style-name="{name}r">{cells}</table:table-row>')
    return "".join(styles), "".join([*content, "</table:table>"])


def two_lists(path: Path, facility: str, head: str, rows: list[Written]) -> None:
    """A4 lying, two lists of 19 rows side by side with a gap between them; one font throughout."""
    font = "Zen Kaku Gothic New"
    heads = ("番号", "氏名", "採便日", "判定")

    def block(number: int) -> list[tuple[str, str, str]]:
        row = rows[number] if number < len(rows) else None
        day = f"R7.{row.day.month}.{row.day.day}" if row else ""
        texts = (str(number + 1), f" {row.name}" if row else "", day, "陰性" if row else "")
        return [(text, "mid" if place != 1 else "cell", "box") for place, text in enumerate(texts)]

    gap = [("", "cell", "none")]
    lines = [[*((text, "mid", "box") for text in heads), *gap, *((text, "mid", "box") for text in heads)]]
    lines += [[*block(number), *gap, *block(number + 19)] for number in range(19)]
    styles, content = table("t", (14, 54, 34, 24, 10, 14, 54, 34, 24), 7.4, lines)
    styles += (
        text_style("big", font, 16, "center") + text_style("line", font, 13) + text_style("cell", font, 12)
    )
    styles += (
        text_style("mid", font, 12, "center")
        + cell_style("box", "0.6pt solid #000000")
        + cell_style("none", "none")
    )
    field, fields = table(
        "f", (30, 90, 30, 70), 9, [[(t, "line", "none") for t in ("園名", facility, "報告年月日", head)]]
    )
    text = f'<text:p text:style-name="big">腸内細菌検査　提出者名簿</text:p>{fields}<text:p text:style-name="line"></text:p>{content}'
    path.write_text(
        HEAD.format(width=297, height=210) + styles + field + BODY + text + TAIL, encoding="utf-8"
    )


def boxed_head(path: Path, facility: str, head: str, rows: list[Written]) -> None:
    """A4 upright, a boxed head, shaded header cells, wide rows filled in with a font like a neat hand."""
    print_font, pen = "BIZ UDGothic", "Klee One"
    heads = ("通番", "職種", "受検者氏名", "採取日", "結果", "確認")
    lines = [[(text, "head", "shade") for text in heads]]
    for number in range(22):
        row = rows[number] if number < len(rows) else None
        day = format_date(row.day) if row else ""
        texts = (str(number + 1), "調理" if row and number % 5 == 4 else "保育士" if row else "")
        lines.append(
            [
                (texts[0], "head", "box"),
                (texts[1], "pen", "box"),
                (f" {row.name}" if row else "", "pen", "box"),
                (day, "pen", "box"),
                ("(－)" if row else "", "pen", "box"),
                ("", "pen", "box"),
            ]
        )
    styles, content = table("t", (14, 26, 56, 46, 20, 18), 9.2, lines)
    styles += text_style("big", print_font, 17, "center") + text_style("head", print_font, 11, "center")
    styles += text_style("pen", pen, 14) + cell_style("box", "0.75pt solid #000000")
    styles += cell_style("shade", "0.75pt solid #000000", "#dddddd")
    field, fields = table(
        "f",
        (28, 72, 28, 52),
        11,
        [
            [
                ("事業所名", "head", "shade"),
                (facility, "pen", "box"),
                ("提出日", "head", "shade"),
                (head, "pen", "box"),
            ]
        ],
    )
    text = f'<text:p text:style-name="big">検便結果報告書</text:p><text:p text:style-name="head"></text:p>{fields}<text:p text:style-name="head"></text:p>{content}'
    path.write_text(
        HEAD.format(width=210, height=297) + styles + field + BODY + text + TAIL, encoding="utf-8"
    )
