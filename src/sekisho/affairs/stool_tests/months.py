"""Months of sheets. Pure."""

import datetime
import re

_SHOWN = 18


def first_day(text: str) -> datetime.date | None:
    """The first day of «2025-05»; None when it is no month."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return datetime.date(int(found[1]), int(found[2]), 1) if found else None


def before(month: datetime.date) -> datetime.date:
    """The month before."""
    return (month.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


def after(month: datetime.date) -> datetime.date:
    """The first day of the month after."""
    return (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def expected(today: datetime.date) -> datetime.date:
    """The month whose sheets come in on ``today``: the last whole one."""
    return before(today)


def offered(today: datetime.date, chosen: datetime.date) -> list[datetime.date]:
    """Months that a page offers, the latest first; the chosen one among them."""
    found = [today.replace(day=1)]
    while len(found) < _SHOWN:
        found.append(before(found[-1]))
    return sorted({*found, chosen}, reverse=True)
