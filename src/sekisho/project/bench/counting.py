"""Counts over judged rows: wrong accepts, rows left to a person, each by kind. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from sekisho.paper.page import accepts
from sekisho.paper.reliability import upper_bound
from sekisho.project.bench.judging import Judged


@dataclass(frozen=True)
class PageRecord:
    """One page of the bench and its rows. ``role``: bench, or heldout (kept out of everything)."""

    role: str
    style: str
    mix: str
    layout: str
    face: str
    damages: tuple[str, ...]
    dpi: int
    refused: str
    rows: tuple[Judged, ...]


@dataclass
class Tally:
    """What came out. ``ours``: rows of people on the roster with nothing odd; ``left`` of these to a person.

    ``wrong`` by fault, ``causes`` of the rows left by cause.
    """

    pages: int = 0
    refused: int = 0
    rows: int = 0
    accepted: int = 0
    ours: int = 0
    left: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)

    @property
    def wrongs(self) -> int:
        return sum(self.wrong.values())

    @property
    def wrong_share(self) -> float:
        """Wrong rows among the accepted."""
        return self.wrongs / self.accepted if self.accepted else 0.0

    @property
    def bound(self) -> float:
        """With 95 % confidence the share of wrong rows is at most this (Clopper and Pearson, one-sided)."""
        return upper_bound(self.wrongs, self.accepted)

    @property
    def left_share(self) -> float:
        """Rows left to a person of those whose person is on the roster."""
        return self.left / self.ours if self.ours else 0.0

    def share_of(self, *causes: str) -> float:
        """Rows left for these causes, of those whose person is on the roster."""
        return sum(self.causes[cause] for cause in causes) / self.ours if self.ours else 0.0


def tally(pages: Iterable[PageRecord]) -> Tally:
    """Count pages and rows."""
    total = Tally()
    for page in pages:
        total.pages += 1
        total.refused += bool(page.refused)
        for row in page.rows:
            total.rows += row.fault != "nothing"
            if row.fate == "accepted":
                total.accepted += 1
                if row.fault:
                    total.wrong[row.fault] += 1
            total.ours += row.ours
            if row.ours and row.fate != "accepted":
                total.left += 1
                total.causes[row.cause] += 1
    return total


def grouped(
    pages: Iterable[PageRecord], keys: Callable[[PageRecord], Iterable[str]]
) -> dict[str, list[PageRecord]]:
    """Pages by their keys, in the order of the keys; a page with several keys stands under each."""
    groups: dict[str, list[PageRecord]] = {}
    for page in pages:
        for key in keys(page):
            groups.setdefault(key, []).append(page)
    return dict(sorted(groups.items()))


def at_risk(pages: Iterable[PageRecord], risk: float) -> list[PageRecord]:
    """The same pages as they would have come out with another wanted risk."""
    return [replace(page, rows=tuple(_at_risk(row, risk) for row in page.rows)) for page in pages]


def _at_risk(row: Judged, risk: float) -> Judged:
    if row.fate in ("refused", "missed") or row.objected:
        return row
    if accepts(row.probability, risk):
        return replace(row, fate="accepted", cause="")
    return replace(row, fate="doubtful", cause=row.cause or "name")
