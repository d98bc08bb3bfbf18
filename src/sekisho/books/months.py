"""Months and years as ledgers write them: «4月», «4», «R7.4», «2025/04», «令和7年度», real dates in cells."""

import datetime
import re
from dataclasses import dataclass

from sekisho.base.kanji import plain

#: Year before the first of each era.
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}

_YEAR = r"(?:(?P<era>令和|平成|昭和|[RHS])?(?P<year>元|\d{1,4})[年./-])?"
_BARE = re.compile(r"(?P<month>1[0-2]|0?[1-9])")
_NAMED = re.compile(
    _YEAR + r"(?P<month>1[0-2]|0?[1-9])月(?:分|度)?(?:(?P<day>3[01]|[12]\d|0?[1-9])日)?(?!\d)"
)
_PARTED = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS])?(?P<year>元|\d{1,4})[./-](?P<month>1[0-2]|0?[1-9])"
    r"(?:[./-](?P<day>3[01]|[12]\d|0?[1-9]))?"
)
#: What behind a month makes it a span or a sum: «4月～9月», «4月計».
_SEVERAL = re.compile(r"\d月|計")
_SHORT = re.compile(r"(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])")
_FISCAL = re.compile(r"(?P<era>令和|平成|昭和|[RHS])?(?P<year>元|\d{1,4})年(?P<fiscal>度?)")


@dataclass(frozen=True)
class Month:
    """A month that a header names; ``year`` of the calendar and ``day`` only where it says them."""

    month: int
    year: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Year:
    """A year that a header names: a fiscal one (年度, from April) or one of the calendar."""

    year: int
    fiscal: bool

    def of_month(self, month: int) -> int:
        """The calendar year of a month in this year."""
        return self.year + 1 if self.fiscal and month < 4 else self.year


def fiscal_year(date: datetime.date) -> int:
    """The fiscal year (from April) that a date lies in."""
    return date.year if date.month >= 4 else date.year - 1


def _calendar(era: str | None, year: str | None) -> int | None:
    if year is None:
        return None
    number = 1 if year == "元" else int(year)
    if era:
        return ERAS[era] + number
    # Without an era a small number is a year of Reiwa.
    return number if number >= 1900 else (2018 + number if number < 100 else None)


def month_of(text: str) -> Month | None:
    """The month that a header names, or None: «4月», «４月分», «R7.4», «2025-04-15», «4/15», «4»."""
    text = plain(text)
    found = _NAMED.match(text) or _PARTED.fullmatch(text)
    if found:
        if _SEVERAL.search(text, found.end()):
            return None
        year, day = _calendar(found["era"], found["year"]), found["day"]
        if found["year"] and year is None:
            return None
        return Month(int(found["month"]), year, int(day) if day else None)
    found = _SHORT.fullmatch(text)
    if found:
        return Month(int(found["month"]), None, int(found["day"]))
    found = _BARE.fullmatch(text)
    return Month(int(found["month"])) if found else None


def years_in(text: str) -> list[Year]:
    """All years that a text names: «令和7年度» (fiscal), «2025年» (calendar)."""
    years = []
    for found in _FISCAL.finditer(plain(text)):
        year = _calendar(found["era"], found["year"])
        if year:
            years.append(Year(year, bool(found["fiscal"])))
    return years


def from_serial(serial: str, date1904: bool) -> datetime.date | None:
    """The date of Excel's day number (ISO/IEC 29500-1, 18.17.4.1) as a cell holds it; None out of range."""
    epoch = datetime.date(1904, 1, 1) if date1904 else datetime.date(1899, 12, 30)
    try:
        days = int(float(serial))
        return epoch + datetime.timedelta(days) if days >= 1 else None
    except (OverflowError, ValueError):
        return None


def to_serial(date: datetime.date, date1904: bool) -> int:
    """Excel's day number of a date."""
    return (date - (datetime.date(1904, 1, 1) if date1904 else datetime.date(1899, 12, 30))).days
