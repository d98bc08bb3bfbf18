"""When an assignment that nobody confirms lapses: the end of the month after. Pure."""

import datetime


def lapse_day(confirmed: datetime.date) -> datetime.date:
    """The last day of the month after ``confirmed``'s: a head who checks once a month never loses anybody, and what a
    head forgets closes by itself."""
    return _before_month(confirmed, 2)


def month_end(day: datetime.date) -> datetime.date:
    """The last day of ``day``'s month: what lapses until then has to be confirmed now."""
    return _before_month(day, 1)


def _before_month(day: datetime.date, later: int) -> datetime.date:
    """The day before the first of the month that comes so many months ``later``."""
    months = day.year * 12 + day.month - 1 + later
    return datetime.date(months // 12, months % 12 + 1, 1) - datetime.timedelta(days=1)
