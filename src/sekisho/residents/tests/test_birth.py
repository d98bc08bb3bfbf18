"""Birth dates of which parts are unknown."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.base.wareki import format_date
from sekisho.residents.birth import Birth, parse_birth


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("昭和10年3月5日", (1935, 3, 5)), ("S10.3.5", (1935, 3, 5)), ("1935-03-05", (1935, 3, 5)), ("19350305", (1935, 3, 5)),
        ("昭和10年", (1935, None, None)), ("1935-03", (1935, 3, None)), ("S10.?.5", (1935, None, 5)), ("?.3.5", (None, 3, 5)),
        ("昭和10年不詳", (1935, None, None)), ("19350300", (1935, 3, None)), ("Ｓ１０年３月", (1935, 3, None)),
        ("昭和元年生まれ", (1926, None, None)), ("1936-02-29", (1936, 2, 29)),
    ],
)  # fmt: skip
def test_parts(text: str, parts: tuple[int | None, ...]) -> None:
    assert parse_birth(text) == Birth(*parts)


@pytest.mark.parametrize("text", ["", "きのう", "1935-13-01", "1935-02-29", "S99.1.1x", "18000101", "3月5日"])
def test_what_is_no_date(text: str) -> None:
    assert parse_birth(text) is None


@given(st.dates(min_value=datetime.date(1873, 1, 1), max_value=datetime.date(2099, 1, 1)))
def test_every_day_is_read_in_both_writings(day: datetime.date) -> None:
    for text in (str(day), format_date(day)):
        birth = parse_birth(text)
        assert (
            birth and birth.known and (birth.year, birth.month, birth.day) == (day.year, day.month, day.day)
        )
