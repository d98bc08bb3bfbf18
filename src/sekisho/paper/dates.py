"""The dates of a sheet: every cell scored against the grammar of dates, the sheet's month and habit as
a prior."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sekisho.base.wareki import months_apart
from sekisho.paper.ctc import Alphabet
from sekisho.paper.date_chance import Doubt, chance
from sekisho.paper.date_lattice import FORMS, PADDINGS, STYLES, Cell, score_dates
from sekisho.paper.dittos import is_ditto
from sekisho.paper.doubled import hides_a_digit
from sekisho.paper.engine import Reading
from sekisho.paper.recogniser import Line

Floats = NDArray[np.float64]

UNREADABLE = "日付が読めません"
ELSEWHEN = "この月の日付ではないようです"
NO_YEAR = "何年の日付か分かりません"
YEAR_UNSURE = "何年何月の用紙かはっきりしません"
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
_CANDIDATES = 3
#: The least sure date of a sheet that its rows lean on.
_LEAN = 0.9
#: So many rows are asked for their year, and the writings of it that nothing else looks like.
_ASKED = 8
_NAMED = [FORMS.index(form) for form in ("era", "short era", "letter", "western")]
#: Most that is believed of a date that isn't the likeliest by its ink alone.
_AGAINST_INK = 0.9
#: Most that is believed of a date where a 1 or 2 may be an 11 or 22.
_HIDDEN = 0.5
#: From here on a sheet's month needs no other sheet to confirm it.
_MONTH_SURE = 0.99995


@dataclass(frozen=True)
class Written:
    """A filled date cell: its line as the recogniser read it, and the sign reader's chance that it shows 〃."""

    line: Line
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

    1. Score every date in every writing. 2. Tell the dittos. 3. Learn the sheet's month (unless ``month``, any day
    of it, is given), its way of writing and its usual days from all other rows. 4. Judge each row with that as
    a prior. 5. 〃 and 同上 take the reading of the row above.
    """
    cells = {n: Cell(one.line.logp, alphabet) for n, one in enumerate(written) if one}
    signs = {n: one.ditto for n, one in enumerate(written) if one}
    known, sure = (
        (month, 1.0) if month else _month_of([cells[n] for n in sorted(cells, key=signs.__getitem__)])
    )
    if known is None:
        return [(_blank_or(one, NO_YEAR), None) for one in written]
    years = (known.year - 1, known.year, known.year + 1)
    tables = {number: _table(cell, years, known) for number, cell in cells.items()}
    dittos = {number: is_ditto(signs[number], cells[number], table) for number, table in tables.items()}
    tables = {number: table for number, table in tables.items() if dittos[number] <= 0.5}
    habit, shown = _learn(tables, years, known)
    own = known
    if month is None:
        own = _main_month(np.sum(list(shown.values()), axis=0), years)
        sure = min(sure, _month_sure(tables.values(), habit, own, years))
    readings: list[tuple[Reading, Doubt | None]] = []
    for number, one in enumerate(written):
        if one is None:
            readings.append((Reading("", 0.0, NOTHING), None))
            continue
        same = dittos[number]
        if same > 0.5:
            above = readings[-1][0] if readings else Reading("", 0.0, NOTHING)
            readings.append((_as_above(above, same), None))
        else:
            others = [days for place, days in shown.items() if place != number]
            days = _prior(others, years, own)
            judged, doubt = _judge(tables[number], one.line, alphabet, habit, days, years, own)
            readings.append((_no_surer(at_most(judged, 1 - same), sure), doubt))
    return readings


def read_under(written: Sequence[Written | None], alphabet: Alphabet, head: Reading) -> list[Reading]:
    """``read_dates`` of a sheet whose only help is its own date (``head``), which may itself be misread.

    Rows lean on it as far as it is sure; rows that name their year confirm it, or speak against it.
    """
    alone = read_dates(written, alphabet)
    if not head.text or head.probability < _LEAN:
        return alone
    own = datetime.date.fromisoformat(head.text)
    leaning = read_dates(written, alphabet, own)
    found = []
    for one, other in zip(leaning, alone, strict=True):
        capped = _no_surer(one, head.probability)
        if other.text and months_apart(datetime.date.fromisoformat(other.text), own) > 1:
            capped = at_most(capped, 1 - head.probability)
        elif other.text and other.text == one.text:
            capped = max(capped, other, key=lambda reading: reading.probability)
        elif other.text:
            capped = at_most(capped, 1 - other.probability)
        found.append(capped)
    return found


def at_most(reading: Reading, sure: float) -> Reading:
    """A reading is no surer than the month that it was read with."""
    if reading.probability <= sure:
        return reading
    less = sure / reading.probability
    found = tuple((text, round(less * share, 6)) for text, share in reading.candidates)
    return replace(reading, probability=sure, candidates=found)


def _no_surer(reading: Reading, sure: float) -> Reading:
    """``at_most`` of a month that another sheet might confirm."""
    capped = at_most(reading, sure)
    return capped if capped is reading or sure > _MONTH_SURE else replace(capped, reason=YEAR_UNSURE)


def _blank_or(one: Written | None, reason: str) -> Reading:
    return Reading("", 0.0, reason if one else NOTHING)


def _month_of(cells: Sequence[Cell]) -> tuple[datetime.date | None, float]:
    """The month of a sheet of which nothing is known, from the rows that say their year, and how sure the year is."""
    total, named = np.zeros((len(ANY_YEAR), 12)), np.zeros(len(ANY_YEAR))
    leads = []
    for cell in cells[:_ASKED]:
        scores = score_dates(cell, tuple(ANY_YEAR))
        # A row that reads as well without a year says none, however well the rest of it fits one.
        ink = float(scores.dated.sum() + scores.undated.sum()) + 1e-3
        total += scores.dated.sum((0, 1, 2, 5)) / ink
        named += scores.dated[:, _NAMED].sum((0, 1, 2, 4, 5)) / ink
        if scores.dated.sum() > 0.5 * ink:
            leads.append(scores.dated.sum((0, 1, 2, 4, 5)))
    place, month = np.unravel_index(int(total.argmax()), total.shape)
    year = int(place)
    # 19/9/16 is also what a stain before 9/16 gives: a bare number counts when most rows have one.
    if named[year] < 0.5 and total[year].sum() < 0.5 * len(cells[:_ASKED]):
        return None, 0.0
    return datetime.date(ANY_YEAR[year], int(month) + 1, 1), _as_one([_lead(row, year) for row in leads])


def _lead(shares: Floats, place: int) -> float:
    """How far the ink prefers one place to all others together (natural logarithm): ``place`` or, as a sheet may
    lie across the end of a month or year, the one beside it that this row shows."""
    flat = shares.ravel()
    first = max(0, place - 1)
    best = first + int(flat[first : place + 2].argmax())
    rest = float(np.delete(flat, best).sum())
    return float(np.log(max(float(flat[best]), 1e-30)) - np.log(max(rest, 1e-30)))


def _as_one(leads: Sequence[float]) -> float:
    """Chance that rows of one hand are right together: they err alike, so all of them count as one row."""
    return float(1 / (1 + np.exp(-np.median(leads)))) if leads else 0.0


def _month_sure(tables: Iterable[Floats], habit: Floats, own: datetime.date, years: tuple[int, ...]) -> float:
    """How sure a month is that only the rows themselves speak for."""
    place = years.index(own.year) * 12 + own.month - 1
    return _as_one([_lead(np.einsum("h,hymd->ym", habit, table), place) for table in tables])


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
    reason = UNREADABLE if months_apart(day, own) <= 1 else ELSEWHEN
    return Reading(day.isoformat() if sure > 0.02 else "", sure, reason, found), doubt


def _day(number: int, years: tuple[int, ...]) -> datetime.date:
    year, month, day = np.unravel_index(number, (len(years), 12, 31))
    return datetime.date(years[int(year)], int(month) + 1, int(day) + 1)


def _as_above(above: Reading, same: float) -> Reading:
    if not above.text:
        return Reading("", 0.0, DITTO_LOOSE)
    sure = same * above.probability
    found = tuple((text, round(same * share, 6)) for text, share in above.candidates)
    return Reading(above.text, sure, above.reason if above.probability < same else DITTO_LOOSE, found)
