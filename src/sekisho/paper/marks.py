"""Marks and results: ○ ✓ レ × − ＋ 陰性 陽性, and whether one may go unseen.

What isn't clearly negative is never called so: a positive result that is missed does harm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sekisho.base.kanji import plain
from sekisho.paper.ctc import Alphabet
from sekisho.paper.date_lattice import Cell
from sekisho.paper.engine import Reading
from sekisho.paper.recogniser import Line

Meaning = Literal["negative", "positive", "mark"]

UNREADABLE = "印が読めません"
POSITIVE = "結果が陽性のようです"


@dataclass(frozen=True)
class Mark:
    """A mark as it may be written. ``text``: how it stands in the rows; ``writings``: what the
    recogniser may see."""

    text: str
    meaning: Meaning
    writings: tuple[str, ...]


MARKS = (
    Mark("−", "negative", ("-", "(-)")),
    Mark("陰性", "negative", ("陰性", "陰", "陰性(-)", "(-)陰性")),
    Mark("＋", "positive", ("+", "(+)", "±", "(±)", "2+", "3+")),
    Mark("陽性", "positive", ("陽性", "陽", "陽性(+)", "(+)陽性")),
    Mark("○", "mark", ("○", "◎")),
    Mark("×", "mark", ("×", "x", "X")),
    Mark("✓", "mark", ("レ", "✓", "√", "V", "v", "し")),
    Mark("／", "mark", ("/", "ノ")),
    Mark("△", "mark", ("△",)),
    Mark("1", "mark", ("1",)),
)
#: Likelihood, beside the best free path, that something outside the vocabulary is given.
_OTHER = 1e-3


def read_mark(line: Line, alphabet: Alphabet, choices: Sequence[str] = ()) -> tuple[Reading, Meaning]:
    """The likeliest of the column's ``choices``, or of all marks when it names none, and what it means."""
    cell = Cell(line.logp, alphabet)
    marks = [_of_choice(choice) for choice in choices] or list(MARKS)
    scores = np.array([max(cell.whole(text) for text in mark.writings) for mark in marks])
    total = float(scores.sum()) + _OTHER
    order = np.argsort(-scores, kind="stable")[:3]
    best = marks[int(order[0])]
    sure = float(scores[order[0]]) / total
    found = tuple((marks[int(n)].text, round(float(scores[n]) / total, 6)) for n in order)
    if sure < 0.5:
        return Reading("", sure, UNREADABLE, found), "mark"
    reason = POSITIVE if best.meaning == "positive" else "" if sure > 0.99 else UNREADABLE
    return Reading(best.text, sure, reason, found), best.meaning


def _of_choice(choice: str) -> Mark:
    """A choice of the form as a mark, with the writings of the known one that it is."""
    text = plain(choice)
    for mark in MARKS:
        if text == plain(mark.text) or text in mark.writings:
            return Mark(choice, mark.meaning, (*mark.writings, text))
    return Mark(choice, "mark", (text,))
