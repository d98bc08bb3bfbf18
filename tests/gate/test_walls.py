"""The gate's two walls on the first affair, and attempts to get round them."""

import threading

import psycopg
import pytest
from django.db import connection, transaction

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person
from sekisho.gate.models import LogLine
from sekisho.project import postgres
from tests.cast import SINCE, Cast, actor

UPKEEP, ROSTER = "stool_tests.roster_upkeep", "stool_tests.roster"


def _fill(cast: Cast) -> None:
    with gate.enter(actor(cast.alice), UPKEEP):
        Person.objects.create(facility=cast.hill, name="大空 花子", kana="おおぞら はなこ")
        Person.objects.create(facility=cast.brook, name="川原 次郎", kana="かわはら じろう")


def _names() -> list[str]:
    return [person.name for person in Person.objects.order_by("id")]


def _log(superuser: psycopg.Connection) -> list[tuple[object, ...]]:
    return superuser.execute(
        "SELECT kind, actor, purpose, table_name, subjects, rows FROM gate_log ORDER BY id"
    ).fetchall()


def test_a_pass_shows_what_the_register_allows_and_the_log_says_so(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    _fill(cast)
    with gate.enter(actor(cast.alice), ROSTER):
        assert _names() == ["大空 花子", "川原 次郎"]
    assert _log(superuser)[-1] == (
        "read", cast.alice.pk, ROSTER, "stool_tests_person", ["stool_tests.person:1", "stool_tests.person:2"], 2,
    )  # fmt: skip


def test_a_head_sees_her_own_nursery_only(cast: Cast) -> None:
    _fill(cast)
    with gate.enter(actor(cast.dora), ROSTER):
        assert _names() == ["大空 花子"]


@pytest.mark.parametrize("who", ["charlie", "erin"])
def test_others_are_refused_with_whom_to_ask_and_the_refusal_is_logged(
    cast: Cast, superuser: psycopg.Connection, who: str
) -> None:
    with pytest.raises(gate.Refused) as refused, gate.enter(actor(getattr(cast, who)), ROSTER):
        raise AssertionError("the gate was open")
    assert "保育課の担当者・課長・園長・施設長" in refused.value.remedy
    assert _log(superuser) == [("refused", getattr(cast, who).pk, ROSTER, "", [], 0)]


def test_a_purpose_that_no_register_knows_is_a_gap(cast: Cast) -> None:
    with pytest.raises(gate.Gap), gate.enter(actor(cast.alice), "stool_tests.gossip"):
        pass


def test_a_forgotten_gate_is_said_with_the_line_to_write(cast: Cast) -> None:
    with pytest.raises(gate.GateClosed, match="@gate"):
        list(Person.objects.all())


def test_without_a_pass_the_database_itself_shows_and_takes_nothing(cast: Cast) -> None:
    _fill(cast)
    with psycopg.connect(cast_url(cast)) as raw:
        assert raw.execute("SELECT count(*) FROM stool_tests_person").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(
                "INSERT INTO stool_tests_person (facility_id, name, kana, number) VALUES (1, 'x', '', '')"
            )


def cast_url(cast: Cast) -> str:
    """The run-time role's own connection, as somebody would have who stole its password."""
    settings = connection.settings_dict
    return f"host={settings['HOST']} dbname={settings['NAME']} user={settings['USER']} password={settings['PASSWORD']}"


def test_a_pass_number_is_worth_nothing_in_another_transaction(cast: Cast) -> None:
    _fill(cast)
    with gate.enter(actor(cast.alice), ROSTER) as opened, psycopg.connect(cast_url(cast)) as raw:
        raw.execute("SELECT set_config('gate.pass', %s, true)", [opened.number])
        assert raw.execute("SELECT count(*) FROM stool_tests_person").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("SELECT * FROM gate.pass")


def test_a_pass_ends_with_its_block_on_the_same_connection(cast: Cast) -> None:
    _fill(cast)
    with gate.enter(actor(cast.alice), ROSTER):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('gate.pass', true)")
        assert cursor.fetchone()[0] in ("", None)
    with pytest.raises(gate.GateClosed):
        _names()


def test_a_lazy_query_that_outlives_its_pass_is_stopped(cast: Cast) -> None:
    _fill(cast)
    with gate.enter(actor(cast.alice), ROSTER):
        later = Person.objects.all()
        stream = Person.objects.iterator(chunk_size=1)
    with pytest.raises(gate.GateClosed):
        list(later)
    with pytest.raises(gate.GateClosed):
        next(stream)


def test_another_thread_has_no_pass(cast: Cast) -> None:
    _fill(cast)
    found: list[object] = []

    def look() -> None:
        try:
            found.append(_names())
        except gate.GateClosed as error:
            found.append(type(error))
        finally:
            connection.close()

    with gate.enter(actor(cast.alice), ROSTER):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [gate.GateClosed]


def test_what_was_seen_before_a_failure_stays_in_the_log(cast: Cast, superuser: psycopg.Connection) -> None:
    _fill(cast)
    with pytest.raises(ZeroDivisionError), gate.enter(actor(cast.alice), ROSTER):
        with gate.enter(actor(cast.alice), UPKEEP):
            Person.objects.get(name="大空 花子")
        Person.objects.get(name="川原 次郎")
        raise ZeroDivisionError
    seen = [(kind, purpose, subjects) for kind, _, purpose, _, subjects, _ in _log(superuser)[2:]]
    assert seen == [
        ("failed", ROSTER, ["stool_tests.person:2"]),
        ("failed", UPKEEP, ["stool_tests.person:1"]),
    ]


def test_a_savepoint_rolled_back_brings_the_outer_pass_back(cast: Cast) -> None:
    _fill(cast)
    with gate.enter(actor(cast.dora), ROSTER):
        with pytest.raises(ZeroDivisionError), gate.enter(actor(cast.alice), ROSTER):
            assert len(_names()) == 2
            raise ZeroDivisionError
        assert _names() == ["大空 花子"]


def test_no_pass_inside_a_transaction_that_could_roll_its_log_back(cast: Cast) -> None:
    with pytest.raises(RuntimeError), transaction.atomic(), gate.enter(actor(cast.alice), ROSTER):
        pass


def test_reading_is_not_writing(cast: Cast, superuser: psycopg.Connection) -> None:
    _fill(cast)
    with gate.enter(actor(cast.alice), ROSTER):
        assert Person.objects.update(name="だれか") == 0
    assert superuser.execute("SELECT count(*) FROM stool_tests_person WHERE name = 'だれか'").fetchone() == (
        0,
    )


def test_bulk_and_raw_changes_are_logged_by_the_database(cast: Cast, superuser: psycopg.Connection) -> None:
    _fill(cast)
    with gate.enter(actor(cast.alice), UPKEEP), connection.cursor() as cursor:
        cursor.execute("UPDATE stool_tests_person SET kana = upper(kana) || 'さん'")
    line = superuser.execute(
        "SELECT kind, subjects, fields, rows FROM gate_log ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert line == ("changed", ["stool_tests.person:1", "stool_tests.person:2"], ["kana", "kana_key"], 2)


def test_the_log_can_be_written_and_changed_by_nobody_at_run_time(cast: Cast) -> None:
    _fill(cast)
    with gate.enter(actor(cast.erin), "gate.audit"):
        assert LogLine.objects.count() >= 2
    for statement in ("DELETE FROM gate_log", "UPDATE gate_log SET actor = 1", "TRUNCATE gate_log",
                      "INSERT INTO gate_purpose VALUES ('x')", "ALTER TABLE stool_tests_person DISABLE ROW LEVEL SECURITY",
                      "SET ROLE sekisho_owner"):  # fmt: skip
        with psycopg.connect(cast_url(cast)) as raw, pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(statement)


def test_a_leaver_is_out_the_day_after(cast: Cast, database: postgres.Server) -> None:
    cast.alice.assignments.using("owner").update(until=SINCE)
    with pytest.raises(gate.Refused) as refused, gate.enter(actor(cast.alice), ROSTER):
        pass
    assert refused.value.why == "assignment"


def test_nobody_and_jobs_are_told_apart(cast: Cast) -> None:
    for who in (gate.Actor(None), gate.job_actor()):
        with pytest.raises(gate.Refused), gate.enter(who, ROSTER):
            pass


def test_values_need_their_subject(cast: Cast, superuser: psycopg.Connection) -> None:
    _fill(cast)
    with gate.enter(actor(cast.alice), ROSTER):
        assert Person.objects.order_by("id").values_list("id", "name")[0] == (1, "大空 花子")
    assert _log(superuser)[-1][4] == ["stool_tests.person:1"]
    with pytest.raises(TypeError, match="«id»"), gate.enter(actor(cast.alice), ROSTER):
        list(Person.objects.values_list("name", flat=True))
