import numpy as np
import pytest

from sekisho.paper.date_lattice import Cell as DateCell
from sekisho.paper.engine import Reading
from sekisho.paper.marks import (
    DIFFERENT,
    MISSING,
    OVERWRITTEN,
    POSITIVE,
    UNREADABLE,
    Meaning,
    Shares,
    from_all,
    from_line,
    from_sign,
    objections,
    overwritten,
    weigh,
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


def alone(sign: str, sure: float) -> Shares:
    return Shares(shares(sign, sure), shares(sign, sure))


def test_signs_speak_only_when_clear() -> None:
    found = from_sign(alone("−", 0.9999))
    assert found and (found[0].text, found[1]) == ("−", "negative")
    assert from_sign(alone("−", 0.98)) is None
    assert from_sign(alone("other", 0.9999)) is None
    assert from_sign(alone("〃", 0.9999)) is None


def mixed(**parts: float) -> np.ndarray:
    """Shares of a window by Latin names of the signs."""
    names = {"minus": "−", "plus": "＋", "ring": "○", "cross": "×", "ditto": "〃", "other": "other"}
    found = np.zeros(len(SIGNS), np.float32)
    for name, share in parts.items():
        found[SIGNS.index(names[name])] = share
    return found


def test_a_small_dash_among_dashes_is_one() -> None:
    column = weigh([mixed(minus=0.8, ring=0.15, ditto=0.05)] * 12)
    found = from_sign(column[3])
    assert found and (found[0].text, found[1]) == ("−", "negative")


def test_a_small_dash_among_rings_is_not_clear() -> None:
    column = weigh([shares("○", 0.999)] * 12 + [mixed(minus=0.6, ring=0.4)])
    assert from_sign(column[-1]) is None


@pytest.mark.parametrize("suspicion", ["plus", "cross"])
def test_what_may_be_positive_is_never_taken_for_the_usual_sign(suspicion: str) -> None:
    column = weigh([shares("−", 0.999)] * 30 + [mixed(minus=0.98, **{suspicion: 0.02})])
    assert from_sign(column[-1]) is None


def test_a_positive_result_stays_one_among_thirty_negative_ones() -> None:
    found = from_sign(weigh([shares("−", 0.999)] * 30 + [shares("＋", 0.999)])[-1])
    assert found and found[1] == "positive"


def test_columns_that_do_not_agree_help_nobody() -> None:
    column = weigh([mixed(minus=0.6, ring=0.4)] * 2)
    assert from_sign(column[0]) is None
    assert weigh([]) == []


def test_the_recogniser_is_not_believed_against_a_suspected_positive() -> None:
    suspected = Shares(mixed(minus=0.7, plus=0.3), mixed(minus=0.99, plus=0.01))
    reading, meaning = from_line(line("-"), ALPHABET, (), suspected)
    assert (reading.reason, meaning) == (UNREADABLE, "negative")


def test_a_cross_beside_another_mark_takes_it_back() -> None:
    crossed = np.full(len(SIGNS), 0.001, np.float32)
    crossed[[SIGNS.index("−"), SIGNS.index("×")]] = 0.77, 0.21
    reading, _ = from_line(line("-"), ALPHABET, (), Shares(crossed, crossed))
    assert reading.reason == UNREADABLE
    read = DateCell(line("-").logp, ALPHABET)
    assert from_all((reading, "negative"), read, read, (), Shares(crossed, crossed))[0].reason == UNREADABLE


def test_choices_of_the_form_name_the_sign() -> None:
    found = from_sign(alone("−", 0.9999), ("(-)", "(+)"))
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
    column = marks(*[RING] * 5, ("×", "mark"))
    assert objections("サルモネラ", column) == ["", "", "", "", "", DIFFERENT]
    assert objections("受付", column) == [""] * 6


def test_a_missing_result_is_seen_where_nearly_all_rows_have_one() -> None:
    """Nobody without a result has been tested; but O157 may be the cooks' alone."""
    none: tuple[str, Meaning] = ("", "none")
    assert objections("サルモネラ", marks(*[MINUS] * 5, none)) == ["", "", "", "", "", MISSING]
    assert objections("O157", marks(*[MINUS] * 5, *[none] * 5)) == [""] * 10
    assert objections("受付", marks(*[RING] * 5, none)) == [""] * 6


def test_an_unreadable_result_is_seen() -> None:
    column = [*marks(*[MINUS] * 4), (Reading("", 0.2, UNREADABLE), "mark")]
    assert objections("判定", column)[-1] == UNREADABLE


def figures(text: str, rivals: dict[int, tuple[str, float]] | None = None) -> DateCell:
    """What the recogniser or the reader of figures would see."""
    return DateCell(line(text, rivals=rivals).logp, ALPHABET)


FAINT = figures("-", {0: ("1", 0.3)})
UNREAD: tuple[Reading, Meaning] = (Reading("", 0.4, UNREADABLE), "mark")


def test_three_opinions_are_enough_where_none_is_clear() -> None:
    unclear = Shares(mixed(minus=0.85, ring=0.15), mixed(minus=0.85, ring=0.15))
    found, meaning = from_all(UNREAD, FAINT, FAINT, (), unclear)
    assert (found.text, found.reason, meaning) == ("−", "", "negative")


def test_opinions_that_differ_are_not_enough() -> None:
    assert from_all(UNREAD, FAINT, figures("○"), (), alone("−", 0.6)) == UNREAD
    assert from_all(UNREAD, FAINT, FAINT, (), alone("other", 0.9)) == UNREAD
    assert from_all(UNREAD, FAINT, FAINT, (), alone("nothing", 0.9)) == UNREAD


def test_what_may_be_positive_is_left_to_a_person() -> None:
    feared = Shares(mixed(minus=0.9, plus=0.1), mixed(minus=0.9, plus=0.1))
    suspect = figures("-", {0: ("+", 0.15)})
    assert from_all(UNREAD, suspect, suspect, (), feared) == UNREAD
    found, meaning = from_all(UNREAD, figures("+"), figures("+"), (), alone("＋", 0.9))
    assert (found.text, found.reason, meaning) == ("＋", "", "positive")


def test_a_choice_that_the_sign_reader_does_not_know_counts_as_other_writing() -> None:
    found, _ = from_all(UNREAD, figures("陰"), figures("陰"), ("(-)", "(+)"), alone("other", 0.9))
    assert found == UNREAD[0]


def test_a_sign_in_far_more_ink_than_the_others_was_written_over() -> None:
    column = marks(*[MINUS] * 6)
    inks = [0.02, 0.021, 0.019, 0.024, 0.04, 0.09]
    assert overwritten("結果", column, inks) == ["", "", "", "", "", OVERWRITTEN], "twice as thick is nothing"
    assert overwritten("受付", column, inks) == [""] * 6
    assert overwritten("結果", column[:4], inks[2:]) == [""] * 4
