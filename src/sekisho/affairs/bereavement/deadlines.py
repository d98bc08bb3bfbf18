"""Until when a procedure has to be done. Pure.

The first day isn't counted (民法 第140条), but for the death notification the day of knowing is day 1 (戸籍法 第43条). Months and
years end on the eve of the day that has the number of their first day (民法 第143条). What ends on a closed day ends on the next
open one (民法 第142条), but periods after which a right is lost by time (時効) do not.
"""

import calendar
import datetime
from dataclasses import dataclass

from sekisho.base.opendays import next_open
from sekisho.base.wareki import format_date

_UNITS = {"days": "日", "months": "か月", "years": "年"}


@dataclass(frozen=True)
class Deadline:
    """A rule: ``length`` («14 days», "" for none) counted as the words ``counted`` say; ``base`` "death" or "death_inclusive"
    where the day can be computed from the day of death. ``kind``: statutory, prescription, …"""

    kind: str
    length: str = ""
    base: str = ""
    counted: str = ""

    def last_day(self, died_on: datetime.date | None) -> datetime.date | None:
        """The last day, where the day of death tells it: the family may have known later, so it is the earliest one."""
        if not self.base or not self.length or died_on is None:
            return None
        number, unit = self.length.split()
        if unit == "days":
            first = 1 if self.base == "death_inclusive" else 0
            last = died_on + datetime.timedelta(days=int(number) - first)
        else:
            last = _months_later(died_on, int(number) * (12 if unit == "years" else 1))
        return last if self.kind == "prescription" else next_open(last)

    def words(self, died_on: datetime.date | None) -> str:
        """亡くなった日から14日以内（令和8年10月15日まで)."""
        if not self.length:
            return self.counted or "期限はありません"
        number, unit = self.length.split()
        within = f"{self.counted}{number}{_UNITS[unit]}以内"
        last = self.last_day(died_on)
        return f"{within}（{format_date(last, weekday=True)}まで）" if last else within


def _months_later(died_on: datetime.date, months: int) -> datetime.date:
    """The last day of a period of months that begins on the day after: the eve of the day of its first day's number, or the
    month's last where there is none (民法 第143条第2項). So what begins on the first of a month ends with a month."""
    first = died_on + datetime.timedelta(days=1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    days = calendar.monthrange(year, month + 1)[1]
    if first.day > days:
        return datetime.date(year, month + 1, days)
    return datetime.date(year, month + 1, first.day) - datetime.timedelta(days=1)
