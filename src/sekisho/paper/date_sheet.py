"""What the dates of a sheet say about each other: its way of writing, its month and usual days, and how far each row leads among
all days with that as a prior."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sekisho.paper.date_ink import HABITS, Floats, Ink

#: Chance of a day in the sheet's own month, in a neighbouring one, in any other (beside each other, not
#: sums).
_OWN, _NEXT, _FAR = 1.0, 0.05, 0.002
#: How much likelier a day becomes by standing in every other row of the sheet: people hand in together.
_SHARED = 40.0
#: Path and gap of the dates of an ordinary sheet (the median of calibration sheets).
_ORDINARY = (0.0, 13.0)
#: Less than this in all dates together is none.
NOTHING_LEFT = 1e-30


def learn(
    tables: Mapping[int, Floats], years: tuple[int, ...], known: datetime.date
) -> tuple[Floats, dict[int, Floats]]:
    """The sheet's shares of the writings (habit), and each row's chances of the days, after two rounds of EM."""
    habit = np.full(HABITS, 1 / HABITS)
    months = _months(years, known)
    days = months
    shown: dict[int, Floats] = {}
    for _ in range(2):
        used = np.full(HABITS, 0.5 / HABITS)
        for number, table in tables.items():
            joint = table * habit[:, None, None, None] * days
            total = joint.sum()
            shown[number] = joint.sum(0) / max(total, 1e-12)
            if total > 1e-12:
                used += joint.sum((1, 2, 3)) / total
        habit = used / used.sum()
        days = _prior(months, np.sum(list(shown.values()), axis=0), len(shown))
    return habit, shown


def _months(years: tuple[int, ...], own: datetime.date) -> Floats:
    """Weights of the days by how far their month is from the sheet's own."""
    weights = np.full((len(years), 12, 31), _FAR)
    for place, year in enumerate(years):
        for month in range(12):
            apart = abs((year - own.year) * 12 + month + 1 - own.month)
            weights[place, month] = _OWN if apart == 0 else _NEXT if apart == 1 else _FAR
    return weights


def _prior(months: Floats, shown: Floats, rows: int) -> Floats:
    """Weights of the days: those of their ``months``, more for days that so many other ``rows`` show (the sum of their chances)."""
    # Two more rows that show nothing, so that one neighbour alone isn't a custom.
    return np.asarray(months * (1 + _SHARED * shown / (rows + 2)))


@dataclass(frozen=True)
class Weighed:
    """One cell: likelihood of each day by its ink and with what the sheet shows (years × months × days, flat), the best of
    them, and what speaks for it (see ``date_chance.Doubt``)."""

    seen: Floats
    ranked: Floats
    best: int
    path: float
    gap: float
    other: float | None


def weigh(
    ink: Ink,
    rows: Mapping[int, Floats],
    others: Mapping[int, Floats],
    habit: Floats,
    shown: Mapping[int, Floats],
    years: tuple[int, ...],
    own: datetime.date,
) -> dict[int, Weighed | None]:
    """Every row of ``rows`` with what all others show; None where no date is left. ``others``: the second network's tables by
    themselves, where ``rows`` hold both looks."""
    found: dict[int, Weighed | None] = {}
    months, together = _months(years, own), np.sum(list(shown.values()), axis=0)
    for number, table in rows.items():
        others_show = np.maximum(together - shown[number], 0.0)
        days = _prior(months, others_show, len(shown) - 1).ravel()
        seen = np.einsum("h,hymd->ymd", habit, table).ravel()
        ranked = seen * days
        if float(ranked.sum()) < NOTHING_LEFT:
            found[number] = None
            continue
        best = int(ranked.argmax())
        again = others.get(number)
        found[number] = Weighed(
            seen,
            ranked,
            best,
            path=float(np.log(max(float(table.reshape(HABITS, -1)[:, best].max()), 1e-300)))
            / len(ink.lines[number].logp) ** 0.5,
            gap=_lead(ranked, best),
            other=None
            if again is None
            else _lead(np.einsum("h,hymd->ymd", habit, again).ravel() * days, best),
        )
    return found


def _lead(ranked: Floats, best: int) -> float:
    """How far one date leads over all others together, natural logarithm."""
    total = max(float(ranked.sum()), 1e-300)
    own = max(float(ranked[best]), 1e-12 * total)
    return float(np.log(own) - np.log(max(total - float(ranked[best]), 1e-12 * total)))


def usual(rows: Iterable[Weighed | None]) -> tuple[float, float]:
    """The usual path and gap of a sheet's dates; of a few alone hardly anything is known."""
    found = [(one.path, one.gap) for one in rows if one]
    path, gap = np.median([*found, _ORDINARY, _ORDINARY], axis=0)
    return float(path), float(gap)
