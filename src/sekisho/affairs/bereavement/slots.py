"""The slot board: which times of which days can be booked. Pure."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sekisho.base import clock
from sekisho.base.opendays import open_days

#: Times, length and desks are the city's own settings (要確認).
TIMES = (datetime.time(9), datetime.time(10, 30), datetime.time(13), datetime.time(14, 30))
LENGTH = datetime.timedelta(minutes=90)
DESKS = (1, 2)
#: Open days that sections need for their answers, and how far ahead the board shows.
LEAD, AHEAD = 3, 10


@dataclass(frozen=True)
class Slot:
    """A time that can be booked; ``desks``: those that are free. ``short``: too soon for the sections' answers."""

    starts_at: datetime.datetime
    desks: tuple[int, ...]
    short: bool


def board(
    taken: Collection[tuple[datetime.datetime, int]], now: datetime.datetime
) -> list[tuple[datetime.date, list[Slot]]]:
    """The days ahead with their slots; ``taken``: beginnings and desks of the visits booked."""
    today = now.astimezone(clock.TOKYO).date()
    used = {(starts_at.astimezone(clock.TOKYO), desk) for starts_at, desk in taken}
    days = open_days(today, AHEAD)
    return [(day, list(_slots(day, place < LEAD, used, now))) for place, day in enumerate(days)]


def _slots(
    day: datetime.date, short: bool, used: Collection[tuple[datetime.datetime, int]], now: datetime.datetime
) -> Iterator[Slot]:
    for time in TIMES:
        starts_at = datetime.datetime.combine(day, time, clock.TOKYO)
        if starts_at > now:
            yield Slot(starts_at, tuple(desk for desk in DESKS if (starts_at, desk) not in used), short)


def is_slot(starts_at: datetime.datetime, now: datetime.datetime) -> bool:
    """Is this a beginning that the board offers?"""
    return any(slot.starts_at == starts_at for _, slots in board((), now) for slot in slots)
