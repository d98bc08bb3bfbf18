import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.base.wareki import (
    ERAS,
    era_of,
    fiscal_year,
    format_date,
    parse_coming,
    parse_date,
    spelt_out,
    western_year,
)

DAYS = st.dates(datetime.date(1873, 1, 1), datetime.date(2099, 12, 31))


@given(DAYS, st.booleans())
@settings(deadline=None)
def test_what_is_written_is_read_again(day: datetime.date, weekday: bool) -> None:
    assert parse_date(format_date(day, weekday)) == day


@given(DAYS)
@settings(deadline=None)
def test_every_day_has_one_era_and_its_year_leads_back(day: datetime.date) -> None:
    era = era_of(day)
    assert western_year(era.letter, day.year - era.first.year + 1) == day.year


def test_eras_change_on_their_first_day() -> None:
    for before, after in itertools.pairwise(ERAS):
        assert era_of(after.first) == after
        assert era_of(after.first - datetime.timedelta(days=1)) == before


@pytest.mark.parametrize(
    "text",
    [
        "令和7年5月1日",
        "令７年５月１日",
        "R7.5.1",
        "r7/05/01",
        "2025-05-01",
        "2025年5月1日(木)",
        "２０２５／５／１",
    ],
)
def test_writings_of_one_day(text: str) -> None:
    assert parse_date(text) == datetime.date(2025, 5, 1)


def test_first_year_is_written_gannen() -> None:
    assert format_date(datetime.date(2019, 5, 1)) == "令和元年5月1日"
    assert parse_date("令和元年5月1日") == datetime.date(2019, 5, 1)


@pytest.mark.parametrize("text", ["", "5月1日", "2025-02-30", "平成31年5月1日", "令和0年5月1日", "R7.13.1"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert parse_date(text) is None


def test_before_the_first_era() -> None:
    with pytest.raises(ValueError, match="before the first era"):
        era_of(datetime.date(1868, 1, 24))


def test_fiscal_year_begins_in_april() -> None:
    assert fiscal_year(datetime.date(2025, 3, 31)) == 2024
    assert fiscal_year(datetime.date(2025, 4, 1)) == 2025


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12月20日", (2026, 12, 20)), ("１２／２０", (2026, 12, 20)), ("11/30", (2026, 11, 30)), ("1/5", (2027, 1, 5)),
        ("11月29日", (2027, 11, 29)), ("2/29", (2028, 2, 29)), ("R8.11.1", (2026, 11, 1)), ("12月20日(日)", (2026, 12, 20)),
    ],
)  # fmt: skip
def test_a_month_and_day_is_the_next_such_day(text: str, day: tuple[int, int, int]) -> None:
    assert parse_coming(text, datetime.date(2026, 11, 30)) == datetime.date(*day)


@pytest.mark.parametrize("text", ["13/1", "2/30", "あした", "", "12"])
def test_no_day_is_made_of_what_is_none(text: str) -> None:
    assert parse_coming(text, datetime.date(2026, 11, 30)) is None


@pytest.mark.parametrize(
    ("typed", "written"),
    [("S50.2.3", "昭和50年2月3日"), ("1975-02-03", "昭和50年2月3日"), ("昭和50年ごろ", "昭和50年ごろ"), ("S50.2.30", "S50.2.30"), ("", "")],
)  # fmt: skip
def test_what_is_a_date_is_spelt_out_and_the_rest_stays(typed: str, written: str) -> None:
    assert spelt_out(typed) == written
