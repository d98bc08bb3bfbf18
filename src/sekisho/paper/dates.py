"""The dates of a sheet: every cell scored against the grammar of dates, the sheet's month and habit as
a prior."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sekisho.base.wareki import months_apart
from sekisho.paper.ctc import Alphabet
from sekisho.paper.date_chance import Doubt, chance, ditto_chance, ditto_chance_twice
from sekisho.paper.date_ink import Floats, Ink, SecondLook, Written
from sekisho.paper.date_lattice import FORMS, Cell, score_dates
from sekisho.paper.date_sheet import NOTHING_LEFT, Weighed, learn, usual, weigh
from sekisho.paper.dittos import first_look, second_look
from sekisho.paper.doubled import hides_a_digit
from sekisho.paper.engine import Reading

UNREADABLE = "日付が読めません"
ELSEWHEN = "この月の日付ではないようです"
NO_YEAR = "何年の日付か分かりません"
YEAR_UNSURE = "何年何月の用紙かはっきりしません"
NOTHING = "日付がありません"
DITTO_LOOSE = "「〃」の上の日付がはっきりしません"
#: Years that are looked for on a sheet of which nothing is known but what is written on it.
ANY_YEAR = range(2018, 2048)
_CANDIDATES = 3
#: The least sure date of a sheet that its rows lean on.
_LEAN = 0.9
#: So many rows are asked for their year, and the writings of it that nothing else looks like.
_ASKED = 8
_NAMED = [FORMS.index(form) for form in ("era", "short era", "letter", "western")]
#: Most that is believed of a date that isn't the likeliest by its ink alone.
_AGAINST_INK = 0.9
#: So many times likelier by its ink a day in a far month must be to be heard.
_FAR_INK = 20.0
#: Most that is believed of a date where a 1 or 2 may be an 11 or 22.
_HIDDEN = 0.5
#: From here on a sheet's month needs no other sheet to confirm it.
_MONTH_SURE = 0.99995
#: Most that is believed of a ditto that the sign reader doesn't see: 休 and 転 fit no date either (of 1,165 dittos two are so).
_UNDRAWN = 0.9
#: The power to which the second network's likelihoods are raised: it errs more often than the first.
_WEIGHT = 0.6
#: From here on a date needs no second look.
SURE_ALONE = 0.9999


def read_dates(
    written: Sequence[Written | None],
    alphabet: Alphabet,
    month: datetime.date | None = None,
    second: SecondLook | None = None,
) -> list[Reading]:
    """One reading (ISO text) for each row of a sheet, in order; None stands for an empty cell."""
    return [reading for reading, _ in judge_dates(written, alphabet, month, second)]


def judge_dates(
    written: Sequence[Written | None],
    alphabet: Alphabet,
    month: datetime.date | None = None,
    second: SecondLook | None = None,
    sure_alone: float = SURE_ALONE,
) -> list[tuple[Reading, Doubt | None]]:
    """Each reading with what its probability was reckoned from (None when it was not read for itself, or something besides
    its likelihood bounds what is believed of it).

    1. Score every date in every writing. 2. Tell the dittos. 3. Learn the sheet's month (unless ``month``, any day
    of it, is given), its way of writing and its usual days from all other rows. 4. Judge each row with that as
    a prior. 5. What is less sure than ``sure_alone`` is read by ``second`` too, and both likelihoods count. 6. 〃 and 同上
    take the reading of the row above.
    """
    return _judge_ink(Ink(written, alphabet, second), month, sure_alone)


def _judge_ink(
    ink: Ink, month: datetime.date | None, sure_alone: float = SURE_ALONE
) -> list[tuple[Reading, Doubt | None]]:
    known, sure = (
        (month, 1.0)
        if month
        else _month_of([ink.cells[n] for n in sorted(ink.cells, key=ink.signs.__getitem__)])
    )
    if known is None:
        return [(_blank_or(one, NO_YEAR), None) for one in ink.written]
    years = (known.year - 1, known.year, known.year + 1)
    tables = {number: ink.table(number, years, known) for number in ink.cells}
    dittos = _dittos(ink, tables, years, known)
    tables = {number: table for number, table in tables.items() if dittos[number] <= 0.5}
    habit, shown = learn(tables, years, known)
    own = known
    if month is None:
        own = _main_month(np.sum(list(shown.values()), axis=0), years)
        sure = min(sure, _month_sure(tables.values(), habit, own, years))
    weighed = weigh(ink, tables, {}, habit, shown, years, own)
    sheet = usual(weighed.values())
    firsts = {n: chance(Doubt(one.path, one.gap, *sheet)) if one else 0.0 for n, one in weighed.items()}
    judged = {n: _judge(ink, n, one, firsts[n], sheet, years, own) for n, one in weighed.items()}
    doubtful = [number for number, (reading, _) in judged.items() if reading.probability < sure_alone]
    others = ink.again(doubtful, years, known)
    both = {number: tables[number] * other**_WEIGHT for number, other in others.items()}
    # Where the two networks have no date in common the first one's opinion stays as doubtful as it is.
    both = {number: table for number, table in both.items() if table.sum() > NOTHING_LEFT}
    if both:
        tables |= both
        habit, shown = learn(tables, years, known)
        weighed = weigh(ink, both, others, habit, shown, years, own)
        judged |= {n: _judge(ink, n, one, firsts[n], sheet, years, own) for n, one in weighed.items()}
    readings: list[tuple[Reading, Doubt | None]] = []
    for number, one in enumerate(ink.written):
        if one is None:
            readings.append((Reading("", 0.0, NOTHING), None))
            continue
        same = dittos[number]
        if same > 0.5:
            above = readings[-1][0] if readings else Reading("", 0.0, NOTHING)
            readings.append((_as_above(above, same, one.drawn), None))
        else:
            found, doubt = judged[number]
            readings.append((_no_surer(at_most(found, 1 - same), sure), doubt))
    return readings


def _dittos(
    ink: Ink, tables: Mapping[int, Floats], years: tuple[int, ...], known: datetime.date
) -> dict[int, float]:
    """Each row's chance of a ditto; those that it is neither nearly 0 nor nearly 1 of are looked at twice."""
    first = {n: first_look(ink.signs[n], ink.cells[n], float(table.sum())) for n, table in tables.items()}
    found = {n: ditto_chance(look) for n, look in first.items()}
    unsure = [n for n, chance in found.items() if 1 - SURE_ALONE < chance < SURE_ALONE]
    seconds = ink.again(unsure, years, known)
    for n, cell in ink.cells_again(unsure).items():
        found[n] = ditto_chance_twice(second_look(first[n], cell, float(seconds[n].sum())))
    return found


def read_under(
    written: Sequence[Written | None],
    alphabet: Alphabet,
    head: Reading,
    second: SecondLook | None = None,
) -> list[Reading]:
    """``read_dates`` of a sheet whose only help is its own date (``head``), which may itself be misread.

    Rows lean on it as far as it is sure; rows that name their year confirm it, or speak against it.
    """
    ink = Ink(written, alphabet, second)
    alone = [reading for reading, _ in _judge_ink(ink, None)]
    if not head.text or head.probability < _LEAN:
        return alone
    own = datetime.date.fromisoformat(head.text)
    leaning = [reading for reading, _ in _judge_ink(ink, own)]
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
        # form × year × month
        dated = scores.dated.sum(5).sum((0, 2))
        # A row that reads as well without a year says none, however well the rest of it fits one.
        ink = float(dated.sum() + scores.undated.sum()) + 1e-3
        total += dated.sum(0) / ink
        named += dated[_NAMED].sum((0, 2)) / ink
        if dated.sum() > 0.5 * ink:
            leads.append(dated.sum((0, 2)))
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


def _main_month(days: Floats, years: tuple[int, ...]) -> datetime.date:
    months = days.sum(2)
    year, month = np.unravel_index(int(months.argmax()), months.shape)
    return datetime.date(years[int(year)], int(month) + 1, 1)


def _judge(
    ink: Ink,
    number: int,
    one: Weighed | None,
    first: float,
    sheet: tuple[float, float],
    years: tuple[int, ...],
    own: datetime.date,
) -> tuple[Reading, Doubt | None]:
    """The best date of one cell, how sure it is and why; ``first``: how sure it was at first sight."""
    if one is None:
        return Reading("", 0.0, UNREADABLE), None
    twice = one.other is not None
    doubt = Doubt(one.path, one.gap, *sheet, one.other, first if twice else None)
    sure = chance(doubt) if twice else first
    most = 1.0
    if _outvoted(one.seen, one.best, years, own):
        most = _AGAINST_INK
    if hides_a_digit(ink.lines[number], ink.alphabet):
        most = _HIDDEN
    sure = min(sure, most)
    order = np.argsort(-one.ranked, kind="stable")[:_CANDIDATES]
    found = tuple(
        (_day(int(n), years).isoformat(), round(sure * float(one.ranked[n] / one.ranked[one.best]), 6))
        for n in order
    )
    day = _day(one.best, years)
    reason = UNREADABLE if months_apart(day, own) <= 1 else ELSEWHEN
    reading = Reading(day.isoformat() if sure > 0.02 else "", sure, reason, found)
    return reading, doubt if most == 1 else None


def _outvoted(seen: Floats, best: int, years: tuple[int, ...], own: datetime.date) -> bool:
    """What stands in the other rows must not outvote what stands here. A day in a month far from the sheet's can't be meant
    where the ink hardly prefers it: 9/12 on a sheet of July is 7/12."""
    rival = int(seen.argmax())
    if rival == best:
        return False
    far = months_apart(_day(rival, years), own) > 1
    return not far or float(seen[rival]) > _FAR_INK * float(seen[best])


def _day(number: int, years: tuple[int, ...]) -> datetime.date:
    year, month, day = np.unravel_index(number, (len(years), 12, 31))
    return datetime.date(years[int(year)], int(month) + 1, int(day) + 1)


def _as_above(above: Reading, same: float, drawn: bool) -> Reading:
    if not above.text:
        return Reading("", 0.0, DITTO_LOOSE)
    if not drawn:
        same = min(same, _UNDRAWN)
    sure = same * above.probability
    found = tuple((text, round(same * share, 6)) for text, share in above.candidates)
    reason = above.reason if above.probability < same else DITTO_LOOSE if drawn else UNREADABLE
    return Reading(above.text, sure, reason, found)
