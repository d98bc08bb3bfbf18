"""Japanese dates (和暦): eras by their first days, reading and writing, the fiscal year. Pure.

First days: 明治 by the Grand Council decree that made it count from 1868-01-25 (Gregorian); Gregorian dates
are used from 1873-01-01 on. 大正 1912-07-30, 昭和 1926-12-25, 平成 1989-01-08 (政令第1号), 令和 2019-05-01
(平成31年政令第143号).
"""

import datetime
import re
from dataclasses import dataclass

from sekisho.base.kanji import plain


@dataclass(frozen=True)
class Era:
    """An era: ``name`` 令和, ``letter`` R, ``first`` day."""

    name: str
    letter: str
    first: datetime.date


ERAS = (
    Era("明治", "M", datetime.date(1868, 1, 25)),
    Era("大正", "T", datetime.date(1912, 7, 30)),
    Era("昭和", "S", datetime.date(1926, 12, 25)),
    Era("平成", "H", datetime.date(1989, 1, 8)),
    Era("令和", "R", datetime.date(2019, 5, 1)),
)
#: Later days are slips of the pen.
_LAST = datetime.date(2199, 12, 31)
WEEKDAYS = "月火水木金土日"

_ERA_DATE = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR明大昭平令])(?P<year>\d{1,2}|元)(?:年|[-./])"
    r"(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})日?",
    re.IGNORECASE,
)
_WESTERN = re.compile(r"(?P<year>\d{4})(?:年|[-./])(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})日?")
_WEEKDAY = re.compile(r"[((][月火水木金土日][))]$")
_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})日?")


def era_of(day: datetime.date) -> Era:
    """The era in which ``day`` lies; ValueError before 明治."""
    for era in reversed(ERAS):
        if day >= era.first:
            return era
    raise ValueError(f"{day} lies before the first era")


def era_year(day: datetime.date) -> int:
    """The year's number within its era, 1 for the first (元年)."""
    return day.year - era_of(day).first.year + 1


def western_year(era: str, year: int) -> int:
    """令和 or R or 令, 7 → 2025. ValueError for an unknown era or a year below 1."""
    for known in ERAS:
        if year >= 1 and (era.upper() == known.letter or (era and known.name.startswith(era))):
            return known.first.year + year - 1
    raise ValueError(f"no such era year: {era}{year}")


def parse_date(text: str) -> datetime.date | None:
    """One full date (令和7年5月1日, R7.5.1, 2025-05-01, 2025/5/1, 元年; any width), None when it is none.

    A day outside its era (平成31年5月1日) is None, and so is one before 明治 or after 2199: such a date is a slip and must be
    looked at.
    """
    text = _WEEKDAY.sub("", plain(text))
    western = _WESTERN.fullmatch(text)
    japanese = _ERA_DATE.fullmatch(text)
    try:
        if western:
            day = datetime.date(int(western["year"]), int(western["month"]), int(western["day"]))
            return day if ERAS[0].first <= day <= _LAST else None
        if japanese:
            number = 1 if japanese["year"] == "元" else int(japanese["year"])
            year = western_year(japanese["era"], number)
            day = datetime.date(year, int(japanese["month"]), int(japanese["day"]))
            era = era_of(day)
            fits = era.letter == japanese["era"].upper() or era.name.startswith(japanese["era"])
            return day if fits else None
    except ValueError:
        return None
    return None


def parse_coming(text: str, today: datetime.date) -> datetime.date | None:
    """As ``parse_date``; a month and day alone (12月20日, 12/20) is the next such day, today included."""
    bare = _MONTH_DAY.fullmatch(_WEEKDAY.sub("", plain(text)))
    if not bare:
        return parse_date(text)
    # Eight years on there has been a 29th of February, also around 2100.
    for year in range(today.year, today.year + 9):
        try:
            day = datetime.date(year, int(bare["month"]), int(bare["day"]))
        except ValueError:
            continue
        if day >= today:
            return day
    return None


def format_date(day: datetime.date, weekday: bool = False) -> str:
    """令和7年5月1日, with ``weekday`` 令和7年5月1日(木). The first year is written 元年."""
    number = era_year(day)
    year = "元" if number == 1 else str(number)
    tail = f"({WEEKDAYS[day.weekday()]})" if weekday else ""
    return f"{era_of(day).name}{year}年{day.month}月{day.day}日{tail}"


def spelt_out(text: str) -> str:
    """昭和50年2月3日 for S50.2.3; a text that is no date stays as it was typed."""
    day = parse_date(text)
    return format_date(day) if day else text


def format_month(day: datetime.date) -> str:
    """令和7年5月, the month that ``day`` lies in."""
    number = era_year(day)
    return f"{era_of(day).name}{'元' if number == 1 else number}年{day.month}月"


def months_apart(one: datetime.date, other: datetime.date) -> int:
    """How many calendar months lie between two days, whichever is earlier."""
    return abs((one.year - other.year) * 12 + one.month - other.month)


def fiscal_year(day: datetime.date) -> int:
    """The Japanese fiscal year (年度, from 1 April: 地方自治法 第208条) in which ``day`` lies."""
    return day.year if day.month >= 4 else day.year - 1
