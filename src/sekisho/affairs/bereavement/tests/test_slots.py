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
    free = [(slot.starts_at, desk) for _, row in slots.board((), now) for slot in row for desk in slot.desks]
    taken = set(data.draw(st.lists(st.sampled_from(free), max_size=30)))
    board = slots.board(taken, now)
    assert len(board) == slots.AHEAD
    for place, (day, row) in enumerate(board):
        assert is_open(day) and day >= now.date()
        for slot in row:
            assert (
                slot.starts_at > now
                and slot.short is (place < slots.LEAD)
                and slots.is_slot(slot.starts_at, now)
            )
            assert {(slot.starts_at, desk) for desk in slot.desks} == {
                one for one in free if one[0] == slot.starts_at
            } - taken  # fmt: skip


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
