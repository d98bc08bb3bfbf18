"""The way through the house: no order of the same counters is shorter."""

import itertools
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from sekisho.affairs.bereavement.procedures import FOLDER, catalogue
from sekisho.affairs.bereavement.visiting.way import Place, in_order, minutes, place, walk

FLOORS = tomllib.loads((FOLDER / "counters.toml").read_text(encoding="utf-8"))
PLACES = [place(counter, floor) for counter, floor in FLOORS.items()]


@given(st.lists(st.sampled_from(PLACES), unique=True, max_size=6))
def test_no_other_order_is_shorter(places: list[Place]) -> None:
    shortest = min(walk(order) for order in itertools.permutations(places))
    assert walk(in_order(places)) == shortest


@given(st.sets(st.sampled_from(PLACES)), st.sampled_from(PLACES))
def test_one_more_counter_never_makes_it_shorter(places: set[Place], one: Place) -> None:
    assert walk(in_order({*places, one})) >= walk(in_order(places))
    assert minutes(["escort"] * len({*places, one}), {*places, one}) >= minutes(
        ["escort"] * len(places), places
    )


def test_every_counter_that_a_family_is_taken_to_has_a_floor() -> None:
    assert {one.counter for one in catalogue().procedures if one.channel == "escort"} <= set(FLOORS)
