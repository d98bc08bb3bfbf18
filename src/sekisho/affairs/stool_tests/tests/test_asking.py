"""What is doubtful, how it is asked and what may be answered."""

import datetime

import pytest

from sekisho.affairs.stool_tests import months
from sekisho.affairs.stool_tests.asking import Somebody, days, people, results, typed_day
from sekisho.affairs.stool_tests.doubts import Doubt, Part, doubts, is_positive

MAY = datetime.date(2025, 5, 1)


def _asked(name: float = 1.0, date: float = 1.0, *objections: str) -> list[Doubt]:
    return doubts({"name": Part(name, "氏名がはっきり読めません"), "date": Part(date)}, objections, 0.999)


def test_everything_that_speaks_against_a_row_is_asked() -> None:
    assert _asked(name=0.5) == [Doubt("name", "氏名がはっきり読めません")]
    assert [one.asked for one in _asked(0.5, 0.5)] == ["name", "date"]
    both = _asked(1.0, 1.0, "取り消し線があります", "O157：陽性のようです")
    assert both == [Doubt("name", "取り消し線があります"), Doubt("result:O157", "陽性のようです")]
    assert _asked(1.0, 1.0, "この月の日付ではないようです")[0].asked == "date"


def test_a_row_that_is_only_together_unsure_asks_the_weaker_part() -> None:
    assert [one.asked for one in _asked(0.9995, 0.9992)] == ["date"]


@pytest.mark.parametrize(("text", "positive"), [("＋", True), ("(+)", True), ("陽性", True), ("2+", True), ("±", True), ("−", False), ("陰性", False), ("", False), ("(-)", False)])  # fmt: skip
def test_what_counts_as_positive(text: str, positive: bool) -> None:
    assert is_positive(text) is positive


def test_people_are_offered_by_the_engine_first_then_by_likeness() -> None:
    roster = [
        Somebody(1, "山田　花子", "やまだ はなこ"), Somebody(2, "川上　葵", "かわかみ あおい"),
        Somebody(3, "山本　花", "やまもと はな"),
    ]  # fmt: skip
    offered = people(["山由　花了", "山本　花"], roster, {3: 12})
    assert [one.value for one in offered] == ["3", "1"]
    assert offered[0].note == "やまもと はな　この用紙の 12 行目にもいます"


def test_namesakes_are_told_apart_by_their_number() -> None:
    offered = people(
        ["山田　花子"], [Somebody(1, "山田　花子", "", "11"), Somebody(2, "山田　花子", "", "12")], {}
    )
    assert [one.note for one in offered] == ["番号 11", "番号 12"]


def test_days_of_the_sheet_are_offered_after_what_was_read() -> None:
    day = datetime.date(2025, 5, 6)
    offered = days(["2025-05-08"], [day])
    assert [one.label for one in offered][:4] == ["5月8日(木)", "5月6日(火)", "5月5日(月)", "5月7日(水)"]
    assert offered[1].note == "この用紙のほかの行と同じ"


def test_a_result_may_always_be_blank_or_either_sign() -> None:
    assert [one.label for one in results(["（＋）"])] == ["（＋）", "−", "＋", "陰性", "陽性", "空欄"]


@pytest.mark.parametrize(
    ("text", "day"),
    [("6", (2025, 5, 6)), ("5/6", (2025, 5, 6)), ("４月30日", (2025, 4, 30)), ("令和7年5月6日", (2025, 5, 6)), ("12/28", None), ("31日", (2025, 5, 31)), ("32", None), ("あ", None)],
)  # fmt: skip
def test_a_day_is_typed_shortly(text: str, day: tuple[int, int, int] | None) -> None:
    expected = datetime.date(2024, 12, 28) if text == "12/28" else datetime.date(*day) if day else None
    assert typed_day(text, MAY) == expected


def test_a_month_is_read_from_an_address_only_when_it_is_one() -> None:
    assert months.first_day("2025-05") == MAY
    assert [months.first_day(text) for text in ("", "2025-13", "x", "2025-5", "2025-05-01")] == [None] * 5
    assert months.expected(datetime.date(2025, 6, 2)) == MAY
    assert MAY in months.offered(datetime.date(2026, 11, 25), MAY)
