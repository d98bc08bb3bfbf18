"""Addresses of cells: (row, column), both from 1, and Excel's letters."""

import re
from functools import cache

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
Area = tuple[int, int, int, int]
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


@cache
def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def column_number(text: str) -> int:
    """A → 1, AA → 27. Raises ValueError for anything else."""
    if not re.fullmatch(r"[A-Za-z]{1,3}", text):
        raise ValueError(text)
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """(5, 2) → B5."""
    return f"{letters(column)}{row}"


def cell(text: str) -> tuple[int, int]:
    """B5 → (5, 2). Raises ValueError."""
    found = _ADDRESS.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[2]), column_number(found[1])


def area(text: str) -> Area:
    """B5:D9 (or B5, B:B, 5:5) → first row, first column, last row, last column. Raises ValueError."""
    first, _, last = text.replace("$", "").partition(":")
    last = last or first
    if first.isdigit() and last.isdigit():
        return int(first), 1, int(last), MAX_COLUMN
    if first.isalpha() and last.isalpha():
        return 1, column_number(first), MAX_ROW, column_number(last)
    return (*cell(first), *cell(last))


def inside(where: Area, row: int, column: int) -> bool:
    """Whether a cell lies in an area."""
    return where[0] <= row <= where[2] and where[1] <= column <= where[3]
