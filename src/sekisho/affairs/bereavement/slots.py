"""The slot board: which times of which days can be booked, for a visit of a certain length. Pure."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sekisho.base import clock
from sekisho.base.opendays import is_open

#: Times, lengths and desks are the city's own settings (要確認).
TIMES = (
    datetime.time(9),
    datetime.time(10, 30),
    datetime.time(13),
    datetime.time(14, 30),
    datetime.time(16),
)
CLOSES = datetime.time(17)
DESKS = (1, 2)
#: Minutes of a visit, and which load each is for.
LENGTHS = {
    60: "少なめ（年金と保険くらい）",
    90: "ふつう",
    120: "多め（家や土地、手当、市営住宅などいくつもある）",
}
USUAL = 90
#: Open days that sections need for their answers, and how far ahead the board shows.
LEAD, AHEAD = 3, 10
#: How long after the beginning a family that isn't there counts as absent.
GRACE = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class Taken:
    """A desk that is in use or booked from ``starts_at`` until ``ends_at``."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    desk: int


@dataclass(frozen=True)
class Slot:
    """A time that can be booked; ``desks``: those that are free. ``short``: too soon for the sections' answers."""

    starts_at: datetime.datetime
    desks: tuple[int, ...]
    short: bool


def board(
    taken: Collection[Taken], now: datetime.datetime, minutes: int = USUAL, closed: Collection[datetime.date] = ()
) -> list[tuple[datetime.date, list[Slot]]]:  # fmt: skip
    """The days ahead with the slots that a visit of ``minutes`` fits in; ``closed``: the city's own closed days."""
    days = _days(now.astimezone(clock.TOKYO).date(), closed)
    return [(day, list(_slots(day, place < LEAD, taken, now, minutes))) for place, day in enumerate(days)]


def _days(first: datetime.date, closed: Collection[datetime.date]) -> list[datetime.date]:
    """The open days ahead, from ``first`` on. Where closed days fill a year there is nothing to offer beyond it."""
    following = (first + datetime.timedelta(days=number) for number in range(366))
    return [day for day in following if is_open(day) and day not in closed][:AHEAD]


def _slots(
    day: datetime.date, short: bool, taken: Collection[Taken], now: datetime.datetime, minutes: int
) -> Iterator[Slot]:
    length = datetime.timedelta(minutes=minutes)
    for time in TIMES:
        starts_at = datetime.datetime.combine(day, time, clock.TOKYO)
        if starts_at > now and starts_at + length <= datetime.datetime.combine(day, CLOSES, clock.TOKYO):
            yield Slot(starts_at, free_desks(taken, starts_at, starts_at + length), short)


def free_desks(
    taken: Collection[Taken], starts_at: datetime.datetime, ends_at: datetime.datetime
) -> tuple[int, ...]:
    """Desks that nobody uses in this time."""
    used = {one.desk for one in taken if one.starts_at < ends_at and one.ends_at > starts_at}
    return tuple(desk for desk in DESKS if desk not in used)


def next_free(
    taken: Collection[Taken], now: datetime.datetime, minutes: int, closed: Collection[datetime.date], count: int = 3,
    wished: datetime.date | None = None,
) -> list[datetime.datetime]:  # fmt: skip
    """The first ``count`` beginnings that are still free, from the day that was wished for on; where none is left then, from today on."""
    free = [slot.starts_at for _, row in board(taken, now, minutes, closed) for slot in row if slot.desks]
    after = [one for one in free if wished is None or one.astimezone(clock.TOKYO).date() >= wished]
    return (after or free)[:count]


def is_slot(
    starts_at: datetime.datetime,
    now: datetime.datetime,
    minutes: int = USUAL,
    closed: Collection[datetime.date] = (),
) -> bool:
    """Is this a beginning that the board offers?"""
    return any(slot.starts_at == starts_at for _, slots in board((), now, minutes, closed) for slot in slots)


def can_walk_in(now: datetime.datetime, minutes: int, closed: Collection[datetime.date]) -> bool:
    """May somebody without a booking begin now? The hall is open, and there is time for it until it closes."""
    here = now.astimezone(clock.TOKYO)
    opens, closes = (datetime.datetime.combine(here.date(), time, clock.TOKYO) for time in (TIMES[0], CLOSES))
    usual = is_open(here.date()) and here.date() not in closed
    return usual and opens <= here and here + datetime.timedelta(minutes=minutes) <= closes
