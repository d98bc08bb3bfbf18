"""When an assignment that nobody confirms lapses: the end of the month after. Pure."""

import datetime


def lapse_day(confirmed: datetime.date) -> datetime.date:
    """The last day of the month after ``confirmed``'s: a head who checks once a month never loses anybody, and what a
    head forgets closes by itself."""
    months = confirmed.year * 12 + confirmed.month + 1
    return datetime.date(months // 12, months % 12 + 1, 1) - datetime.timedelta(days=1)
