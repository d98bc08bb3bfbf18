"""Days on which a city hall is open. Pure.

Closed: Saturdays, Sundays, national holidays, 29 December to 3 January (地方自治法 第4条の2; a city's ordinance may differ).
"""

import datetime

import jpholiday


def is_open(day: datetime.date) -> bool:
    """Is the city hall open on ``day``?"""
    new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not new_year and not jpholiday.is_holiday(day)


def next_open(day: datetime.date) -> datetime.date:
    """``day`` itself, or the first open day after it."""
    while not is_open(day):
        day += datetime.timedelta(days=1)
    return day


def open_days(first: datetime.date, count: int) -> list[datetime.date]:
    """The first ``count`` open days from ``first`` on."""
    found: list[datetime.date] = []
    while len(found) < count:
        first = next_open(first)
        found.append(first)
        first += datetime.timedelta(days=1)
    return found
