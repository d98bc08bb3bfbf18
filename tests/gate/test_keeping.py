"""What comes by itself: the purge at night, the log sealed every minute and erased by seals."""

import datetime

import psycopg
from django.conf import settings

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person
from sekisho.base import clock
from sekisho.gate.jobs import schedule
from sekisho.gate.log import heads, keeping
from sekisho.gate.models import Certificate, Job
from sekisho.gate.retention import nightly
from tests.cast import Cast, actor
from tests.gate.kept import left, post, scan_of
from tests.jobs import work_off

_OLD = """INSERT INTO gate_log (at, post, zone, purpose, case_key, kind, table_name, subjects, fields, rows, note)
    SELECT %s, '', 'lgwan', '', '', 'read', 'people_office', '{}', '{}', 1, 'old' FROM generate_series(1, 3)"""


def _night() -> dict[str, str]:
    """Everything that comes by itself, once; the states of the jobs by name."""
    schedule.turn()
    work_off()
    return dict(Job.objects.values_list("name", "state"))


def test_the_night_purges_what_is_over(cast: Cast, superuser: psycopg.Connection) -> None:
    over, living = scan_of(cast, b"over"), scan_of(cast, b"living")
    post(cast, over, 60)
    assert _night()[nightly.purge_nightly.name] == Job.DONE
    assert left(superuser) == [living.pk]
    assert [line["count"] for line in Certificate.objects.get().lines] == [1]


def test_the_log_is_sealed_and_goes_by_seals(cast: Cast, superuser: psycopg.Connection) -> None:
    (settings.SEKISHO_DATA / "seals" / heads.FILE).unlink(missing_ok=True)
    superuser.execute(_OLD, [keeping.kept_since(clock.today()) - datetime.timedelta(seconds=1)])
    keeping.seal_every_minute.handler(None)
    superuser.execute(_OLD, [keeping.kept_since(clock.today())])
    with gate.enter(actor(cast.alice), "stool_tests.roster"):
        assert not Person.objects.exists()
    states = _night()
    assert states[keeping.seal_every_minute.name] == states[keeping.forget_old_lines.name] == Job.DONE
    assert [head.number for head in heads.read(settings.SEKISHO_DATA / "seals")][:2] == [1, 2]
    assert superuser.execute("SELECT number FROM gate_seal_purge").fetchall() == [(1,)]
    kept = superuser.execute("SELECT count(*) FROM gate_log WHERE note = 'old'").fetchone()
    assert kept == (3,), "the second seal holds lines of the last day that is kept"
    noted = superuser.execute("SELECT purpose, rows FROM gate_log WHERE kind = 'erased'").fetchall()
    assert noted == [("gate.log_retention", 3)]


def test_the_log_is_kept_as_long_as_the_register_says() -> None:
    assert keeping.kept_since(datetime.date(2026, 3, 31)).date() == datetime.date(2022, 4, 1)
    assert keeping.kept_since(datetime.date(2026, 4, 1)).date() == datetime.date(2023, 4, 1)
