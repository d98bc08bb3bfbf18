"""Open days of a city hall."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.base.opendays import is_open, next_open, open_days

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 1, 1))


@pytest.mark.parametrize(
    ("day", "opened"),
    [("2026-11-25", True), ("2026-11-23", False), ("2026-11-28", False), ("2026-12-28", True), ("2026-12-29", False),
     ("2027-01-01", False), ("2027-01-04", True), ("2026-09-22", False)],
)  # fmt: skip
def test_days(day: str, opened: bool) -> None:
    assert is_open(datetime.date.fromisoformat(day)) is opened


@given(DAYS)
def test_the_next_open_day_is_the_first(day: datetime.date) -> None:
    found = next_open(day)
    assert is_open(found) and found - day <= datetime.timedelta(days=12)
    assert not any(is_open(day + datetime.timedelta(days=n)) for n in range((found - day).days))


@given(DAYS, st.integers(1, 20))
def test_so_many_in_their_order(day: datetime.date, count: int) -> None:
    found = open_days(day, count)
    assert len(found) == count and found == sorted(set(found)) and all(map(is_open, found))
