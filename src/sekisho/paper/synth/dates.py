"""How people write a date on such sheets."""

import datetime
import random
from collections.abc import Callable

#: Years of Reiwa: 2019 is the first.
REIWA = 2018

Writer = Callable[[datetime.date], str]

PRINTED: tuple[Writer, ...] = (
    lambda d: f"令和{d.year - REIWA}年{d.month}月{d.day}日",
    lambda d: f"R{d.year - REIWA}.{d.month}.{d.day}",
    lambda d: f"R{d.year - REIWA:02}.{d.month:02}.{d.day:02}",
    lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.month}月{d.day}日",
    lambda d: f"{d.month}/{d.day}",
)
WRITTEN: tuple[Writer, ...] = (
    lambda d: f"R{d.year - REIWA}.{d.month}.{d.day}",
    lambda d: f"{d.year - REIWA:02}.{d.month:02}.{d.day:02}",
    lambda d: f"{d.month}/{d.day}",
    lambda d: f"{d.month}月{d.day}日",
    lambda d: f"{d.month}.{d.day}",
    lambda d: f"令和{d.year - REIWA}年{d.month}月{d.day}日",
)
#: On the sheet as a whole the year is never left out.
WITH_YEAR = PRINTED[:5]


def choose(rng: random.Random, hand: bool) -> Writer:
    """One way for a whole sheet."""
    return rng.choice(WRITTEN if hand else PRINTED)
