"""The slot board, and when preparation is open."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from sekisho.affairs.bereavement import slots
from sekisho.affairs.bereavement.stages import why_not_preparing
from sekisho.base import clock
from sekisho.base.opendays import is_open

MOMENTS = st.datetimes(
    datetime.datetime(2024, 1, 1), datetime.datetime(2030, 1, 1), timezones=st.just(clock.TOKYO)
)


@given(MOMENTS, st.data())
def test_nothing_past_nothing_closed_nothing_taken(now: datetime.datetime, data: st.DataObject) -> None:
    minutes = data.draw(st.sampled_from(sorted(slots.LENGTHS)))
    closed = set(data.draw(st.lists(st.dates(now.date(), now.date() + datetime.timedelta(20)), max_size=5)))
    free = [
        (slot.starts_at, desk)
        for _, row in slots.board((), now, minutes, closed)
        for slot in row
        for desk in slot.desks
    ]
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(free), st.sampled_from((30, 60, 120))), max_size=30))
    taken = [slots.Taken(at, at + datetime.timedelta(minutes=length), desk) for (at, desk), length in drawn]
    board = slots.board(taken, now, minutes, closed)
    assert len(board) == slots.AHEAD
    for place, (day, row) in enumerate(board):
        assert is_open(day) and day >= now.date() and day not in closed
        for slot in row:
            ends_at = slot.starts_at + datetime.timedelta(minutes=minutes)
            assert slot.starts_at > now and slot.short is (place < slots.LEAD)
            assert ends_at.time() <= slots.CLOSES and slots.is_slot(slot.starts_at, now, minutes, closed)
            for desk in slots.DESKS:
                used = any(
                    one.desk == desk and one.starts_at < ends_at and slot.starts_at < one.ends_at
                    for one in taken
                )
                assert (desk in slot.desks) is not used


def test_what_the_board_does_not_offer_is_no_slot() -> None:
    now = datetime.datetime(2026, 11, 25, 10, tzinfo=clock.TOKYO)
    for moment in (
        now,
        now.replace(hour=9),
        now.replace(day=28, hour=9),
        now.replace(hour=9, minute=1),
        now.replace(year=2030, hour=9),
    ):
        assert not slots.is_slot(moment, now)
    assert slots.is_slot(now.replace(hour=13), now)


def test_preparation_opens_with_the_booking_and_closes_by_itself() -> None:
    now = datetime.datetime(2026, 11, 25, 10, tzinfo=clock.TOKYO)
    later = now + datetime.timedelta(hours=1)
    assert why_not_preparing("booked", later, now) == ""
    assert "過ぎた" in why_not_preparing("booked", now, now)
    assert all(
        why_not_preparing(state, later, now)
        for state in ("received", "arrived", "guided", "done", "cancelled", "absent")
    )


def test_a_long_visit_takes_the_next_slot_of_its_desk_too() -> None:
    now = datetime.datetime(2026, 11, 25, 8, tzinfo=clock.TOKYO)
    nine = now.replace(hour=9)
    taken = [slots.Taken(nine, nine + datetime.timedelta(minutes=120), 1)]
    row = dict(slots.board(taken, now))[now.date()]
    assert [slot.desks for slot in row] == [(2,), (2,), (1, 2), (1, 2)]
    assert slots.next_free([*taken, slots.Taken(nine, now.replace(hour=17), 2)], now, 90, (), 2) == [
        now.replace(hour=13),
        now.replace(hour=14, minute=30),
    ]
    # A short one still fits in at four.
    assert [slot.starts_at.hour for slot in dict(slots.board((), now, 60))[now.date()]][-1] == 16


def test_who_walks_in_begins_while_the_hall_is_open_long_enough() -> None:
    now = datetime.datetime(2026, 11, 25, 15, 20, tzinfo=clock.TOKYO)
    assert slots.can_walk_in(now, 90, ()) and not slots.can_walk_in(now, 120, ())
    assert not slots.can_walk_in(now, 60, {now.date()}) and not slots.can_walk_in(now.replace(day=28), 60, ())
    assert not slots.can_walk_in(now.replace(hour=8), 60, ())
