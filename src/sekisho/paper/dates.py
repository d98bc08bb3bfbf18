"""The dates of a sheet: every cell scored against the grammar of dates, the sheet's month and habit as
a prior."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ctc import Alphabet, greedy
from sekisho.paper.date_chance import Doubt, chance
from sekisho.paper.date_lattice import FORMS, PADDINGS, STYLES, Cell, score_dates
from sekisho.paper.doubled import hides_a_digit
from sekisho.paper.engine import Reading
from sekisho.paper.recogniser import Line

Floats = NDArray[np.float64]

UNREADABLE = "日付が読めません"
ELSEWHEN = "この月の日付ではないようです"
NO_YEAR = "何年の日付か分かりません"
NOTHING = "日付がありません"
DITTO_LOOSE = "「〃」の上の日付がはっきりしません"
#: Years that are looked for on a sheet of which nothing is known but what is written on it.
ANY_YEAR = range(2018, 2048)
#: Chance of a day in the sheet's own month, in a neighbouring one, in any other (beside each other, not
#: sums).
_OWN, _NEXT, _FAR = 1.0, 0.05, 0.002
#: How much likelier a day becomes by standing in every other row of the sheet: people hand in together.
_SHARED = 40.0
_HABIT = len(STYLES) * len(FORMS) * PADDINGS
_SAME = ("同上", "同", "々", "〃", "〆")
_CANDIDATES = 3
#: Most that is believed of a date that isn't the likeliest by its ink alone.
_AGAINST_INK = 0.9
#: Most that is believed of a date where a 1 or 2 may be an 11 or 22.
_HIDDEN = 0.5


@dataclass(frozen=True)
class Written:
    """A filled date cell: its line as the recogniser read it (None: not asked), and the chance that it shows 〃."""

    line: Line | None
    ditto: float = 0.0


def read_dates(
    written: Sequence[Written | None], alphabet: Alphabet, month: datetime.date | None = None
) -> list[Reading]:
    """One reading (ISO text) for each row of a sheet, in order; None stands for an empty cell."""
    return [reading for reading, _ in judge_dates(written, alphabet, month)]


def judge_dates(
    written: Sequence[Written | None], alphabet: Alphabet, month: datetime.date | None = None
) -> list[tuple[Reading, Doubt | None]]:
    """Each reading with what its probability was reckoned from (None when it was not read for itself).

    1. Score every date in every writing. 2. Learn the sheet's month (unless ``month``, any day of it,
    is given), its way of writing and its usual days from all rows. 3. Judge each row with that as a
    prior. 4. 〃 and 同上 take the reading of the row above.
    """
    cells = [Cell(one.line.logp, alphabet) if one and one.line else None for one in written]
    filled = [cell for cell in cells if cell]
    known = month or _month_of(filled)
    if known is None:
        return [(_blank_or(one, NO_YEAR), None) for one in written]
    years = (known.year - 1, known.year, known.year + 1)
    tables = {number: _table(cell, years, known) for number, cell in enumerate(cells) if cell}
    habit, shown = _learn(tables, years, known)
    own = known if month else _main_month(np.sum(list(shown.values()), axis=0), years)
    readings: list[tuple[Reading, Doubt | None]] = []
    for number, one in enumerate(written):
        if one is None:
            readings.append((Reading("", 0.0, NOTHING), None))
            continue
        same = _ditto(one, alphabet)
        if one.line is None or same > 0.5:
            above = readings[-1][0] if readings else Reading("", 0.0, NOTHING)
            readings.append((_as_above(above, same), None))
        else:
            others = [days for place, days in shown.items() if place != number]
            days = _prior(others, years, own)
            readings.append(_judge(tables[number], one.line, alphabet, habit, days, years, own))
    return readings


def _blank_or(one: Written | None, reason: str) -> Reading:
    return Reading("", 0.0, reason if one else NOTHING)


def _month_of(cells: Sequence[Cell]) -> datetime.date | None:
    """The month of a sheet of which nothing is known: from the rows that say their year."""
    total = np.zeros((len(ANY_YEAR), 12))
    for cell in cells[:8]:
        found = score_dates(cell, tuple(ANY_YEAR)).dated.sum((0, 1, 2, 5))
        total += found / max(float(found.sum()), 1e-3)
    year, month = np.unravel_index(int(total.argmax()), total.shape)
    return datetime.date(ANY_YEAR[int(year)], int(month) + 1, 1) if total.max() > 0.5 else None


def _table(cell: Cell, years: tuple[int, ...], known: datetime.date) -> Floats:
    """Likelihoods as habit × year × month × day; a date without a year is taken to lie near ``known``."""
    scores = score_dates(cell, years)
    table = scores.dated.copy()
    for month in range(12):
        year = min(years, key=lambda y: abs((y - known.year) * 12 + month + 1 - known.month))
        table[:, :2, :, years.index(year), month] += scores.undated[:, :, :, month]
    table[..., ~_valid(years)] = 0.0
    return table.reshape(_HABIT, len(years), 12, 31)


def _valid(years: tuple[int, ...]) -> NDArray[np.bool_]:
    table = np.zeros((len(years), 12, 31), bool)
    for place, year in enumerate(years):
        for month in range(12):
            first = datetime.date(year, month + 1, 1)
            after = datetime.date(year + month // 11, (month + 1) % 12 + 1, 1)
            table[place, month, : (after - first).days] = True
    return table


def _learn(
    tables: Mapping[int, Floats], years: tuple[int, ...], known: datetime.date
) -> tuple[Floats, dict[int, Floats]]:
    """The sheet's shares of the writings (habit), and each row's chances of the days, after two rounds of EM."""
    habit = np.full(_HABIT, 1 / _HABIT)
    days = _prior([], years, known)
    shown: dict[int, Floats] = {}
    for _ in range(2):
        used = np.full(_HABIT, 0.5 / _HABIT)
        for number, table in tables.items():
            joint = table * habit[:, None, None, None] * days
            total = joint.sum()
            shown[number] = joint.sum(0) / max(total, 1e-12)
            if total > 1e-12:
                used += joint.sum((1, 2, 3)) / total
        habit = used / used.sum()
        days = _prior(list(shown.values()), years, known)
    return habit, shown


def _main_month(days: Floats, years: tuple[int, ...]) -> datetime.date:
    months = days.sum(2)
    year, month = np.unravel_index(int(months.argmax()), months.shape)
    return datetime.date(years[int(year)], int(month) + 1, 1)


def _prior(others: Sequence[Floats], years: tuple[int, ...], own: datetime.date) -> Floats:
    """Weights of the days: the sheet's month first, and days that ``others`` (the other rows) show."""
    weights = np.full((len(years), 12, 31), _FAR)
    for place, year in enumerate(years):
        for month in range(12):
            apart = abs((year - own.year) * 12 + month + 1 - own.month)
            weights[place, month] = _OWN if apart == 0 else _NEXT if apart == 1 else _FAR
    if not others:
        return weights
    # Two more rows that show nothing, so that one neighbour alone isn't a custom.
    return np.asarray(weights * (1 + _SHARED * np.sum(others, axis=0) / (len(others) + 2)))


def _judge(
    table: Floats,
    line: Line,
    alphabet: Alphabet,
    habit: Floats,
    days: Floats,
    years: tuple[int, ...],
    own: datetime.date,
) -> tuple[Reading, Doubt | None]:
    """The best date of one cell, how sure it is and why."""
    seen = np.einsum("h,hymd->ymd", habit, table)
    ranked = (seen * days).ravel()
    total = float(ranked.sum())
    if total < 1e-30:
        return Reading("", 0.0, UNREADABLE), None
    order = np.argsort(-ranked, kind="stable")[:_CANDIDATES]
    best = order[0]
    rest = total - float(ranked[best])
    doubt = Doubt(
        path=float(np.log(max(float(table.reshape(_HABIT, -1)[:, best].max()), 1e-300)))
        / len(line.logp) ** 0.5,
        gap=float(np.log(ranked[best]) - np.log(max(rest, 1e-12 * total))),
        usual=float(np.log(days.ravel()[best])),
    )
    sure = chance(doubt)
    if int(seen.argmax()) != best:
        # What stands in the other rows must not outvote what stands here.
        sure = min(sure, _AGAINST_INK)
    if hides_a_digit(line, alphabet):
        sure = min(sure, _HIDDEN)
    found = tuple(
        (_day(int(n), years).isoformat(), round(sure * float(ranked[n] / ranked[best]), 6)) for n in order
    )
    day = _day(int(best), years)
    near = abs((day.year - own.year) * 12 + day.month - own.month) <= 1
    reason = UNREADABLE if near else ELSEWHEN
    return Reading(day.isoformat() if sure > 0.02 else "", sure, reason, found), doubt


def _day(number: int, years: tuple[int, ...]) -> datetime.date:
    year, month, day = np.unravel_index(number, (len(years), 12, 31))
    return datetime.date(years[int(year)], int(month) + 1, int(day) + 1)


def _ditto(one: Written, alphabet: Alphabet) -> float:
    """Chance that the cell refers to the row above."""
    if one.line is None:
        return one.ditto
    classes, _, _ = greedy(one.line.logp)
    text = "".join(alphabet.characters[c - 1] for c in classes)
    heard = Cell(one.line.logp, alphabet).whole(text) if text in _SAME else 0.0
    return max(one.ditto, min(1.0, heard))


def _as_above(above: Reading, same: float) -> Reading:
    if not above.text:
        return Reading("", 0.0, DITTO_LOOSE)
    sure = same * above.probability
    found = tuple((text, round(same * share, 6)) for text, share in above.candidates)
    return Reading(above.text, sure, above.reason if above.probability < same else DITTO_LOOSE, found)
