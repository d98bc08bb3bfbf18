"""What a nursery's month is called, from nobody's counts. Pure: values in, an explained result out."""

import datetime
from dataclasses import dataclass

from sekisho.affairs.stool_tests.months import after

#: State → (word, sign). The sign says without colour what the colour says.
STATES = {
    "future": ("これから", "・"),
    "missing": ("未着", "―"),
    "late": ("遅れ", "!"),
    "received": ("受取", "○"),
    "read": ("読取済", "◎"),
    "waiting": ("確認待ち", "?"),
    "posted": ("転記", "●"),
    "confirmed": ("確認済", "✓"),
    "erased": ("消去済", "□"),
}


@dataclass
class Counts:
    """Of one nursery and month. ``unread``: files and pages not read yet; ``pages``: read ones; ``sure``: rows that may be posted,
    ``open``: rows that a person must look at; ``posted``: rows that stand in the ledger by a posting; ``closed``: the posting
    was confirmed."""

    unread: int = 0
    pages: int = 0
    sure: int = 0
    open: int = 0
    rows: int = 0
    posted: int = 0
    closed: bool = False


@dataclass(frozen=True)
class Cell:
    """A nursery's month on the board."""

    state: str
    counts: Counts

    @property
    def word(self) -> str:
        """The state in words."""
        return STATES[self.state][0]

    @property
    def sign(self) -> str:
        """The state as a sign."""
        return STATES[self.state][1]

    @property
    def number(self) -> int | None:
        """The one figure worth showing: what waits, else what there is."""
        counts = self.counts
        return {"waiting": counts.open, "received": counts.unread, "posted": counts.posted}.get(
            self.state, counts.rows or None
        )


def state_of(counts: Counts, month: datetime.date, due: datetime.date, today: datetime.date) -> str:
    """The key of STATES. What waits for a person goes before everything that is done."""
    if counts.open:
        return "waiting"
    if counts.unread:
        return "received"
    if counts.closed and not counts.rows and not counts.pages:
        return "erased"
    if counts.closed and counts.posted >= counts.sure:
        return "confirmed"
    if counts.posted and counts.posted >= counts.sure:
        return "posted"
    if counts.rows or counts.pages:
        return "read"
    if today > due:
        return "late"
    # Nothing of the month can be expected before its end.
    return "missing" if today >= after(month) else "future"
