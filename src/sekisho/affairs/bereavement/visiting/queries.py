"""The live board, the stops of a visit, calls to be made again; within the open pass."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sekisho.affairs.bereavement import queries
from sekisho.affairs.bereavement.models import OffsiteCall, Visit
from sekisho.affairs.bereavement.models.step import OPEN, PENDING
from sekisho.affairs.bereavement.models.visit import ARRIVED, BOOKED, DONE, GUIDED
from sekisho.affairs.bereavement.visiting import way
from sekisho.base import clock


@dataclass(frozen=True)
class Stop:
    """A counter on the way, with what is to be done there."""

    place: way.Place
    lines: tuple[queries.Line, ...]

    @property
    def open(self) -> bool:
        """Is something left to do here?"""
        return any(line.step.outcome == OPEN for line in self.lines)

    @property
    def later(self) -> bool:
        """Is nothing to be done here today, but something on another day?"""
        return not self.open and any(line.step.outcome == PENDING for line in self.lines)


def stops(lines: Iterable[queries.Line]) -> list[Stop]:
    """The counters that the family is taken to, in the order of the way; none for what isn't needed."""
    by_place: dict[way.Place, list[queries.Line]] = {}
    for line in lines:
        if line.place and not line.dropped and (line.step.sure or line.step.outcome != OPEN):
            by_place.setdefault(line.place, []).append(line)
    return [Stop(one, tuple(by_place[one])) for one in way.in_order(by_place)]


def metres(found: Sequence[Stop]) -> int:
    """How far the whole way is."""
    return way.walk([one.place for one in found])


@dataclass(frozen=True)
class Here:
    """A family that is in the house. ``place`` in words; ``minutes``: since when; ``late``: its time is over."""

    number: int
    desk: int | None
    place: str
    minutes: int
    ends_at: datetime.datetime | None
    late: bool


def in_house() -> tuple[list[Here], list[Visit]]:
    """Who is where, and who comes yet today (purpose «bereavement.reception»): numbers, no names."""
    now = clock.now()
    start = datetime.datetime.combine(clock.today(), datetime.time(), clock.TOKYO)
    end = start + datetime.timedelta(1)
    # Who came is here, whatever day was booked: a visit is moved, or begins before its time.
    came = Visit.objects.filter(arrived_at__gte=start, arrived_at__lt=end, left_at=None)
    booked = Visit.objects.filter(state=BOOKED, starts_at__gte=start, starts_at__lt=end)
    here = [
        Here(
            one.pk, one.desk, one.at_counter or "コーナー", _minutes(one.at_since or one.arrived_at, now), one.ends_at,
            bool(one.ends_at and one.ends_at < now),
        )
        for one in came.filter(state__in=(ARRIVED, GUIDED, DONE)).order_by("starts_at", "id")
    ]  # fmt: skip
    return here, list(booked.order_by("starts_at", "id"))


def _minutes(since: datetime.datetime | None, now: datetime.datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60)) if since else 0


def to_call() -> list[OffsiteCall]:
    """Calls that are expected back or to be made again, soonest first (purpose «bereavement.follow_up»)."""
    return list(
        OffsiteCall.objects.filter(settled_at=None, again_at__isnull=False).order_by("again_at", "id")
    )
