import numpy as np
import pytest

from sekisho.paper.engine import Reading
from sekisho.paper.marks import (
    DIFFERENT,
    POSITIVE,
    UNREADABLE,
    Meaning,
    from_line,
    from_sign,
    objections,
    usual_sign,
)
from sekisho.paper.signs import SIGNS
from sekisho.paper.tests.lines import ALPHABET, line


def shares(sign: str, sure: float) -> np.ndarray:
    found = np.full(len(SIGNS), (1 - sure) / (len(SIGNS) - 1), np.float32)
    found[SIGNS.index(sign)] = sure
    return found


@pytest.mark.parametrize(
    ("text", "value", "meaning"),
    [
        ("-", "−", "negative"),
        ("陰性", "陰性", "negative"),
        ("+", "＋", "positive"),
        ("陽性", "陽性", "positive"),
    ],
)
def test_results_read_as_lines(text: str, value: str, meaning: Meaning) -> None:
    reading, found = from_line(line(text), ALPHABET)
    assert (reading.text, found) == (value, meaning)


def test_a_result_that_could_be_either_is_never_clear() -> None:
    reading, _ = from_line(line("陰性", rivals={0: ("陽", 0.3)}), ALPHABET)
    assert reading.reason == UNREADABLE


def test_a_name_is_no_mark() -> None:
    reading, _ = from_line(line("佐藤"), ALPHABET)
    assert (reading.text, reading.reason) == ("", UNREADABLE)


def test_signs_speak_only_when_clear() -> None:
    found = from_sign(shares("−", 0.9999))
    assert found and (found[0].text, found[1]) == ("−", "negative")
    assert from_sign(shares("−", 0.98)) is None
    assert from_sign(shares("other", 0.9999)) is None
    assert from_sign(shares("〃", 0.9999)) is None


def test_a_small_dash_among_dashes_is_one() -> None:
    column = [shares("−", 0.97)] * 8 + [shares("＋", 0.97)] * 2
    assert usual_sign(column) == "−"
    harmless = np.zeros(len(SIGNS), np.float32)
    harmless[[SIGNS.index("−"), SIGNS.index("〃")]] = 0.97, 0.03
    found = from_sign(harmless, usual="−")
    assert found and (found[0].text, found[1]) == ("−", "negative")
    assert from_sign(harmless, usual="○") is None


def test_what_may_be_positive_is_never_taken_for_the_usual_sign() -> None:
    dangerous = np.zeros(len(SIGNS), np.float32)
    dangerous[[SIGNS.index("−"), SIGNS.index("＋")]] = 0.98, 0.02
    assert from_sign(dangerous, usual="−") is None


def test_too_few_or_too_mixed_signs_make_nothing_usual() -> None:
    assert usual_sign([]) == ""
    assert usual_sign([shares("−", 0.97)] * 2) == ""
    assert usual_sign([shares("−", 0.97)] * 5 + [shares("○", 0.97)] * 5) == ""


def test_choices_of_the_form_name_the_sign() -> None:
    found = from_sign(shares("−", 0.9999), ("(-)", "(+)"))
    assert found and found[0].text == "(-)"
    reading, meaning = from_line(line("+"), ALPHABET, ("(-)", "(+)"))
    assert (reading.text, meaning) == ("(+)", "positive")


def marks(*pairs: tuple[str, Meaning]) -> list[tuple[Reading, Meaning]]:
    return [(Reading(text, 1.0, ""), meaning) for text, meaning in pairs]


MINUS: tuple[str, Meaning] = ("−", "negative")
PLUS: tuple[str, Meaning] = ("陽性", "positive")
RING: tuple[str, Meaning] = ("○", "mark")


def test_a_positive_result_is_always_seen() -> None:
    column = marks(*[MINUS] * 5, PLUS)
    assert objections("備考", column) == ["", "", "", "", "", POSITIVE]
    assert objections("結果", marks(*[PLUS] * 4)) == [POSITIVE] * 4


def test_the_odd_one_out_among_results_is_seen() -> None:
    column = marks(*[RING] * 5, ("×", "mark"), ("", "none"))
    assert objections("サルモネラ", column) == ["", "", "", "", "", DIFFERENT, ""]
    assert objections("受付", column) == [""] * 7


def test_an_unreadable_result_is_seen() -> None:
    column = [*marks(*[MINUS] * 4), (Reading("", 0.2, UNREADABLE), "mark")]
    assert objections("判定", column)[-1] == UNREADABLE
