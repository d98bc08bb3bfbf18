"""The ink of a column of dates: what one or two networks make of each cell, each scored once however often it is asked."""

import calendar
import datetime
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ctc import Alphabet
from sekisho.paper.date_lattice import FORMS, PADDINGS, STYLES, Cell, DateScores, score_dates
from sekisho.paper.recogniser import Line

Floats = NDArray[np.float64]

#: Ways of writing a date: style × form × padding.
HABITS = len(STYLES) * len(FORMS) * PADDINGS
#: Another network's reading of the same lines, in its own alphabet.
SecondLook = Callable[[Sequence[Line]], Sequence[Cell]]


@dataclass(frozen=True)
class Written:
    """A filled date cell: its line as the recogniser read it, the sign reader's chance that it shows 〃, and whether that is what it
    would call it, wherever it stood."""

    line: Line
    ditto: float = 0.0
    drawn: bool = True


class Ink:
    """A sheet's dates as the recogniser read them, and as ``second`` reads those that it is asked for."""

    def __init__(
        self, written: Sequence[Written | None], alphabet: Alphabet, second: SecondLook | None = None
    ) -> None:
        self.written = written
        self.alphabet = alphabet
        self.lines = {n: one.line for n, one in enumerate(written) if one}
        self.signs = {n: one.ditto for n, one in enumerate(written) if one}
        self.cells = {n: Cell(line.logp, alphabet) for n, line in self.lines.items()}
        self._second = second
        self._again: dict[int, Cell] = {}
        self._scores: dict[tuple[int, bool, tuple[int, ...]], DateScores] = {}

    def table(self, number: int, years: tuple[int, ...], known: datetime.date) -> Floats:
        """Likelihoods as habit × year × month × day; a date without a year is taken to lie near ``known``."""
        return _table(self._scored(number, False, self.cells[number], years), years, known)

    def again(
        self, numbers: Sequence[int], years: tuple[int, ...], known: datetime.date
    ) -> dict[int, Floats]:
        """The tables of ``numbers`` as the second network sees them; none where there is no second network."""
        return {
            n: _table(self._scored(n, True, cell, years), years, known)
            for n, cell in self.cells_again(numbers).items()
        }

    def cells_again(self, numbers: Sequence[int]) -> dict[int, Cell]:
        """The cells of ``numbers`` as the second network reads them; none where there is no second network."""
        if self._second is None:
            return {}
        new = [number for number in numbers if number not in self._again]
        self._again |= zip(new, self._second([self.lines[number] for number in new]), strict=True)
        return {number: self._again[number] for number in numbers}

    def _scored(self, number: int, again: bool, cell: Cell, years: tuple[int, ...]) -> DateScores:
        key = number, again, years
        if key not in self._scores:
            self._scores[key] = score_dates(cell, years)
        return self._scores[key]


def _table(scores: DateScores, years: tuple[int, ...], known: datetime.date) -> Floats:
    table = scores.dated.copy()
    for month, year in enumerate(_nearest(years, known.replace(day=1))):
        table[:, :2, :, year, month] += scores.undated[:, :, :, month]
    table *= _valid(years)
    return table.reshape(HABITS, len(years), 12, 31)


@functools.lru_cache(maxsize=64)
def _nearest(years: tuple[int, ...], known: datetime.date) -> tuple[int, ...]:
    """The place in ``years`` of that which brings each month nearest to ``known``."""
    return tuple(
        min(range(len(years)), key=lambda place: abs((years[place] - known.year) * 12 + month - known.month))
        for month in range(1, 13)
    )


@functools.lru_cache(maxsize=64)
def _valid(years: tuple[int, ...]) -> Floats:
    """1 for each year, month and day that there is, 0 for the others."""
    table = np.zeros((len(years), 12, 31))
    for place, year in enumerate(years):
        for month in range(12):
            table[place, month, : calendar.monthrange(year, month + 1)[1]] = 1
    return table
