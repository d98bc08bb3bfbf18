"""What a rule is: how a row finds its cell in a ledger, and what is written there."""

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from sekisho.base.rows import Row
from sekisho.books.edit import Value
from sekisho.books.months import fiscal_year, to_serial

By = Literal["sheet", "column", "row", "block", "fixed"]
ValueKind = Literal["number", "text", "date", "field"]


@dataclass(frozen=True)
class Where:
    """Where one of facility, name and month is looked for.

    ``by`` sheet: in the sheets' titles. column: in the cells of ``column``, top to bottom. row: in the cells
    of row ``row``, left to right; with ``in_block`` the row counts from the block's heading (0 is itself).
    block: headings in ``column``, each beginning a block of rows. fixed: decides nothing.
    """

    by: By
    column: str = ""
    row: int = 0
    in_block: bool = False


@dataclass(frozen=True)
class ValueRule:
    """What is written. ``write``: a number, or a text with {西暦} {年} {月} {日} {月2} {日2} of the date.

    kind number and text: ``write`` itself; date: the row's date as Excel's date; field: the row's column
    named ``write``.
    """

    kind: ValueKind
    write: int | str = ""


@dataclass(frozen=True)
class Rule:
    """Facility, name, month each decide a sheet, rows or columns; ``sheet``, ``row``, ``column`` the rest.

    ``down`` and ``right``: how far the cell lies from where row and column meet.
    """

    facility: Where
    name: Where
    month: Where
    value: ValueRule
    sheet: str = ""
    row: int = 0
    column: str = ""
    down: int = 0
    right: int = 0


def value_of(rule: ValueRule, row: Row, date1904: bool) -> Value | None:
    """What the rule writes for a row; None when the row hasn't what it takes (no date, an empty field)."""
    if rule.kind == "date":
        return to_serial(row.date, date1904) if row.date else None
    if rule.kind == "field":
        text = row.extra.get(str(rule.write), "").strip()
        return (int(text) if re.fullmatch(r"-?(0|[1-9]\d{0,14})", text) else text) if text else None
    if isinstance(rule.write, int):
        return rule.write if rule.kind == "number" else str(rule.write)
    text = rule.write
    if "{" in text:
        if not row.date:
            return None
        text = fill(text, row.date)
    return int(text) if rule.kind == "number" else text


def fill(pattern: str, date: datetime.date) -> str:
    """A pattern with the parts of a date put in; {年} is the year of Reiwa."""
    parts = {
        "西暦": date.year,
        "年": date.year - 2018,
        "年度": fiscal_year(date) - 2018,
        "月": date.month,
        "日": date.day,
    }
    for name, number in parts.items():
        pattern = pattern.replace(f"{{{name}}}", str(number)).replace(f"{{{name}2}}", f"{number:02}")
    return pattern
