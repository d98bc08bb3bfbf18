"""Policies leave the indexes in use: what the planner makes of lists through the gate, with the planner's own settings."""

from collections.abc import Callable

import psycopg
import pytest
from django.db.models import QuerySet

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person
from sekisho.affairs.stool_tests.queries import named
from tests.cast import Cast, actor, hire

ROSTER = "stool_tests.roster"


@pytest.fixture
def city(cast: Cast, superuser: psycopg.Connection) -> Cast:
    """Fifty thousand people; a tenth of them at the nursery on the hill."""
    superuser.execute("ALTER TABLE stool_tests_person DISABLE TRIGGER USER")
    superuser.execute(
        "INSERT INTO stool_tests_person (facility_id, name, kana, number)"
        " SELECT CASE n %% 10 WHEN 0 THEN %s ELSE %s END, '名前' || n, 'なまえ' || n, '' FROM generate_series(1, 50000) n",
        [cast.hill.pk, cast.brook.pk],
    )
    superuser.execute("ALTER TABLE stool_tests_person ENABLE TRIGGER USER")
    superuser.execute("ANALYZE stool_tests_person")
    return cast


Query = Callable[[], "QuerySet[Person]"]
LISTS: dict[str, Query] = {
    "no filter, by kana": lambda: Person.objects.order_by("kana"),
    "no filter, usual order": lambda: Person.objects.all(),
    "no filter, no order": lambda: Person.objects.order_by(),
    "by name": lambda: named("名前77"),
}


@pytest.mark.parametrize("query", LISTS.values(), ids=LISTS.keys())
def test_a_post_of_one_office_reads_its_own_part_of_the_table(city: Cast, query: Query) -> None:
    with gate.enter(actor(city.dora), ROSTER):
        plan = query()[:50].explain()
        assert "Seq Scan on stool_tests_person" not in plan, plan
        assert {person.facility_id for person in query()[:50]} == {city.hill.pk}


def test_a_post_of_the_whole_city_reads_the_first_rows_by_the_index(city: Cast) -> None:
    with gate.enter(actor(city.alice), ROSTER):
        for rows in (
            Person.objects.filter(facility=city.brook).order_by("kana"),
            Person.objects.order_by("kana_key"),
        ):
            plan = rows[:50].explain()
            assert "Index Scan" in plan and "Sort" not in plan, plan


def test_a_name_is_looked_for_in_the_indexes_of_names(city: Cast) -> None:
    with gate.enter(actor(city.alice), ROSTER):
        plan = named("名前777")[:50].explain()
        assert plan.count("Bitmap Index Scan on roster_by_") == 2, plan


def test_without_the_hint_of_the_program_the_policy_lets_no_more_rows_through(city: Cast) -> None:
    everything = Person._base_manager.all()
    with gate.enter(actor(city.dora), ROSTER):
        assert {row.facility_id for row in everything} == {city.hill.pk}


def test_a_post_held_in_two_offices_opens_for_the_one_acted_in(city: Cast) -> None:
    both = hire("5001", "二宮 二郎", "facility_head", city.brook)
    held = (*actor(both).held, gate.Held("facility_head", city.hill.pk))
    with gate.enter(gate.Actor(both.pk, held, terminal_kind="desk"), ROSTER) as opened:
        assert opened.offices == [city.brook.pk]
        assert Person.objects.filter(facility=city.hill).count() == 0
