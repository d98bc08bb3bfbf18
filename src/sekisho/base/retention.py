"""When a record's time is over: lengths of retention, counted as the Civil Code counts periods (民法140条・143条).

The day of the event isn't counted. A period in months or years ends the day before the day that corresponds to its first
day; where the last month has no such day, with that month's last day. Fiscal years begin with the April after the event.
"""

import calendar
import datetime
from dataclasses import dataclass
from typing import Literal, cast

from sekisho.base.wareki import fiscal_year

Unit = Literal["days", "months", "years", "fiscal_years"]
_WORDS = {"days": "日", "months": "か月", "years": "年", "fiscal_years": "年（翌年度の4月1日から）"}
_APRIL = 4
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Length:
    """How long a record is kept."""

    number: int
    unit: Unit

    @property
    def words(self) -> str:
        """As a clerk writes it."""
        return f"{self.number}{_WORDS[self.unit]}"


def parse_length(text: str) -> Length:
    """«30 days», «5 fiscal_years» as a length; ValueError for anything else."""
    number, _, unit = text.partition(" ")
    if unit not in _WORDS or not number.isdigit() or int(number) < 1:
        raise ValueError(text)
    return Length(int(number), cast(Unit, unit))


def due_on(event: datetime.date, length: Length) -> datetime.date:
    """The first day on which a record may go whose clock started on ``event``."""
    if length.unit == "fiscal_years":
        return datetime.date(fiscal_year(event) + 1 + length.number, _APRIL, 1)
    first = event + _DAY
    if length.unit == "days":
        return first + length.number * _DAY
    months = length.number * (12 if length.unit == "years" else 1)
    year, month = _month(first, months)
    if first.day <= calendar.monthrange(year, month)[1]:
        return datetime.date(year, month, first.day)
    year, month = _month(datetime.date(year, month, 1), 1)
    return datetime.date(year, month, 1)


def cutoff(today: datetime.date, length: Length) -> datetime.date:
    """The latest event whose records are due on ``today``: one comparison instead of a reckoning a row.

    gate.cutoff (gate/migrations/sql/0060_vault.sql) is the same in SQL.
    """
    if length.unit == "fiscal_years":
        return datetime.date(fiscal_year(today) - length.number, 3, 31)
    if length.unit == "days":
        return today - (length.number + 1) * _DAY
    year, month = _month(today, -length.number * (12 if length.unit == "years" else 1))
    day = min(today.day, calendar.monthrange(year, month)[1])
    return datetime.date(year, month, day) - _DAY


def _month(day: datetime.date, months: int) -> tuple[int, int]:
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1
