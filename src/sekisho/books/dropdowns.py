"""What a cell's drop-down list allows."""

import re

from sekisho.base.kanji import plain
from sekisho.books import addresses
from sekisho.books.book import Book
from sekisho.books.sheet import Sheet

_REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)"
)
_MAX_CELLS = 10_000


def allowed(book: Book, sheet: Sheet, row: int, column: int) -> set[str] | None:
    """The entries of the cell's list as plain text; None without one or when it can't be followed."""
    for validation in sheet.validations:
        if any(addresses.inside(area, row, column) for area in validation.areas):
            return _entries(book, sheet, validation.formula.strip())
    return None


def _entries(book: Book, sheet: Sheet, formula: str) -> set[str] | None:
    if len(formula) >= 2 and formula[0] == formula[-1] == '"':
        return {plain(entry) for entry in formula[1:-1].split(",")}
    formula = book.names.get(formula, formula)
    found = _REFERENCE.fullmatch(formula)
    if not found:
        return None
    title = (found[1] or found[2] or sheet.title).replace("''", "'")
    if title not in book.parts:
        return None
    first_row, first_column, last_row, last_column = addresses.area(found[3])
    if (last_row - first_row + 1) * (last_column - first_column + 1) > _MAX_CELLS:
        return None
    source = book.sheet(title)
    cells = (
        source.text(row, column)
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    )
    return {plain(text) for text in cells if text.strip()}
