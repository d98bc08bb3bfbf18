"""Which value rules explain what a clerk wrote into the example cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sekisho.base.kanji import plain
from sekisho.base.rows import Row
from sekisho.books.book import Book
from sekisho.books.edit import Value
from sekisho.books.hypotheses import Filled
from sekisho.books.months import to_serial
from sekisho.books.rule import ValueRule, value_of

#: How dates are written as text, most usual first.
PATTERNS = (
    "{月}/{日}",
    "{月2}/{日2}",
    "{月}月{日}日",
    "R{年}.{月}.{日}",
    "R{年2}.{月2}.{日2}",
    "R{年}/{月}/{日}",
    "{年}.{月}.{日}",
    "令和{年}年{月}月{日}日",
    "{西暦}/{月}/{日}",
    "{西暦}/{月2}/{日2}",
    "{西暦}-{月2}-{日2}",
    "{西暦}年{月}月{日}日",
    "{日}日",
    "{日}",
)


@dataclass(frozen=True)
class Example:
    """A filled cell and the rows that a rule sends there."""

    filled: Filled
    rows: list[Row]


def values(examples: Sequence[Example], book: Book) -> list[ValueRule]:
    """All value rules that explain every example; ``book`` is the ledger after filling in."""
    return [
        rule
        for rule in dict.fromkeys(_possible(examples[0], book))
        if all(_explains(rule, example, book) for example in examples)
    ]


def _written(filled: Filled) -> Value:
    text = filled.cell.text
    if filled.cell.kind == "number" and re.fullmatch(r"-?\d+(\.0+)?", text):
        return int(float(text))
    return text


def _possible(example: Example, book: Book) -> Iterator[ValueRule]:
    written = _written(example.filled)
    if isinstance(written, int):
        yield ValueRule("number", written)
        yield ValueRule("number", "{日}")
        if book.styles.is_date(example.filled.cell.style):
            yield ValueRule("date")
    else:
        # A text with braces would be taken for a pattern; no clerk writes one.
        yield from [ValueRule("text", written)] if "{" not in written else []
        yield from (ValueRule("text", pattern) for pattern in PATTERNS)
    for row in example.rows:
        yield from (ValueRule("field", name) for name in row.extra if name)


def _explains(rule: ValueRule, example: Example, book: Book) -> bool:
    written = _written(example.filled)
    if rule.kind == "date":
        return any(row.date and to_serial(row.date, book.date1904) == written for row in example.rows)
    found = [value_of(rule, row, book.date1904) for row in example.rows]
    if rule.kind == "field":
        return any(value is not None and plain(str(value)) == plain(str(written)) for value in found)
    return written in found


def differ(one: ValueRule, other: ValueRule, row: Row) -> bool:
    """Whether two value rules write different values for a row."""
    return value_of(one, row, False) != value_of(other, row, False)
