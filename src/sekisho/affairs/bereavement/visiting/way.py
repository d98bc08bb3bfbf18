"""The way through the house with as little walking as possible, and how long a visit takes. Pure.

Floors hang on one stairwell, so every way back and forth between two floors leads past it: the house is a tree, and going through
it branch by branch walks each stretch twice, which no tour can do with less (tests hold it against all orders).
"""

import functools
import itertools
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Place:
    """A counter: its floor, and how many metres from the stairs it is."""

    counter: str
    floor: int
    metres: int


@functools.cache
def _said() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))


def corner() -> Place:
    """Where every visit begins and ends."""
    return Place("ご遺族コーナー", _said()["corner"]["floor"], _said()["corner"]["metres"])


def place(counter: str, floor: int) -> Place:
    """The place of a counter on its floor."""
    return Place(counter, floor, _said()["metres"].get(counter, 0))


def in_order(places: Collection[Place]) -> list[Place]:
    """The places as one comes past them: on the corner's own floor first those away from the stairs, then those on the way to
    them, then floor by floor upwards and downwards."""
    start = corner()

    def when(one: Place) -> tuple[int, int, int]:
        if one.floor == start.floor:
            away = one.metres >= start.metres
            return (0, 0, one.metres) if away else (0, 1, -one.metres)
        return (1, one.floor, one.metres) if one.floor > start.floor else (2, -one.floor, one.metres)

    return sorted(places, key=lambda one: (*when(one), one.counter))


def walk(places: Sequence[Place]) -> int:
    """Metres of the way from the corner past these places, in this order, and back."""
    stops = [corner(), *places, corner()]
    return sum(_apart(here, there) for here, there in itertools.pairwise(stops))


def _apart(here: Place, there: Place) -> int:
    if here.floor == there.floor:
        return abs(here.metres - there.metres)
    stairs: int = abs(here.floor - there.floor) * _said()["floor_metres"]
    return here.metres + there.metres + stairs


def minutes(channels: Sequence[str], places: Collection[Place]) -> int:
    """How long a visit takes: beginning, each procedure by the way it is done, the walk, and the end; rounded up to five."""
    said = _said()
    work = sum(said["minutes"][channel] for channel in channels)
    walking = walk(in_order(places)) / said["metres_a_minute"]
    whole = said["opening"] + work + walking + said["closing"]
    return int(-(-whole // 5) * 5)
