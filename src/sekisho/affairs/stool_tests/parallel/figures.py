"""What may be said after a parallel run. Pure: counts and verdicts in, figures and honest sentences out."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HAND, MACHINE, NEITHER = "hand", "machine", "neither"
KINDS = {
    "different": "値が違う",
    "machine": "転記だけが記入",
    "hand": "手入力だけが記入",
    "left": "転記せずに人へ",
}
#: A longer pause between two decisions isn't time spent on them.
_PAUSE = datetime.timedelta(seconds=60)


@dataclass(frozen=True)
class Figures:
    """``cells`` compared; ``differences`` that count; of these ``machine_wrong`` and ``hand_wrong`` by verdict, ``open`` not decided
    yet; ``left``: cells that the program had left to a person."""

    cells: int
    differences: int
    left: int
    machine_wrong: int
    hand_wrong: int
    open: int

    @property
    def alike(self) -> int:
        """Cells in which both agree."""
        return self.cells - self.differences

    @property
    def counted(self) -> int:
        """Errors of the program for the bound: those found, and every difference about which nothing is decided."""
        return self.machine_wrong + self.open

    @property
    def sentence(self) -> str:
        """The program's rate with its bound; an open difference counts against it."""
        return self._said(self.machine_wrong, "読み取りの誤り")

    @property
    def hand_sentence(self) -> str:
        """The same of the typing by hand; an open difference counts against it too."""
        return self._said(self.hand_wrong, "手入力の誤り")

    def _said(self, wrong: int, what: str) -> str:
        # The library behind the bound is large; pages without figures needn't wait for it.
        from sekisho.books.bounds import sentence

        said = sentence(wrong + self.open, self.cells).replace("相違", what)
        return f"{said}（まだ決めていない相違 {self.open} 件も誤りと数えています）" if self.open else said


def figures(cells: int, verdicts: Iterable[tuple[str, str]]) -> Figures:
    """Of the differences as (kind, verdict)."""
    found = list(verdicts)
    errors = [verdict for kind, verdict in found if kind != "left"]
    return Figures(
        cells,
        len(errors),
        len(found) - len(errors),
        sum(verdict in (HAND, NEITHER) for verdict in errors),
        sum(verdict in (MACHINE, NEITHER) for verdict in errors),
        sum(verdict not in (HAND, MACHINE, NEITHER) for verdict in errors),
    )


def minutes_of(decisions: Sequence[tuple[int, datetime.datetime]]) -> float:
    """Minutes that people spent deciding: (who, when) of each decision; a long pause counts as the time of one decision."""
    spent = datetime.timedelta()
    last: dict[int, datetime.datetime] = {}
    for staff, when in sorted(decisions, key=lambda one: one[1]):
        before = last.get(staff)
        gap = when - before if before else _PAUSE
        spent += gap if gap < _PAUSE else datetime.timedelta(seconds=3)
        last[staff] = when
    return round(spent.total_seconds() / 60, 1)


def saved(typing: float | None, looking: float | None) -> str:
    """Time saved, in a sentence; empty where one of the two isn't known."""
    if typing is None or looking is None or typing <= 0:
        return ""
    share = round(100 * (typing - looking) / typing)
    if share <= 0:
        return f"手入力 {typing:g} 分に対し、読み取りの確認に {looking:g} 分かかり、時間は減っていません。"
    return f"手入力 {typing:g} 分が、読み取りの確認 {looking:g} 分になり、{share} % 減りました。"
