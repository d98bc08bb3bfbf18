"""Marks and results: ○ ✓ レ × − ＋ 陰性 陽性, and which of them a person must see.

What isn't clearly negative is never called so: a positive result that is missed does harm.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sekisho.base.kanji import plain
from sekisho.paper.ctc import Alphabet
from sekisho.paper.date_lattice import Cell
from sekisho.paper.engine import Reading
from sekisho.paper.recogniser import Line
from sekisho.paper.signs import SIGNS, Windows

Meaning = Literal["negative", "positive", "mark", "none"]

UNREADABLE = "印が読めません"
POSITIVE = "陽性のようです"
DIFFERENT = "ほかの行と違う印です"
#: A sign that is at least this sure needs no second opinion (none so sure was wrong on calibration sheets).
CLEAR = 0.99
_SURE_LINE = 0.999
#: Words in the header of a column of results: there, whatever is unusual must be seen.
_RESULTS = (
    "結果", "判定", "菌", "陰", "陽", "O157", "O-157", "O26", "O111", "サルモネラ", "赤痢", "チフス", "ノロ", "大腸",
)  # fmt: skip
#: Share of a column's rows that must agree on what is usual.
_USUAL = 0.7
#: A sign that is usual in its column needs to be only this sure, where hardly anything speaks for one to be seen.
_LIKELY, _HARM = 0.95, 0.01
_SEEN = [SIGNS.index(sign) for sign in ("other", "＋", "陽性")]


@dataclass(frozen=True)
class Mark:
    """A mark as it may be written. ``text``: how the rows show it; ``writings``: what the recogniser may see."""

    text: str
    meaning: Meaning
    writings: tuple[str, ...]


MARKS = (
    Mark("−", "negative", ("-", "(-)")),
    Mark("陰性", "negative", ("陰性", "陰", "陰性(-)", "(-)陰性")),
    Mark("＋", "positive", ("+", "(+)", "±", "(±)", "1+", "2+", "3+")),
    Mark("陽性", "positive", ("陽性", "陽", "陽性(+)", "(+)陽性")),
    Mark("○", "mark", ("○", "◎")),
    Mark("×", "mark", ("×", "x", "X")),
    Mark("✓", "mark", ("レ", "✓", "√", "V", "v")),
    Mark("／", "mark", ("/", "ノ")),
    Mark("△", "mark", ("△",)),
    Mark("1", "mark", ("1",)),
)
_MEANING: dict[str, Meaning] = {mark.text: mark.meaning for mark in MARKS}
#: Likelihood, beside the best free path, that something outside the vocabulary is given.
_OTHER = 1e-3


def usual_sign(column: Sequence[Windows]) -> str:
    """The sign that most of a column's written cells (their shares) seem to show; "" when there is none."""
    found = Counter(SIGNS[int(shares.argmax())] for shares in column)
    sign, count = max(found.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return sign if count >= max(3, _USUAL * len(column)) else ""


def from_sign(
    shares: Windows, choices: Sequence[str] = (), usual: str = ""
) -> tuple[Reading, Meaning] | None:
    """What the sign reader's ``shares`` (one a sign of SIGNS) say by themselves; None when they aren't clear.

    ``usual``: the sign of the other rows (``usual_sign``); a small dash is believed sooner among dashes.
    """
    best = int(shares.argmax())
    sign, sure = SIGNS[best], float(shares[best])
    expected = sign == usual and float(shares[_SEEN].sum()) <= _HARM
    if sure < (_LIKELY if expected else CLEAR) or sign in ("other", "〃", "同上"):
        return None
    if sign == "nothing":
        return Reading("", sure, ""), "none"
    named = next((choice for choice in choices if plain(choice) in _writings(sign)), sign)
    return Reading(named, sure, ""), _MEANING[sign]


def _writings(sign: str) -> tuple[str, ...]:
    return next((plain(mark.text), *mark.writings) for mark in MARKS if mark.text == sign)


def from_line(line: Line, alphabet: Alphabet, choices: Sequence[str] = ()) -> tuple[Reading, Meaning]:
    """The likeliest of the column's ``choices``, or of all marks when it names none, under the recogniser."""
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
    return Reading(best.text, sure, "" if sure > _SURE_LINE else UNREADABLE, found), best.meaning


def _of_choice(choice: str) -> Mark:
    """A choice of the form as a mark, with the writings of the known one that it is."""
    text = plain(choice)
    for mark in MARKS:
        if text in (plain(mark.text), *mark.writings):
            return Mark(choice, mark.meaning, (*mark.writings, text))
    return Mark(choice, "mark", (text,))


def objections(header: str, column: Sequence[tuple[Reading, Meaning]]) -> list[str]:
    """Why a person must look at each cell of a column, "" where nobody must.

    In a column of results everything that is positive, unreadable or unlike the other rows (× among ○) counts; in
    another column (received, checked) only what is positive.
    """
    usual = Counter(reading.text for reading, meaning in column if meaning != "positive" and reading.text)
    text, count = max(usual.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    written = sum(meaning != "none" for _, meaning in column)
    settled = count >= max(3, _USUAL * written)
    of_results = any(word in plain(header) for word in _RESULTS)
    return [_objection(reading, meaning, of_results, text if settled else "") for reading, meaning in column]


def _objection(reading: Reading, meaning: Meaning, of_results: bool, usual: str) -> str:
    if meaning == "positive":
        return POSITIVE
    if not of_results or meaning == "none":
        return ""
    if reading.reason:
        return reading.reason
    return DIFFERENT if meaning == "mark" and usual and reading.text != usual else ""
