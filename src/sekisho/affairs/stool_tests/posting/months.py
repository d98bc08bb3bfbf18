"""Which months have rows, and in which states."""

import datetime

from django.db.models import Count

from sekisho.affairs.stool_tests.models import Row


def states_by_month() -> dict[datetime.date, dict[str, int]]:
    """Numbers of rows by state of every month that has any, the latest month first."""
    found: dict[datetime.date, dict[str, int]] = {}
    counted = Row.objects.order_by("-month").values("month", "state").annotate(rows=Count("id"))
    for one in counted:
        found.setdefault(one["month"], {})[one["state"]] = one["rows"]
    return found
