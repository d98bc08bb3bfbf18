"""What became of every row of a page, held against what is really written there. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sekisho.base.kanji import fold, plain
from sekisho.base.rows import Row
from sekisho.paper.page import UNREADABLE
from sekisho.paper.results import PageResult, ReadRow
from sekisho.paper.synth.truth import MUST_DOUBT, PageTruth, RowTruth
from sekisho.paper.whose import NO_FACILITY

#: read: a line of ROWS.csv; refused: on a page that was set aside; missed: the page was read, the row not listed.
Fate = Literal["accepted", "doubtful", "refused", "missed"]
#: What would be wrong if the row were accepted; "" when all is right.
Fault = Literal["", "must_doubt", "facility", "stranger", "person", "date", "nothing"]
#: Why it was left to a person: what was least sure, or what spoke against the row.
Cause = Literal["", "name", "date", "facility", "flag", "refused", "missed"]
FAULTS: tuple[Fault, ...] = ("person", "stranger", "date", "facility", "must_doubt", "nothing")
CAUSES: tuple[Cause, ...] = ("name", "date", "facility", "flag", "refused", "missed")


@dataclass(frozen=True)
class Judged:
    """One row. ``ours``: its person is on the roster and nothing odd asks for a person's eye, so leaving it
    to one is a cost. ``objection``: what spoke against it besides its probability, in a few words."""

    row: int
    fate: Fate
    probability: float
    fault: Fault
    cause: Cause
    ours: bool
    objection: str = ""

    @property
    def objected(self) -> bool:
        return bool(self.objection)


def judge(result: PageResult, truth: PageTruth, names: Iterable[str]) -> list[Judged]:
    """Every row of the page; ``names``: the roster of the sheet's facility.

    Rows that nobody wrote but that were read come last, with the fault «nothing».
    """
    if result.refused:
        return [_unread(row, "refused") for row in truth.rows]
    shared = Counter(fold(name) for name in names)
    read = {one.row.row: one for one in result.rows if one.row.state != "blank"}
    judged = []
    for row in truth.rows:
        one = read.pop(row.row, None)
        if one is None:
            judged.append(_unread(row, "missed"))
        else:
            judged.append(_read(one, fault_of(one.row, row, truth.facility, shared), _ours(row)))
    return judged + [_read(one, "nothing", False) for one in read.values()]


def fault_of(read: Row, truth: RowTruth, facility: str, shared: Counter[str]) -> Fault:
    """The gravest thing that is wrong. ``shared``: how many of the roster bear each folded name: variants
    count as equal unless only they tell two people apart."""
    if set(truth.flags) & MUST_DOUBT:
        return "must_doubt"
    if plain(read.facility) != plain(facility):
        return "facility"
    if not truth.on_roster:
        return "stranger"
    folded = fold(truth.name)
    same = fold(read.name) == folded if shared[folded] < 2 else plain(read.name) == plain(truth.name)
    if not same:
        return "person"
    return "" if read.date == truth.date else "date"


def cause_of(one: ReadRow) -> tuple[Cause, str]:
    """Why a row is doubtful, and what speaks against it besides its probability.

    The row's reason is the objection where there is one (after the name of its column), else a reason of one
    of its parts.
    """
    parts = {key: one.parts[key] for key in ("name", "date", "facility") if key in one.parts}
    known = {"", NO_FACILITY, UNREADABLE, *(part.reason for part in parts.values())}
    if one.row.state == "accepted":
        return "", ""
    if one.row.reason not in known:
        return "flag", one.row.reason.rpartition("：")[2]
    least = min(parts, key=lambda key: parts[key].probability)
    causes: dict[str, Cause] = {"name": "name", "date": "date", "facility": "facility"}
    return causes[least], ""


def _read(one: ReadRow, fault: Fault, ours: bool) -> Judged:
    cause, objection = cause_of(one)
    fate: Fate = "accepted" if one.row.state == "accepted" else "doubtful"
    return Judged(one.row.row, fate, one.row.probability, fault, cause, ours, objection)


def _unread(row: RowTruth, fate: Literal["refused", "missed"]) -> Judged:
    return Judged(row.row, fate, 0.0, "", fate, _ours(row))


def _ours(row: RowTruth) -> bool:
    return row.on_roster and not set(row.flags) & MUST_DOUBT
