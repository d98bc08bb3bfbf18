"""Lengths of retention: the cases of the Civil Code, and that the cut-off day agrees with the due day."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.base.retention import Length, cutoff, due_on, parse_length

_DAY = datetime.timedelta(days=1)
_DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2150, 12, 31))
_LENGTHS = st.builds(Length, st.integers(1, 60), st.sampled_from(("days", "months", "years", "fiscal_years")))


@pytest.mark.parametrize(
    ("event", "length", "due"),
    [
        ("2026-05-01", "30 days", "2026-06-01"),
        ("2026-01-31", "1 months", "2026-03-01"),
        ("2026-01-30", "1 months", "2026-03-01"),
        ("2026-01-27", "1 months", "2026-02-28"),
        ("2026-08-30", "6 months", "2027-03-01"),
        ("2024-02-29", "1 years", "2025-03-01"),
        ("2024-02-28", "1 years", "2025-03-01"),
        ("2025-04-01", "1 years", "2026-04-02"),
        ("2026-03-31", "1 fiscal_years", "2027-04-01"),
        ("2026-04-01", "1 fiscal_years", "2028-04-01"),
        ("2025-12-31", "5 fiscal_years", "2031-04-01"),
    ],
)
def test_due_days(event: str, length: str, due: str) -> None:
    assert due_on(datetime.date.fromisoformat(event), parse_length(length)).isoformat() == due


@given(_DAYS, _LENGTHS)
def test_the_cutoff_is_the_last_event_that_is_due(today: datetime.date, length: Length) -> None:
    last = cutoff(today, length)
    assert due_on(last, length) <= today < due_on(last + _DAY, length)


@given(_DAYS, _LENGTHS)
def test_later_events_are_never_due_earlier(event: datetime.date, length: Length) -> None:
    assert event < due_on(event, length) <= due_on(event + _DAY, length)


@pytest.mark.parametrize("text", ["", "0 days", "-1 days", "5", "5 weeks"])
def test_other_lengths_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_length(text)
