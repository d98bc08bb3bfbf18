"""Slots, walk-ins, the waiting list and closed days (all under purpose «bereavement.reception»)."""

import datetime

from django.db import IntegrityError, transaction

from sekisho import gate
from sekisho.affairs.bereavement import queries, slots
from sekisho.affairs.bereavement.booking import letters
from sekisho.affairs.bereavement.inquiries.actions import close_inquiries, move_inquiries
from sekisho.affairs.bereavement.models import ClosedDay, Letter, Visit
from sekisho.affairs.bereavement.models.visit import ABSENT, BOOKED, CANCELLED, RECEIVED
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.wareki import format_date

#: States in which a visit can be booked, or moved: somebody who didn't come may come another day.
BOOKABLE = (RECEIVED, BOOKED, ABSENT)
#: So near its time a family is received on its booking.
NEAR = datetime.timedelta(hours=1)


class FullError(UserError):
    """The slot was taken a moment ago; ``free``: the next ones, from the day that was wished for on."""

    def __init__(self, free: list[datetime.datetime]) -> None:
        words = "、".join(moment(one) for one in free)
        remedy = (
            f"次に空いているのは、{words} です。" if words else "空き待ちに入れて、空いたら電話してください。"
        )
        super().__init__("その時刻は、いま埋まりました。", remedy)
        self.free = free


def book(visit: Visit, starts_at: datetime.datetime, minutes: int, actor: gate.Actor) -> None:
    """Book the first desk that is free then, for so many minutes; FullError with the next free times where none is any more."""
    _bookable(visit, minutes)
    closed = queries.closed_days()
    if not slots.is_slot(starts_at, clock.now(), minutes, closed):
        raise UserError("その時刻は予約の枠ではありません。", "予約の表から選んでください。")
    if not take(visit, starts_at, minutes):
        wished = starts_at.astimezone(clock.TOKYO).date()
        raise FullError(slots.next_free(queries.taken(visit), clock.now(), minutes, closed, wished=wished))
    letters.confirm(visit, Letter.BOOKED, actor)


def walk_in(visit: Visit, minutes: int, moving: bool = False) -> None:
    """Somebody is here without a booking: the first desk that is free now. Who has a booking is moved only where that is meant
    (``moving``)."""
    _bookable(visit, minutes)
    if visit.state == BOOKED and visit.starts_at and not moving:
        raise UserError(
            f"この件には {moment(visit.starts_at)} の予約があります。",
            "予約のとおりなら「来庁を開く」から始めます。いまに移すなら、予約を移すことを確かめてから押してください。",
        )
    now, closed = clock.now(), queries.closed_days()
    if not slots.can_walk_in(now, minutes, closed):
        raise UserError(
            "いまからでは、窓口の開いている時間に終わりません。",
            "長さを短くするか、予約の表から選んでください。",
        )
    if not take(visit, now, minutes):
        free = slots.next_free(queries.taken(visit), now, minutes, closed, 1)
        raise UserError(
            "いま空いている窓口はありません。",
            f"次に空くのは {moment(free[0])} です。空き待ちに入れることもできます。"
            if free
            else "空き待ちに入れて、空いたら呼んでください。",
        )


def _bookable(visit: Visit, minutes: int) -> None:
    if visit.state not in BOOKABLE:
        raise UserError("この受付は、もう予約を変えられません。", "新しく電話を受け付けてください。")
    if minutes not in slots.LENGTHS:
        raise UserError("その長さでは予約できません。", "予約の表で長さを選んでください。")


def take(visit: Visit, starts_at: datetime.datetime, minutes: int) -> bool:
    """The first desk that is free for so many minutes; False where there is none. What the board says may be old by a moment: the database decides."""
    ends_at = starts_at + datetime.timedelta(minutes=minutes)
    for desk in slots.free_desks(queries.taken(visit), starts_at, ends_at):
        visit.state, visit.starts_at, visit.ends_at = BOOKED, starts_at, ends_at
        visit.desk, visit.minutes, visit.waiting_since = desk, minutes, None
        try:
            with transaction.atomic():
                visit.save(
                    update_fields=("state", "starts_at", "ends_at", "desk", "minutes", "waiting_since")
                )
        except IntegrityError:
            # Somebody was faster by a moment.
            continue
        move_inquiries(visit)
        return True
    return False


def wait(visit: Visit) -> None:
    """Put it on the waiting list; whoever is called when a slot gets free is the longest waiting."""
    if visit.state not in BOOKABLE:
        raise UserError("この受付は、空き待ちにできません。", "新しく電話を受け付けてください。")
    visit.waiting_since = visit.waiting_since or clock.now()
    visit.save(update_fields=("waiting_since",))


def off_time(visit: Visit) -> str:
    """Would a family that is here now be too early for its booking (早く) or too late (遅く)? «» within the hour, or without one."""
    if visit.state != BOOKED or visit.starts_at is None:
        return ""
    apart = visit.starts_at - clock.now()
    if abs(apart) <= NEAR:
        return ""
    return "早く" if apart > datetime.timedelta() else "遅く"


def call_off(visit: Visit, state: str, actor: gate.Actor) -> Visit | None:
    """The family cancels, or didn't come: the slot is free again. Returns who has waited longest for one."""
    if visit.state not in (RECEIVED, BOOKED) or state not in (CANCELLED, ABSENT):
        raise UserError("この受付は、もう取りやめられません。", "来庁の画面で結果を書いてください。")
    freed = visit.state == BOOKED
    if state == CANCELLED and freed:
        letters.confirm(visit, Letter.CALLED_OFF, actor)
    visit.state, visit.waiting_since = state, None
    visit.save(update_fields=("state", "waiting_since"))
    close_inquiries(visit)
    return next(iter(queries.waiting()), None) if freed else None


def close_day(day: datetime.date, why: str) -> list[int]:
    """The desk takes no visits that day; the numbers of those that are booked on it already, who must be called."""
    ClosedDay.objects.update_or_create(day=day, defaults={"why": why})
    start = datetime.datetime.combine(day, datetime.time(), clock.TOKYO)
    booked = Visit.objects.filter(
        state=BOOKED, starts_at__gte=start, starts_at__lt=start + datetime.timedelta(1)
    )
    return [pk for (pk,) in booked.order_by("starts_at").values_list("id")]


def open_day(day: datetime.date) -> None:
    """The desk takes visits that day after all."""
    ClosedDay.objects.filter(day=day).delete()


def moment(at: datetime.datetime) -> str:
    """12月3日(木) 10時30分, with the year of the era before it."""
    here = at.astimezone(clock.TOKYO)
    return f"{format_date(here.date(), weekday=True)} {here.hour}時{here.minute:02}分"
