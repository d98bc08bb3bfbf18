"""How many of the accepted rows to look at, and what may be claimed then. Pure.

Rows are drawn without putting them back, so the number of wrong ones among those seen is hypergeometric, and the bound is exact
for a month of a few hundred rows too. The check goes in rounds: round k may err with probability α / (k (k + 1)), which adds up
to α over all rounds, so one may stop after whichever round it is clear, and the claim still holds with 1 − α.
"""

import math
from dataclasses import dataclass
from typing import Literal

ALPHA = 0.05
State = Literal["open", "clear", "worse"]


def spent(number: int) -> float:
    """The part of ALPHA that the round of this number may use."""
    return ALPHA / (number * (number + 1))


def at_most(wrong: int, population: int, bad: int, seen: int) -> float:
    """Probability of seeing at most ``wrong`` wrong rows, of ``bad`` in the population, among ``seen``."""
    whole = _log_choose(population, seen)
    terms = (
        math.exp(_log_choose(bad, one) + _log_choose(population - bad, seen - one) - whole)
        for one in range(max(0, seen - (population - bad)), min(wrong, bad, seen) + 1)
    )
    return min(1.0, math.fsum(terms))


def _log_choose(total: int, some: int) -> float:
    if some < 0 or some > total:
        return -math.inf
    return math.lgamma(total + 1) - math.lgamma(some + 1) - math.lgamma(total - some + 1)


def upper(wrong: int, population: int, seen: int, alpha: float) -> int:
    """The most wrong rows that the population may have and still show so few, with probability above ``alpha``."""
    low, high = wrong, population - (seen - wrong)
    while low < high:
        middle = (low + high + 1) // 2
        if at_most(wrong, population, middle, seen) > alpha:
            low = middle
        else:
            high = middle - 1
    return low


def lower(wrong: int, population: int, seen: int, alpha: float) -> int:
    """The fewest wrong rows that the population may have and still show so many, with probability above ``alpha``."""
    if not wrong:
        return 0
    low, high = wrong, population - (seen - wrong)
    while low < high:
        middle = (low + high) // 2
        if 1 - at_most(wrong - 1, population, middle, seen) > alpha:
            high = middle
        else:
            low = middle + 1
    return low


def needed(wrong: int, population: int, share: float, number: int, seen: int = 0) -> int:
    """How many rows must have been seen in round ``number`` so that it would be clear if no more wrong ones turned up; the whole
    population where nothing less is enough."""
    allowed = math.floor(share * population)
    low, high = max(seen, wrong), population
    while low < high:
        middle = (low + high) // 2
        if upper(wrong, population, middle, spent(number)) <= allowed:
            high = middle
        else:
            low = middle + 1
    return low


@dataclass(frozen=True)
class Result:
    """Where a check stands after a round: ``bound`` wrong rows at most, with the confidence of all rounds together; where it is
    open, ``target`` rows are to be seen in the next round."""

    state: State
    bound: int
    target: int


def after_round(wrong: int, population: int, seen: int, share: float, number: int) -> Result:
    """Clear, clearly worse, or to be gone on with."""
    allowed = math.floor(share * population)
    bound = upper(wrong, population, seen, spent(number))
    if bound <= allowed:
        return Result("clear", bound, seen)
    if seen == population or lower(wrong, population, seen, spent(number)) > allowed:
        return Result("worse", bound, seen)
    return Result("open", bound, max(seen + 1, needed(wrong, population, share, number + 1, seen)))


def claim(wrong: int, population: int, seen: int, bound: int) -> str:
    """What may be claimed, in an honest sentence."""
    if not population:
        return "確定した行がありません。"
    if seen == population:
        return f"確定した {population:,} 行をすべて見て、誤りは {wrong:,} 行でした。"
    percent = math.ceil(bound / population * 10_000 - 1e-9) / 100
    return (
        f"確定した {population:,} 行からくじで選んだ {seen:,} 行を見て、誤りは {wrong:,} 行でした。"
        f"確定した行ぜんたいの誤りは、95 % の確かさで {bound:,} 行（{percent:.2f} %）以下です。"
    )
