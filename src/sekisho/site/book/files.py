"""The book of a fiscal year as CSV and as PDF."""

import csv
import datetime
import io

from sekisho.base.wareki import era_of, format_date
from sekisho.gate.register.schema import Entry
from sekisho.site.book.lines import keepings, lines, uses
from sekisho.site.documents import LAYOUTS, pdf

#: A cell that begins with one of these would be run as a formula by Excel.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def fiscal_name(year: int) -> str:
    """2026 → 令和8年度."""
    first = datetime.date(year, 4, 1)
    era = era_of(first)
    number = year - era.first.year + 1
    return f"{era.name}{'元' if number == 1 else number}年度"


def as_csv(entries: list[tuple[str, Entry]]) -> bytes:
    """One line an affair; UTF-8 with a byte order mark, so that Excel reads it."""
    text = io.StringIO()
    writer = csv.writer(text)
    for number, (_, entry) in enumerate(entries, 1):
        fields = lines(entry)
        if number == 1:
            writer.writerow(["番号", *(field.label for field in fields), "利用の内訳", "保存期間"])
        used = "／".join(f"{one.name}：{'、'.join(one.who) or '、'.join(one.besides)}" for one in uses(entry))
        kept = "／".join(
            f"{one.what}：{one.event}から{one.length}{'（要確認）' if one.unsure else ''}"
            for one in keepings(entry)
        )
        row = [str(number), *("、".join(field.values) for field in fields), used, kept]
        writer.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_pdf(entries: list[tuple[str, Entry]], year: int, day: datetime.date) -> bytes:
    """The book as a city prints it: a list, then a sheet an affair. The same entries and day give the same bytes."""
    data = {
        "year": fiscal_name(year),
        "day": format_date(day),
        "date": [day.year, day.month, day.day],
        "entries": [
            {
                "lines": [
                    {"number": one.number, "label": one.label, "values": one.values} for one in lines(entry)
                ],
                "uses": [vars(one) for one in uses(entry)],
                "keepings": [vars(one) for one in keepings(entry)],
            }
            for _, entry in entries
        ],
    }
    return pdf(LAYOUTS / "register.typ", data)
