"""Every date in every common writing under the recogniser's likelihood, by a little linear algebra.

Between the frames of a cell lie its ``frames + 1`` bounds. A string's matrix holds at (i, j) the
probability that just this string is written from bound i to bound j (all CTC paths summed, the blanks
before it included), so the matrix of two strings in a row is the product of theirs. Sixty days in a
hundred writings each cost a few products. All probabilities are relative to the best class of each
frame, so that nothing sinks out of a float's range.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.base.wareki import ERAS
from sekisho.paper.ctc import Alphabet
from sekisho.paper.recogniser import LogProbs

Floats = NDArray[np.float64]

#: What a recogniser that was not raised on Japanese forms writes for these.
POOLS = {
    "0": "0Oo〇○",
    "1": "1Il",
    ".": ".・、,。:",
    "/": "/",
    "-": "-−ー一",
    "(": "(（",
    ")": ")）",
    "曜": "月火水木金土日",
}
#: Separators after year, month and day.
STYLES = (("年", "月", "日"), (".", ".", ""), ("/", "/", ""), ("-", "-", ""))
#: How the year stands there; «none» when it doesn't, «empty» when only its printed 年 does.
FORMS = ("none", "empty", "era", "short era", "letter", "number", "western", "western short")
PADDINGS = 2
#: Months and days are both written with a leading zero or both without: 05.1 is what a lost digit leaves.
_NUMBERS = tuple(tuple(writing.format(number) for number in range(1, 32)) for writing in ("{}", "{:02}"))
#: A 日 left out, a weekday added: seldom.
_RARE = 0.05
#: Less than this share of the best path can't become a date that is believed.
_NEGLIGIBLE = 1e-9


@dataclass(frozen=True)
class DateScores:
    """Likelihoods of one cell, relative to the best free path (at most about 1).

    ``dated``: style × form × padding × year × month × day for dates with a year, ``undated``: the same
    without the year (forms «none» and «empty»). Months and days from index 0.
    """

    dated: Floats
    undated: Floats


class Cell:
    """The matrices of one cell, made when first asked for."""

    def __init__(self, logp: LogProbs, alphabet: Alphabet) -> None:
        """``logp``: frames × classes, class 0 the blank."""
        self._alphabet = alphabet
        relative = logp.astype(np.float64) - logp.max(1, keepdims=True)
        self._logp = relative
        self._bounds = len(logp) + 1
        self.blank = self._run(relative[:, 0], with_none=True)
        self._must_blank = np.triu(self.blank, 1)
        self._made: dict[str, Floats] = {}
        self._started: dict[str, Floats] = {}

    def _run(self, values: Floats, with_none: bool) -> Floats:
        """(i, j): the class of ``values`` holds all frames from bound i to bound j."""
        total = np.concatenate([[0.0], np.cumsum(np.maximum(values, -60.0))])
        apart = total[None, :] - total[:, None]
        return np.asarray(np.triu(np.exp(np.minimum(apart, 0.0)), 0 if with_none else 1))

    def _classes(self, character: str) -> list[int]:
        return [c for c in map(self._alphabet.encode_exact, POOLS.get(character, character)) if c]

    def _class_run(self, character: str) -> Floats:
        classes = self._classes(character)
        if not classes:
            return np.zeros((self._bounds, self._bounds))
        return self._run(np.logaddexp.reduce(self._logp[:, classes], axis=1), with_none=False)

    def matrix(self, text: str) -> Floats:
        """The matrix of ``text``; the empty string's is that of nothing at all, not even a blank."""
        if text not in self._made:
            if not text:
                made = np.eye(self._bounds)
            elif len(text) == 1:
                made = self.blank @ self._class_run(text)
            elif text[-1] == text[-2]:
                made = self.matrix(text[:-1]) @ (self._must_blank @ self._class_run(text[-1]))
            else:
                made = self.matrix(text[:-1]) @ self.matrix(text[-1])
            self._made[text] = made
        return self._made[text]

    def strongest(self, character: str) -> float:
        """How near ``character`` comes to the best class in any frame (1: it is the best in one)."""
        classes = self._classes(character)
        return float(np.exp(self._logp[:, classes].max())) if classes else 0.0

    def start(self, text: str) -> Floats:
        """(bounds): ``text`` fills the cell from its beginning up to this bound."""
        if text not in self._started:
            if not text:
                row = np.zeros(self._bounds)
                row[0] = 1.0
            elif text[-1:] == text[-2:-1]:
                row = self.start(text[:-1]) @ self._must_blank @ self._class_run(text[-1])
            else:
                row = self.start(text[:-1]) @ self.matrix(text[-1])
            self._started[text] = row
        return self._started[text]

    def whole(self, text: str) -> float:
        """Likelihood that the cell says ``text`` and nothing else."""
        return float(self.start(text) @ self.blank[:, -1])


def score_dates(cell: Cell, years: Sequence[int]) -> DateScores:
    """Likelihood of every month and day, with each of ``years`` written or no year at all."""
    numbers = np.stack([[cell.matrix(text) for text in texts] for texts in _NUMBERS])
    weekday = cell.matrix("(") @ cell.matrix("曜") @ cell.matrix(")") @ cell.blank[:, -1]
    end = cell.blank[:, -1] + _RARE * weekday
    dated = np.zeros((len(STYLES), len(FORMS), len(_NUMBERS), len(years), 12, 31))
    undated = np.zeros((len(STYLES), 2, len(_NUMBERS), 12, 31))
    for style, (after_year, after_month, after_day) in enumerate(STYLES):
        if cell.strongest(after_month) < _NEGLIGIBLE:
            continue
        heads, places = _heads(cell, after_year, tuple(years))
        tail = cell.matrix(after_day) @ end + _RARE * end if after_day else end
        for padded, matrices in enumerate(numbers):
            # head × bound, then through the month, its separator, and the day to the end.
            through = np.einsum("hb,mbc->hmc", heads, matrices[:12], optimize=True)
            found = through @ cell.matrix(after_month) @ (matrices @ tail).T
            for (form, year), values in zip(places, found, strict=True):
                if year is None:
                    undated[style, form, padded] += values
                else:
                    dated[style, form, padded, year] += values
    return DateScores(dated, undated)


def _heads(
    cell: Cell, after_year: str, years: tuple[int, ...]
) -> tuple[Floats, list[tuple[int, int | None]]]:
    """What may stand before the month: a row of bounds for each, with its form and which of the years."""
    texts, places = _head_texts(after_year, years)
    rows = np.stack([cell.start(text) for text in texts])
    kept = np.flatnonzero(rows.max(1) > _NEGLIGIBLE)
    return rows[kept], [places[number] for number in kept]


@functools.lru_cache(maxsize=256)
def _head_texts(
    after_year: str, years: tuple[int, ...]
) -> tuple[tuple[str, ...], list[tuple[int, int | None]]]:
    texts = [""]
    places: list[tuple[int, int | None]] = [(0, None)]
    if after_year == "年":
        for text in ("年", "令和年"):
            texts.append(text)
            places.append((FORMS.index("empty"), None))
    for place, year in enumerate(years):
        for form, text in _year_texts(year):
            texts.append(text + after_year)
            places.append((FORMS.index(form), place))
    return tuple(texts), places


def _year_texts(year: int) -> list[tuple[str, str]]:
    """Writings of a year, each with its form; the year in which an era begins has two numbers."""
    found = [("western", str(year)), ("western short", f"{year % 100:02}")]
    for place, era in enumerate(ERAS):
        ends = ERAS[place + 1].first.year if place + 1 < len(ERAS) else 9999
        if not era.first.year <= year <= ends:
            continue
        number = year - era.first.year + 1
        for text in sorted({str(number), f"{number:02}", *(["元"] if number == 1 else [])}):
            found += [
                ("era", era.name + text),
                ("short era", era.name[0] + text),
                ("letter", era.letter + text),
                ("number", text),
            ]
    return found
