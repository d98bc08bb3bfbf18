"""How many to look at, and what may be claimed."""

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.affairs.stool_tests.sampling.plan import (
    ALPHA,
    after_round,
    at_most,
    claim,
    lower,
    needed,
    spent,
    upper,
)


@given(st.integers(1, 60), st.data())
def test_the_distribution_is_the_hypergeometric(population: int, data: st.DataObject) -> None:
    bad, seen = data.draw(st.integers(0, population)), data.draw(st.integers(0, population))
    wrong = data.draw(st.integers(0, seen))
    exact = sum(
        Fraction(math.comb(bad, one) * math.comb(population - bad, seen - one), math.comb(population, seen))
        for one in range(wrong + 1)
        if one <= bad and seen - one <= population - bad
    )
    assert at_most(wrong, population, bad, seen) == pytest.approx(float(exact), abs=1e-9)


@given(st.integers(1, 400), st.data())
def test_bounds_hold_what_was_seen(population: int, data: st.DataObject) -> None:
    seen = data.draw(st.integers(1, population))
    wrong = data.draw(st.integers(0, seen))
    low, high = lower(wrong, population, seen, 0.025), upper(wrong, population, seen, 0.025)
    assert wrong <= low + (wrong > 0) * population and low <= high <= population - (seen - wrong)
    assert at_most(wrong, population, high, seen) > 0.025 or high == wrong
    if high < population - (seen - wrong):
        assert at_most(wrong, population, high + 1, seen) <= 0.025
    if seen == population:
        assert low == high == wrong


@given(st.integers(20, 2000), st.sampled_from([0.005, 0.01, 0.02, 0.05]), st.integers(1, 4))
def test_what_is_needed_is_enough_and_one_less_isnt(population: int, share: float, number: int) -> None:
    count = needed(0, population, share, number)
    allowed = math.floor(share * population)
    assert upper(0, population, count, spent(number)) <= allowed
    assert count == 0 or upper(0, population, count - 1, spent(number)) > allowed


def test_all_rounds_together_spend_no_more_than_alpha() -> None:
    assert sum(spent(number) for number in range(1, 10_000)) < ALPHA


def test_a_check_is_rarely_clear_where_it_should_not_be() -> None:
    """Simulated months with just more wrong rows than allowed: at most ALPHA of the checks call them clear."""
    rng = random.Random(5)
    population, share = 600, 0.02
    bad = math.floor(share * population) + 1
    called_clear = sum(_run(rng, population, bad, share) == "clear" for _ in range(600))
    assert called_clear / 600 <= ALPHA


def test_a_check_ends_early_when_it_is_clearly_worse_and_clear_when_nothing_is_wrong() -> None:
    rng = random.Random(6)
    assert _run(rng, 600, 0, 0.02) == "clear"
    assert _run(rng, 600, 240, 0.02) == "worse"


def _run(rng: random.Random, population: int, bad: int, share: float) -> str:
    rows = [True] * bad + [False] * (population - bad)
    rng.shuffle(rows)
    number, target = 1, needed(0, population, share, 1)
    while True:
        result = after_round(sum(rows[:target]), population, target, share, number)
        if result.state != "open":
            return result.state
        assert target < result.target <= population
        number, target = number + 1, result.target


def test_claims_say_no_more_than_they_may() -> None:
    assert claim(0, 1287, 312, 12) == (
        "確定した 1,287 行からくじで選んだ 312 行を見て、誤りは 0 行でした。"
        "確定した行ぜんたいの誤りは、95 % の確かさで 12 行（0.94 %）以下です。"
    )
    assert "すべて見て" in claim(1, 5, 5, 1) and "ありません" in claim(0, 0, 0, 0)
