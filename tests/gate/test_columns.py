"""A column beyond the purpose is out of reach however the query names it: shown, worked with, filtered, sorted, counted by."""

import datetime
from collections.abc import Callable

import psycopg
import pytest
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Length, Substr

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person
from sekisho.base import clock
from sekisho.gate import exceptions
from sekisho.gate.guard import columns_named
from sekisho.people.models import Office
from tests.cast import Cast, actor, hire

UPKEEP, ROSTER = "stool_tests.roster_upkeep", "stool_tests.roster"

WAYS: dict[str, Callable[[], object]] = {
    "attribute": lambda: Person.objects.get().kana,
    "values": lambda: list(Person.objects.values("id", "kana")),
    "annotation": lambda: list(Person.objects.annotate(said=F("kana"))),
    "annotated values": lambda: list(Person.objects.annotate(said=F("kana")).values("id", "said")),
    "inside a function": lambda: list(Person.objects.annotate(said=Substr(Concat("name", "kana"), 1, 3)).values_list("id", "said")),
    "filter": lambda: list(Person.objects.filter(kana__startswith="お").values_list("id")),
    "generated from it": lambda: list(Person.objects.filter(kana_key="おおぞらはなこ").values_list("id")),
    "exclude": lambda: Person.objects.exclude(kana="x").exists(),
    "sort": lambda: list(Person.objects.order_by("kana").values_list("id")),
    "count": lambda: Person.objects.filter(Q(kana__gt="か")).count(),
    "greatest": lambda: Person.objects.aggregate(Max("kana")),
    "length": lambda: Person.objects.aggregate(said=Max(Length("kana"))),
    "group": lambda: list(Person.objects.order_by().values("kana").annotate(n=Count("id"))),
    "subquery": lambda: list(Office.objects.annotate(said=Subquery(Person.objects.filter(facility=OuterRef("pk")).values("kana")[:1]))),
    "exists": lambda: list(Office.objects.filter(Exists(Person.objects.filter(facility=OuterRef("pk"), kana__startswith="お")))),
    "itself": lambda: list(Person.objects.filter(pk__in=Person.objects.filter(kana="x").values("pk")).values_list("id")),
    "distinct": lambda: list(Person.objects.order_by("kana").distinct("kana").values_list("id")),
    "changing by it": lambda: Person.objects.update(name=F("kana")),
    "only": lambda: list(Person.objects.only("kana")),
    "raw": lambda: list(Person.objects.raw("SELECT id, kana FROM stool_tests_person")),
}  # fmt: skip


@pytest.fixture
def excepted(cast: Cast) -> int:
    """Charlie's approved exceptional use of one person's name, and of nothing else."""
    with gate.enter(actor(cast.alice), UPKEEP):
        Person.objects.create(facility=cast.hill, name="大空 花子", kana="おおぞら はなこ")
    fumi = hire("1006", "藤井 ふみ", "privacy_officer", cast.building)
    today = clock.today()
    with gate.enter(actor(cast.charlie), exceptions.REQUEST):
        asked = exceptions.ask(
            "69-1", "安否確認", "照会", ["stool_tests.person:1"], ["stool_tests_person.name"], today,
            today + datetime.timedelta(days=1),
        )  # fmt: skip
    with gate.enter(actor(fumi), exceptions.DECISION):
        exceptions.decide(asked.pk, True, "妥当")
    return asked.pk


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_no_query_reaches_beyond_the_purpose(cast: Cast, excepted: int, way: Callable[[], object]) -> None:
    with pytest.raises(gate.Refused), exceptions.use(actor(cast.charlie), excepted):
        way()


def test_what_it_names_can_be_worked_with(cast: Cast, excepted: int) -> None:
    with exceptions.use(actor(cast.charlie), excepted):
        rows = Person.objects.order_by("name").filter(name__startswith="大").annotate(said=F("name"))
        assert list(rows.values_list("id", "said")) == [(1, "大空 花子")]


def test_the_log_knows_the_columns_behind_an_annotation(cast: Cast, superuser: psycopg.Connection) -> None:
    with gate.enter(actor(cast.alice), UPKEEP):
        Person.objects.create(facility=cast.hill, name="大空 花子", kana="おおぞら はなこ")
    for rows in (
        lambda: list(Person.objects.annotate(said=Concat("kana", Value("さん"))).only("id")),
        lambda: list(Person.objects.annotate(said=F("kana")).values("id", "said")),
        lambda: list(Person.objects.annotate(said=F("kana")).only("id").iterator()),
    ):
        with gate.enter(actor(cast.alice), ROSTER):
            assert rows()
        line = superuser.execute("SELECT fields, subjects FROM gate_log ORDER BY id DESC LIMIT 1").fetchone()
        assert line == (["id", "kana"], ["stool_tests.person:1"])


def test_values_across_a_relation_are_taken_from_plain_tables_alone(cast: Cast) -> None:
    with gate.enter(actor(cast.alice), UPKEEP):
        Person.objects.create(facility=cast.hill, name="大空 花子")
    with gate.enter(actor(cast.alice), ROSTER):
        assert list(Person.objects.values_list("facility__name", "id")) == [("丘の上保育園", 1)]


def test_the_names_in_a_statement_are_found_behind_aliases() -> None:
    inner = Person.objects.filter(kana="x")
    sql = str(Person.objects.filter(pk__in=inner.values("pk")).order_by().values("id").query)
    assert dict(columns_named(sql))[Person] == {"id", "kana"}
