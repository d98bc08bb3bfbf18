"""Ledgers for the tests, and rows to post into them. All names are made up."""

import datetime
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from sekisho.base.rows import Row
from sekisho.books.rule import Rule, ValueRule, Where

MAY = datetime.date(2025, 5, 12)
ONE = ValueRule("number", 1)
#: A sheet a facility, names in column B, months in row 4.
BY_SHEET = Rule(Where("sheet"), Where("column", "B"), Where("row", row=4), ONE)
HEADERS = ["番号", "氏名", *(f"{month}月" for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)), "回数"]

Write = Callable[[xlsxwriter.Workbook, Mapping[str, Any]], None]


def row(facility: str, name: str, date: datetime.date | None = MAY, number: int = 1, **extra: str) -> Row:
    """An accepted row of page 1."""
    return Row(facility, name, date, "accepted", 0.9999, "", "五月.pdf", 1, number, dict(extra))


def ledger(
    path: Path,
    people: Mapping[str, Sequence[str]],
    finish: Write | None = None,
    title: str = "令和7年度　検便管理台帳",
) -> Path:
    """A ledger with a sheet a facility as BY_SHEET wants it; ``finish`` gets the book and its sheets."""
    book = xlsxwriter.Workbook(str(path))
    sheets = {}
    for facility, names in people.items():
        sheet = sheets[facility] = book.add_worksheet(facility)
        sheet.write(0, 0, title)
        sheet.write_row(3, 0, HEADERS)
        for number, name in enumerate(names, start=1):
            sheet.write_row(3 + number, 0, [number, name])
            sheet.write_formula(3 + number, 14, f"=COUNTIF(C{4 + number}:N{4 + number},1)")
    if finish:
        finish(book, sheets)
    book.close()
    return path


def parts(path: Path) -> dict[str, bytes]:
    """Every part of a zip, uncompressed."""
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def changed_parts(one: Path, other: Path) -> set[str]:
    """The names of the parts that differ; both files must have the same parts in the same order."""
    before, after = parts(one), parts(other)
    assert list(before) == list(after)
    return {name for name in before if before[name] != after[name]}


def with_part(path: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of a zip with one part changed (or added when ``name`` isn't there)."""
    contents = parts(path)
    contents[name] = change(contents.get(name, b""))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for part, data in contents.items():
            out.writestr(zipfile.ZipInfo(part, (2025, 5, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return target
