"""What a nursery's month is called."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.affairs.stool_tests.overview.states import STATES, Cell, Counts, state_of

MONTH = datetime.date(2026, 10, 1)
DUE = datetime.date(2026, 11, 10)


@pytest.mark.parametrize(
    ("counts", "today", "state"),
    [
        (Counts(), datetime.date(2026, 10, 31), "future"),
        (Counts(), datetime.date(2026, 11, 1), "missing"),
        (Counts(), DUE, "missing"),
        (Counts(), datetime.date(2026, 11, 11), "late"),
        (Counts(unread=1), DUE, "received"),
        (Counts(pages=1, rows=5, sure=5), DUE, "read"),
        (Counts(pages=1, rows=5, sure=4, open=1), DUE, "waiting"),
        (Counts(pages=1, rows=5, sure=5, posted=5), DUE, "posted"),
        (Counts(pages=1, rows=5, sure=5, posted=4), DUE, "read"),
        (Counts(pages=1, rows=5, sure=5, posted=5, closed=True), DUE, "confirmed"),
        (Counts(pages=2, rows=6, sure=6, posted=5, closed=True), DUE, "read"),
        (Counts(posted=5, closed=True), DUE, "erased"),
    ],
)
def test_states(counts: Counts, today: datetime.date, state: str) -> None:
    assert state_of(counts, MONTH, DUE, today) == state


@given(
    st.builds(Counts, *[st.integers(0, 3)] * 6, st.booleans()),
    st.dates(datetime.date(2026, 9, 1), datetime.date(2027, 1, 1)),
)
def test_what_waits_for_a_person_is_never_hidden_and_what_came_is_never_late(
    counts: Counts, today: datetime.date
) -> None:
    state = state_of(counts, MONTH, DUE, today)
    assert state in STATES
    assert (state == "waiting") == bool(counts.open)
    if counts.rows or counts.pages or counts.unread or counts.closed:
        assert state not in ("late", "missing", "future")
    assert Cell(state, counts).word and Cell(state, counts).sign
