"""What a look through the gate costs: the pass, the policies and the log, at a million rows, on a database of its own.

The disk's part is told apart: a look's log line is durable before the page goes out, a plain query has nothing to wait for.
"""

import datetime
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from sekisho.project import postgres
from sekisho.project.bench.own_database import set_up

_PURPOSE = "stool_tests.roster"
_OFFICES = 60
_PEOPLE = """
INSERT INTO stool_tests_person (facility_id, name, kana, number, joined_on)
SELECT (SELECT min(id) FROM people_office WHERE kind = 'facility') + n %% 60, '名前' || n, 'なまえ' || n, n::text, '2026-04-01'
FROM generate_series(1, %s) n
"""


@dataclass(frozen=True)
class Plan:
    """A query through the gate: whether it reads the whole table, and milliseconds."""

    name: str
    whole: bool
    milliseconds: float


def prepare(folder: Path, people: int) -> postgres.Server:
    """The server of ``folder``, with ``people`` on the rosters of sixty facilities."""
    set_up(folder)
    from sekisho.people.models import Assignment, Office, Staff

    server = postgres.start(folder)
    if not Office.objects.exists():
        section = Office.objects.create(code="hoiku", name="保育課", kind=Office.SECTION)
        places = [
            Office.objects.create(code=f"n{n:02}", name=f"園{n}", kind=Office.FACILITY)
            for n in range(_OFFICES)
        ]
        since = datetime.date(2025, 4, 1)
        for number, post, place in (("1001", "clerk", section), ("1002", "facility_head", places[0])):
            staff = Staff.objects.create_user(number, number)
            Assignment(staff=staff, post=post, office=place, since=since).save(using="owner")
    Assignment.objects.using("owner").update(lapses_on=datetime.date.max)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("TRUNCATE stool_tests_person RESTART IDENTITY CASCADE")
        connection.execute("ALTER TABLE stool_tests_person DISABLE TRIGGER USER")
        connection.execute(_PEOPLE, [people])
        connection.execute("ALTER TABLE stool_tests_person ENABLE TRIGGER USER")
        connection.execute("VACUUM ANALYZE stool_tests_person")
    return server


def _actor(number: str) -> Any:
    from sekisho import gate
    from sekisho.people.models import Staff

    staff = Staff.objects.get(number=number)
    held = tuple(gate.Held(one.post, one.office_id) for one in staff.assignments.all())
    return gate.Actor(staff.pk, held, terminal_kind="desk")


@dataclass(frozen=True)
class Took:
    """Milliseconds of one way: the fastest time, which other work on the machine touches least, and the median; and the
    processor's time that this process took on average, the database's not in it."""

    least: float
    median: float
    processor: float


def time_looks(server: postgres.Server, times: int) -> dict[str, Took]:
    """Each way ``times`` times, in turn so that other work on the machine meets all alike.

    ``plain``: 100 rows as their owner, whom no policy holds, in a model without the gate. ``gate``: the same through a pass,
    log and commit included. ``unsynced``: so, but the disk isn't waited for. ``disk``: the commit of one bare row.
    ``pass``: an empty pass. ``unlogged``: a pass and the plain model under the policies; nothing is noted.
    """
    from django.db import connection, models

    from sekisho import gate
    from sekisho.affairs.stool_tests.models import Person
    from sekisho.people.models import Office

    class Plain(models.Model):
        """The roster's columns without the gate."""

        class Meta:
            app_label, managed, db_table = "gate", False, "stool_tests_person"

    for field in Person._meta.concrete_fields[1:]:
        field.clone().contribute_to_class(Plain, field.name)
    clerk = _actor("1001")
    place = Office.objects.filter(kind=Office.FACILITY).earliest("id")

    def rows(model: Any, using: str = "default") -> None:
        list(model.objects.using(using).filter(facility=place).order_by("kana")[:100])

    def looked() -> None:
        with gate.enter(clerk, _PURPOSE):
            rows(Person)

    def unsynced() -> None:
        with gate.enter(clerk, _PURPOSE), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            rows(Person)

    def unlogged() -> None:
        with gate.enter(clerk, _PURPOSE):
            rows(Plain)

    def empty() -> None:
        with gate.enter(clerk, _PURPOSE):
            pass

    with psycopg.connect(server.url("postgres"), autocommit=True) as raw:
        raw.execute("CREATE TABLE IF NOT EXISTS bench_disk (one integer)")
        return _timed(
            {
                "plain": lambda: rows(Plain, "owner"),
                "gate": looked,
                "unsynced": unsynced,
                "unlogged": unlogged,
                "pass": empty,
                "disk": lambda: raw.execute("INSERT INTO bench_disk VALUES (1)"),
            },
            times,
        )


def _timed(ways: dict[str, Callable[[], object]], times: int) -> dict[str, Took]:
    found: dict[str, list[float]] = {name: [] for name in ways}
    worked = dict.fromkeys(ways, 0.0)
    for turn in range(times + 20):
        for name, way in ways.items():
            processor, start = time.process_time(), time.perf_counter()
            way()
            if turn >= 20:
                found[name].append(time.perf_counter() - start)
                worked[name] += time.process_time() - processor
    return {
        name: Took(min(took) * 1000, statistics.median(took) * 1000, worked[name] / times * 1000)
        for name, took in found.items()
    }


def plans() -> list[Plan]:
    """Lists and searches as pages make them: whether PostgreSQL reads the whole roster for them, and how long they take."""
    from django.db import connection

    from sekisho import gate
    from sekisho.affairs.stool_tests.models import Person
    from sekisho.affairs.stool_tests.queries import named

    connection.ensure_connection()
    place = _actor("1002").held[0].office
    queries: list[tuple[str, str, Callable[[], Any]]] = [
        ("園長、絞り込みなし、かな順", "1002", lambda: Person.objects.order_by("kana")),
        ("園長、絞り込みなし、いつもの順", "1002", lambda: Person.objects.all()),
        ("担当者、施設で絞り込み、かな順", "1001", lambda: Person.objects.filter(facility=place).order_by("kana")),
        ("担当者、絞り込みなし、かな順", "1001", lambda: Person.objects.order_by("kana_key")),
        ("担当者、氏名の前方一致", "1001", lambda: named("名前7777")),
        ("園長、氏名の前方一致", "1002", lambda: named("名前7777")),
    ]  # fmt: skip
    found = []
    for name, number, query in queries:
        who = _actor(number)
        took = []
        for _ in range(5):
            with gate.enter(who, _PURPOSE):
                wanted = query()[:100]
                start = time.perf_counter()
                list(wanted)
                took.append((time.perf_counter() - start) * 1000)
                plan = query()[:100].explain()
        whole = any("Seq Scan on stool_tests_person" in line for line in plan.splitlines())
        found.append(Plan(name, whole, statistics.median(took)))
    return found
