"""What would become of each row of a month in a ledger: worked out, kept as JSON, shown. Pure."""

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from sekisho.base import rows as base
from sekisho.books.book import Book
from sekisho.books.changes import Change
from sekisho.books.post import plan
from sekisho.books.rule import Rule

#: What is said of a row's outcome, in the order in which a clerk wants to see them.
OUTCOMES = {
    "conflict": "食い違い",
    "missing": "書く場所がない",
    "written": "書き込む",
    "already": "もう入っている",
}
#: The same once it is done, and once it is taken back.
DONE = {**OUTCOMES, "written": "書き込んだ"}
UNDONE = {**OUTCOMES, "written": "取り消した"}


@dataclass(frozen=True)
class Sure:
    """A row that may be posted. ``key``: its number in the database; ``facility``: the office's."""

    key: int
    facility: int
    row: base.Row


@dataclass(frozen=True)
class Line:
    """A row and what becomes of it. ``row``: its number in the database; ``at``: page and line of the sheet."""

    row: int
    outcome: str
    reason: str
    facility: str
    name: str
    date: str
    sheet: str
    cell: str
    before: str
    after: str
    source: str
    at: str

    @property
    def word(self) -> str:
        """The outcome in words."""
        return OUTCOMES.get(self.outcome, self.outcome)

    @property
    def day(self) -> datetime.date | None:
        """The day of the sample."""
        return datetime.date.fromisoformat(self.date) if self.date else None

    @property
    def trouble(self) -> bool:
        """Is it left to a person?"""
        return self.outcome in ("conflict", "missing")


@dataclass(frozen=True)
class Work:
    """A ledger with the rows posted: its bytes, what was changed where, and the lines of the rows."""

    data: bytes
    changes: list[Change]
    notes: list[str]
    lines: list[Line]


def work_out(rows: Sequence[Sure], book: Book, rule: Rule) -> Work:
    """Post the rows into the ledger, in memory."""
    data, result = plan([one.row for one in rows], book, rule)
    # The engine answers for the rows in their order; changes of the file come after them.
    lines = [_line(one, change) for one, change in zip(rows, result.changes, strict=False)]
    return Work(data, result.changes, result.notes, lines)


def _line(sure: Sure, change: Change) -> Line:
    return Line(
        sure.key, change.outcome, change.reason, change.facility, change.name, change.date, change.sheet, change.cell,
        change.before, change.after, change.source, f"{change.page}枚目 {change.row}行目",
    )  # fmt: skip


def pack(lines: Iterable[Line]) -> bytes:
    """The lines as they are kept."""
    return json.dumps([astuple(line) for line in lines], ensure_ascii=False).encode()


def unpack(data: bytes) -> list[Line]:
    """Lines that were kept."""
    return [Line(*values) for values in json.loads(data)]


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """Rows by outcome."""
    return dict(Counter(line.outcome for line in lines))


def by_facility(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The lines of each facility, in their order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.facility, []).append(line)
    return list(found.items())
