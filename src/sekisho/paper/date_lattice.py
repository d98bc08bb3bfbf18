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
#: Months and days are both written with a leading zero or both without: 05.1 is what a lost digit leaves.
PADDINGS = 2
#: A 日 left out, a weekday added: seldom. A separator lost, small dots above all: more seldom still.
_RARE, _LOST_SEPARATOR = 0.05, 0.01
#: Less than this share of the best path can't become a date that is believed.
_NEGLIGIBLE = 1e-9
#: What every cell is asked for.
_USUAL = "0123456789年月日./-()曜令"
#: A beginning of a single text below this share isn't followed any further.
_LOST = 1e-14


@dataclass(frozen=True)
class DateScores:
    """Likelihoods of one cell, relative to the best free path (at most about 1).

    ``dated``: style × form × padding × year × month × day for dates with a year, ``undated``: the same
    without the year (forms «none» and «empty»). Months and days from index 0.
    """

    dated: Floats
    undated: Floats


@dataclass(frozen=True)
class Tree:
    """Texts that share their beginnings. ``steps``: of each node but the first, which stands for nothing written yet, the node
    before it, its character, and whether that is the same as the one before it. ``nodes``: where each text ends."""

    steps: tuple[tuple[int, str, bool], ...]
    nodes: dict[str, int]


@functools.lru_cache(maxsize=256)
def tree_of(texts: tuple[str, ...]) -> Tree:
    """The tree of these texts; a node comes behind the one before it."""
    nodes = {"": 0}
    steps: list[tuple[int, str, bool]] = []
    for text in texts:
        for end in range(1, len(text) + 1):
            if text[:end] not in nodes:
                nodes[text[:end]] = len(nodes)
                steps.append(
                    (nodes[text[: end - 1]], text[end - 1], text[end - 2 : end - 1] == text[end - 1])
                )
    return Tree(tuple(steps), nodes)


class Cell:
    """The matrices of one cell, made when first asked for."""

    def __init__(self, logp: LogProbs, alphabet: Alphabet) -> None:
        """``logp``: frames × classes, class 0 the blank."""
        self._alphabet = alphabet
        self._logp = logp
        self._best = logp.max(1).astype(np.float64)
        self._bounds = len(logp) + 1
        self._onward = np.tri(self._bounds).T
        self._further = self._onward - np.eye(self._bounds)
        self.blank = self._run(self._heard([0])) * self._onward
        self._must_blank = self.blank * self._further
        self._runs: dict[str, Floats] = {}
        self._made: dict[str, Floats] = {}

    def _heard(self, classes: list[int]) -> Floats:
        """(frames): log-probability of any of ``classes``, relative to the best class of each frame."""
        relative = self._logp[:, classes].astype(np.float64) - self._best[:, None]
        return np.asarray(np.logaddexp.reduce(relative, axis=1) if len(classes) > 1 else relative[:, 0])

    def _run(self, values: Floats) -> Floats:
        """(…, i, j): the class of ``values`` (… × frames) holds all frames from bound i to bound j ≥ i."""
        total = np.zeros((*values.shape[:-1], self._bounds))
        np.cumsum(np.maximum(values, -60.0), axis=-1, out=total[..., 1:])
        return np.asarray(np.exp(np.minimum(total[..., None, :] - total[..., :, None], 0.0)))

    def prepare(self, characters: str) -> None:
        """Make the matrices of many characters in one go."""
        known = [character for character in characters if self._classes(character)]
        runs = self._run(np.stack([self._heard(self._classes(one)) for one in known])) * self._further
        self._runs |= zip(known, runs, strict=True)
        self._made |= zip(known, self.blank @ runs, strict=True)

    def _classes(self, character: str) -> list[int]:
        return [c for c in map(self._alphabet.encode_exact, POOLS.get(character, character)) if c]

    def _class_run(self, character: str) -> Floats:
        if character not in self._runs:
            classes = self._classes(character)
            found = self._run(self._heard(classes)) if classes else np.zeros((self._bounds, self._bounds))
            self._runs[character] = found * self._further
        return self._runs[character]

    def matrix(self, text: str) -> Floats:
        """The matrix of ``text``; the empty string's is that of nothing at all, not even a blank."""
        if text not in self._made:
            if not text:
                made = np.eye(self._bounds)
            elif len(text) == 1:
                made = self.blank @ self._class_run(text)
            elif text[-1] == text[-2]:
                made = self.matrix(text[:-1]) @ self.again(text[-1])
            else:
                made = self.matrix(text[:-1]) @ self.matrix(text[-1])
            self._made[text] = made
        return self._made[text]

    def again(self, character: str) -> Floats:
        """The matrix of ``character`` right behind itself: a blank must lie between the two."""
        return np.asarray(self._must_blank @ self._class_run(character))

    def strongest(self, character: str) -> float:
        """How near ``character`` comes to the best class in any frame (1: it is the best in one)."""
        classes = self._classes(character)
        if not classes:
            return 0.0
        return float(np.exp((self._logp[:, classes] - self._best[:, None]).max()))

    def beginnings(self, tree: "Tree", lost: float) -> Floats:
        """(nodes × bounds): each beginning of ``tree`` fills the cell from its start up to this bound; what is below ``lost``
        isn't followed any further."""
        rows = np.zeros((len(tree.steps) + 1, self._bounds))
        rows[0, 0] = 1.0
        alive = {0}
        for node, (before, character, doubled) in enumerate(tree.steps, start=1):
            if before in alive:
                rows[node] = rows[before] @ (self.again(character) if doubled else self.matrix(character))
                if rows[node].max() >= lost:
                    alive.add(node)
        return rows

    def whole(self, text: str) -> float:
        """Likelihood that the cell says ``text`` and nothing else."""
        tree = tree_of((text,))
        return float(self.beginnings(tree, _LOST)[tree.nodes[text]] @ self.blank[:, -1])


def score_dates(cell: Cell, years: Sequence[int]) -> DateScores:
    """Likelihood of every month and day, with each of ``years`` written or no year at all."""
    cell.prepare(_USUAL)
    digits = np.stack([cell.matrix(digit) for digit in "0123456789"])
    ones, twos = cell.again("1"), cell.again("2")
    weekday = cell.matrix("(") @ cell.matrix("曜") @ cell.matrix(")") @ cell.blank[:, -1]
    end = cell.blank[:, -1] + _RARE * weekday
    dated = np.zeros((len(STYLES), len(FORMS), PADDINGS, len(years), 12, 31))
    undated = np.zeros((len(STYLES), 2, PADDINGS, 12, 31))
    tree = _tree_of_heads(tuple(years))
    beginnings = cell.beginnings(tree, _NEGLIGIBLE / 100)
    for style, (after_year, after_month, after_day) in enumerate(STYLES):
        if cell.strongest(after_month) < _NEGLIGIBLE:
            continue
        heads, places = _heads(beginnings, after_year, tuple(years))
        tail = cell.matrix(after_day) @ end + _RARE * end if after_day else end
        months = _after_month(_months(heads, digits, ones), cell.matrix(after_month), places)
        days = _days(tail, digits, ones, twos)
        # month × head × bound, met by bound × day, in both paddings.
        for padded, found in enumerate((months @ days.transpose(0, 2, 1)[:, None]).transpose(0, 2, 1, 3)):
            for (form, year), values in zip(places, found, strict=True):
                if year is None:
                    undated[style, form, padded] += values
                else:
                    dated[style, form, padded, year] += values
    return DateScores(dated, undated)


def _after_month(months: Floats, separator: Floats, places: Sequence[tuple[int, int | None]]) -> Floats:
    """padding × month × head × bound: the months with their separator, which may have been lost where a year before it
    and two digits each leave no doubt what is what (R06.1115)."""
    found = np.asarray(months @ separator)
    dated = [number for number, (_, year) in enumerate(places) if year is not None]
    found[1][:, dated] += _LOST_SEPARATOR * months[1][:, dated]
    return found


def _months(heads: Floats, digits: Floats, ones: Floats) -> Floats:
    """padding × month × head × bound: each of ``heads`` with a month behind it."""
    single = heads @ digits
    teens = np.stack([single[1] @ digits[0], single[1] @ ones, single[1] @ digits[2]])
    return np.stack([np.concatenate([single[1:], teens]), np.concatenate([single[0] @ digits[1:], teens])])


def _days(tail: Floats, digits: Floats, ones: Floats, twos: Floats) -> Floats:
    """padding × day × bound: each day before ``tail``, the likelihood of what stands behind it from each bound."""
    single = digits @ tail
    # tens × units × bound
    double = np.einsum("tbc,uc->tub", digits[:4], single, optimize=True)
    double[1, 1], double[2, 2] = digits[1] @ (ones @ tail), digits[2] @ (twos @ tail)
    padded = double.reshape(40, -1)[1:32]
    return np.stack([np.concatenate([single[1:], padded[9:]]), padded])


def _heads(
    beginnings: Floats, after_year: str, years: tuple[int, ...]
) -> tuple[Floats, list[tuple[int, int | None]]]:
    """What may stand before the month: a row of bounds for each, with its form and which of the years. ``beginnings``: of
    ``_tree_of_heads``."""
    texts, bare, places = _head_texts(after_year, years)
    nodes = _tree_of_heads(years).nodes
    rows = beginnings[[nodes[text] for text in texts]]
    for number, year in bare.items():
        rows[number] += _LOST_SEPARATOR * beginnings[nodes[year]]
    kept = np.flatnonzero(rows.max(1) > _NEGLIGIBLE)
    return rows[kept], [places[number] for number in kept]


@functools.lru_cache(maxsize=256)
def _tree_of_heads(years: tuple[int, ...]) -> Tree:
    """What may stand before the month in any style."""
    return tree_of(tuple(text for after_year, _, _ in STYLES for text in _head_texts(after_year, years)[0]))


@functools.lru_cache(maxsize=256)
def _head_texts(
    after_year: str, years: tuple[int, ...]
) -> tuple[tuple[str, ...], dict[int, str], list[tuple[int, int | None]]]:
    """The texts; by the numbers of those whose separator may be lost the year alone (its length is plain: 2025, R07); form and
    year of each."""
    texts = [""]
    bare: dict[int, str] = {}
    places: list[tuple[int, int | None]] = [(0, None)]
    if after_year == "年":
        for text in ("年", "令和年"):
            texts.append(text)
            places.append((FORMS.index("empty"), None))
    for place, year in enumerate(years):
        for form, text in _year_texts(year):
            if after_year != "年" and len(text) > 2 and text[-2:].isdigit():
                bare[len(texts)] = text
            texts.append(text + after_year)
            places.append((FORMS.index(form), place))
    return tuple(texts), bare, places


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
