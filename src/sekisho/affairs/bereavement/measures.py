"""How well the desk does, in numbers: how many families finish in one visit, how long it takes, what was forgotten."""

import datetime
import statistics
from collections import Counter
from dataclasses import dataclass

from sekisho.affairs.bereavement.models import FormPrint, Step, Visit
from sekisho.affairs.bereavement.models.visit import ABSENT, ARRIVED, DONE, GUIDED
from sekisho.base import clock


@dataclass(frozen=True)
class Measures:
    """Of the visits that began in a time: ``families`` who had proven their relation, ``at_once`` of them with everything done,
    mailed, handed over or not needed on the day itself; ``minutes``: median from arrival to leaving, over ``timed`` visits;
    ``forms``: prints; ``later``: procedures found after the visit; ``months``: families by month."""

    families: int
    guided: int
    absent: int
    at_once: int
    minutes: int | None
    timed: int
    procedures: int
    forms: int
    later: int
    months: tuple[tuple[str, int], ...]

    @property
    def share(self) -> int | None:
        """At once, of a hundred families."""
        return round(100 * self.at_once / self.families) if self.families else None


def measure(since: datetime.date, until: datetime.date) -> Measures:
    """The measures of the visits that began on these days (purpose «bereavement.measures»)."""
    start, end = (
        datetime.datetime.combine(day, datetime.time(), clock.TOKYO)
        for day in (since, until + datetime.timedelta(1))
    )
    columns = ("id", "state", "arrived_at", "left_at")
    came = list(Visit.objects.filter(arrived_at__gte=start, arrived_at__lt=end).values_list(*columns))
    absent = Visit.objects.filter(state=ABSENT, starts_at__gte=start, starts_at__lt=end).count()
    days = {pk: at.astimezone(clock.TOKYO).date() for pk, state, at, _ in came if state in (ARRIVED, DONE)}
    steps = list(
        Step.objects.filter(visit__in=days).values_list("visit_id", "outcome", "closed_on", "found_later")
    )
    late = {visit for visit, _, closed_on, _ in steps if closed_on is None or closed_on > days[visit]}
    lasted = [
        (left - at).total_seconds() / 60 for _, state, at, left in came if left and state in (ARRIVED, DONE)
    ]
    prints = FormPrint.objects.filter(visit__in=days).values_list("visit_id", "id")
    months = Counter(f"{day.year}年{day.month}月" for day in sorted(days.values()))
    return Measures(
        len(days), sum(1 for _, state, *_ in came if state == GUIDED), absent, len(days) - len(late),
        round(statistics.median(lasted)) if lasted else None, len(lasted),
        sum(1 for _, outcome, *_ in steps if outcome != "not_needed"), len(prints),
        sum(1 for *_, later in steps if later), tuple(months.items()),
    )  # fmt: skip
