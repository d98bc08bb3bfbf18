"""Marks and results: ○ ✓ レ × − ＋ 陰性 陽性, and which of them a person must see.

What isn't clearly negative is never called so: a positive result that is missed does harm.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

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
MISSING = "結果が書かれていません"
OVERWRITTEN = "印に重ねて何か書かれています"
#: A sign that is at least this sure needs no second opinion (none so sure was wrong on calibration sheets).
CLEAR = 0.99
_SURE_LINE = 0.999
#: What three opinions multiplied must be sure of, and how much of a positive result may be left in them. On 11,315 negative
#: and 652 positive results of calibration pages, thin print among them, these let nothing positive through.
_SURE_TOGETHER, _FEARED = 0.99, 0.002
#: No opinion makes a mark less likely than this: each network knows signs that it can't read.
_LEAST, _LEAST_SEEN = 1e-3, 1e-4
#: Words in the header of a column of results: there, whatever is unusual must be seen.
_RESULTS = (
    "結果", "判定", "菌", "陰", "陽", "O157", "O-157", "O26", "O111", "サルモネラ", "赤痢", "チフス", "ノロ", "大腸",
)  # fmt: skip
#: Share of a column's rows that must agree on what is usual.
_USUAL = 0.7
#: So many cells with one sign tell how much ink it takes; one with this many times that, and so much more (cell heights squared),
#: was struck out or written over. (A copier makes a dash twice as thick here and there.)
_LIKE, _INK, _MORE_INK = 5, 1.7, 0.03
#: A sign that only its column makes sure must be what its own ink shows by this much, …
_LIKELY = 0.5
#: … and what may be a positive result, or any other writing, may not be likelier than this.
_HARM, _WORDS = 0.01, 0.1
_HARMFUL = [SIGNS.index(sign) for sign in ("＋", "陽性", "×")]
_OTHER_WRITING = SIGNS.index("other")
_PLUS, _CROSS = SIGNS.index("＋"), SIGNS.index("×")
_POSITIVE = [_PLUS, SIGNS.index("陽性")]
#: Cells that a column is thought to have of each sign besides those that it shows.
_STRANGE = 0.1
#: From this chance of a positive result or a × on, the recogniser's opinion that it is something else isn't believed.
_SUSPECT = 0.1


class Shares(NamedTuple):
    """The sign reader's opinion of a cell (one share a sign of SIGNS), by itself and among those of its column."""

    alone: Windows
    weighed: Windows


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


def weigh(column: Sequence[Windows]) -> list[Shares]:
    """The shares of a column's written cells, with how often the column shows each sign taken into account.

    How often is learned from the cells themselves, by turns. Thirty dashes make the thirty-first likely.
    """
    if not column:
        return []
    alone = np.stack(column).astype(np.float64)
    weighed = alone
    for _ in range(20):
        often = (weighed.sum(0) + _STRANGE) / (len(alone) + _STRANGE * len(SIGNS))
        weighed = alone * often
        weighed /= np.maximum(weighed.sum(1, keepdims=True), 1e-12)
    return [Shares(one, two.astype(np.float32)) for one, two in zip(column, weighed, strict=True)]


def from_sign(shares: Shares, choices: Sequence[str] = ()) -> tuple[Reading, Meaning] | None:
    """What the sign reader's ``shares`` say by themselves; None when they aren't clear.

    A cell is believed for its column's sake only where its own ink hardly speaks for anything that must be seen.
    """
    alone, weighed = shares
    best = int(alone.argmax())
    sure = float(alone[best])
    if sure < CLEAR:
        best = int(weighed.argmax())
        sure = float(weighed[best])
        harm = float(alone[_HARMFUL].sum())
        # A column makes nobody's result positive, and words are read better than they are recognised by their shape.
        if sure < CLEAR or alone[best] < _LIKELY or harm > _HARM or alone[_OTHER_WRITING] > _WORDS:
            return None
    sign = SIGNS[best]
    if sign in ("other", "〃", "同上"):
        return None
    if sign == "nothing":
        return Reading("", sure, ""), "none"
    named = next((choice for choice in choices if plain(choice) in _writings(sign)), sign)
    return Reading(named, sure, ""), _MEANING[sign]


def _writings(sign: str) -> tuple[str, ...]:
    return next(((plain(mark.text), *mark.writings) for mark in MARKS if mark.text == sign), ())


def from_line(
    line: Line, alphabet: Alphabet, choices: Sequence[str] = (), shares: Shares | None = None
) -> tuple[Reading, Meaning]:
    """The likeliest of the column's ``choices``, or of all marks when it names none, under the recogniser.

    Where the sign reader's ``shares`` speak for a positive result, nothing else is believed; but 陰性 read as a word is, for
    its shape differs from that of 陽性 by a few strokes only.
    """
    ranked = _ranked(Cell(line.logp, alphabet), choices)
    best, sure = ranked[0]
    found = tuple((mark.text, round(share, 6)) for mark, share in ranked[:3])
    if sure < 0.5:
        return Reading("", sure, UNREADABLE, found), "mark"
    suspect = _suspected(shares, best)
    clear = sure > _SURE_LINE and (best.meaning == "positive" or not suspect)
    return Reading(best.text, sure, "" if clear else UNREADABLE, found), best.meaning


def _suspected(shares: Shares | None, read: Mark) -> bool:
    """Whether the sign reader sees a positive result, or a × over or beside another mark, where something else was ``read``."""
    if shares is None:
        return False
    feared = [_PLUS] if read.text.startswith("陰") else _POSITIVE
    return (
        max(float(shares.alone[feared].sum()), 0.0 if _harmful(read) else float(shares.alone[_CROSS]))
        > _SUSPECT
    )


def from_all(
    first: tuple[Reading, Meaning], heard: Cell, again: Cell, choices: Sequence[str], shares: Shares
) -> tuple[Reading, Meaning]:
    """A mark that neither the sign reader nor the recogniser (``first``) could tell by itself: the opinions of these two and of the
    reader of figures (``again``) multiplied, for each errs in its own way.

    It stays unreadable where anything speaks for a positive result or for other writing.
    """
    by_line, by_figures = dict(_ranked(heard, choices)), dict(_ranked(again, choices))
    joint = {
        mark: max(share, _LEAST) * max(by_figures[mark], _LEAST) * _seen(mark, shares.alone)
        for mark, share in by_line.items()
    }
    total = sum(joint.values())
    best = max(joint, key=joint.__getitem__)
    sure = joint[best] / total
    feared = sum(share for mark, share in joint.items() if _harmful(mark)) / total
    likeliest = SIGNS[int(shares.alone.argmax())]
    if (
        sure < _SURE_TOGETHER
        or (shares.alone[_CROSS] > _SUSPECT and not _harmful(best))
        or (feared > _FEARED and best.meaning != "positive")
        or likeliest in ("nothing", "other")
    ):
        return first
    return Reading(best.text, sure, "", first[0].candidates), best.meaning


def _seen(mark: Mark, alone: Windows) -> float:
    """The sign reader's share of a mark, or of any other writing where it doesn't know the mark."""
    signs = [number for number, sign in enumerate(SIGNS) if plain(mark.text) in _writings(sign)]
    return max(float(alone[signs[0] if signs else _OTHER_WRITING]), _LEAST_SEEN)


def _harmful(mark: Mark) -> bool:
    return mark.meaning == "positive" or "×" in (mark.text, *mark.writings)


def _ranked(cell: Cell, choices: Sequence[str]) -> list[tuple[Mark, float]]:
    """The column's marks with their shares, best first; what is left to 1 is anything else."""
    marks = [_of_choice(choice) for choice in choices] or list(MARKS)
    scores = np.array([max(cell.whole(text) for text in mark.writings) for mark in marks])
    total = float(scores.sum()) + _OTHER
    return [(marks[n], float(scores[n]) / total) for n in np.argsort(-scores, kind="stable").tolist()]


def _of_choice(choice: str) -> Mark:
    """A choice of the form as a mark, with the writings of the known one that it is."""
    text = plain(choice)
    for mark in MARKS:
        if text in (plain(mark.text), *mark.writings):
            return Mark(choice, mark.meaning, (*mark.writings, text))
    return Mark(choice, "mark", (text,))


def objections(header: str, column: Sequence[tuple[Reading, Meaning]]) -> list[str]:
    """Why a person must look at each cell of a column, "" where nobody must.

    In a column of results everything that is positive, unreadable, unlike the other rows (× among ○) or missing where nearly all
    rows have one counts; in another column (received, checked) only what is positive.
    """
    usual = Counter(reading.text for reading, meaning in column if meaning != "positive" and reading.text)
    text, count = max(usual.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    written = sum(meaning != "none" for _, meaning in column)
    settled = count >= max(3, _USUAL * written)
    of_results = any(word in plain(header) for word in _RESULTS)
    without = MISSING if of_results and settled and written >= _USUAL * len(column) else ""
    return [
        without if meaning == "none" else _objection(reading, meaning, of_results, text if settled else "")
        for reading, meaning in column
    ]


def overwritten(header: str, column: Sequence[tuple[Reading, Meaning]], inks: Sequence[float]) -> list[str]:
    """What speaks against cells of a column of results that show the sign of others in far more ink (cell heights squared)."""
    if not any(word in plain(header) for word in _RESULTS):
        return [""] * len(column)
    same: dict[str, list[float]] = {}
    for (reading, _), ink in zip(column, inks, strict=True):
        same.setdefault(reading.text, []).append(ink)
    usual = {text: float(np.median(found)) for text, found in same.items() if text and len(found) >= _LIKE}
    most = {text: max(_INK * ink, ink + _MORE_INK) for text, ink in usual.items()}
    return [
        OVERWRITTEN if ink > most.get(reading.text, ink) else ""
        for (reading, _), ink in zip(column, inks, strict=True)
    ]


def _objection(reading: Reading, meaning: Meaning, of_results: bool, usual: str) -> str:
    if meaning == "positive":
        return POSITIVE
    if not of_results:
        return ""
    if reading.reason:
        return reading.reason
    return DIFFERENT if meaning == "mark" and usual and reading.text != usual else ""
