"""The purge: what goes, what stays, cut off anywhere, and its certificate."""

import datetime
import io

import pikepdf
import psycopg
import pytest
from django.db import connection

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person, Scan
from sekisho.base import clock, merkle
from sekisho.base.retention import Length, cutoff
from sekisho.gate.models import Certificate, Hold
from sekisho.gate.retention import certificate
from sekisho.gate.retention.preview import plans
from sekisho.gate.retention.purge import purge_due
from sekisho.gate.vault import keystore
from sekisho.gate.vault.storage import storage
from tests.cast import Cast, actor
from tests.gate.kept import DAY, INTAKE, UPKEEP, content, left, post, scan_of


def _hold(cast: Cast, subject: str, until: datetime.date) -> None:
    Hold.objects.using("owner").create(
        subject=subject, why="訴訟のため", until=until, made_by=cast.erin.pk, made_at=clock.now()
    )


def test_what_is_over_goes_with_key_and_file_and_what_is_not_stays(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    over, today, going_on = (scan_of(cast, name) for name in (b"over", b"today", b"going on"))
    post(cast, over, 31)
    post(cast, today, 30)
    before = keystore.epochs()
    done = purge_due(clock.today())
    assert done.erased == 1 and left(superuser) == [today.pk, going_on.pk]
    assert over.content not in [name for name, _ in storage().names()]
    assert content(cast, today) == b"today"
    assert not set(before) & set(keystore.epochs())
    lines = superuser.execute("SELECT purpose, subjects FROM gate_log WHERE kind = 'erased'").fetchall()
    assert lines == [("gate.purge", [f"stool_tests.scan:{over.pk}"])]
    assert purge_due(clock.today()).certificate is None


def test_a_case_reopened_starts_its_clock_anew(cast: Cast, superuser: psycopg.Connection) -> None:
    scan = scan_of(cast, b"sheet")
    post(cast, scan, 400)
    post(cast, scan, None)
    assert purge_due(clock.today()).erased == 0 and left(superuser) == [scan.pk]


def test_a_held_record_stays_until_the_hold_is_over(cast: Cast, superuser: psycopg.Connection) -> None:
    scan = scan_of(cast, b"sheet")
    post(cast, scan, 60)
    _hold(cast, f"stool_tests.scan:{scan.pk}", clock.today())
    assert purge_due(clock.today()).erased == 0
    Hold.objects.using("owner").update(until=clock.today() - DAY)
    assert purge_due(clock.today()).erased == 1 and left(superuser) == []


def test_nobody_else_erases_and_not_before_the_day(cast: Cast, superuser: psycopg.Connection) -> None:
    scan = scan_of(cast, b"sheet")
    post(cast, scan, 10)
    assert purge_due(clock.today() + 365 * DAY).erased == 0, "the database's own day counts"
    with (
        pytest.raises(Exception, match="only the purge"),
        gate.enter(actor(cast.alice), INTAKE),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT gate.purge_slice(1, 'stool_tests_scan', '2030-01-01', 10)")
    with gate.enter(gate.job_actor(), "gate.purge"):
        assert Scan.objects.all().delete()[0] == 0
    with pytest.raises(gate.Refused), gate.enter(actor(cast.alice), "gate.purge"):
        pass
    assert left(superuser) == [scan.pk]


@pytest.mark.parametrize("at", range(7))
def test_a_purge_cut_off_anywhere_goes_on_and_certifies_everything_once(
    cast: Cast, superuser: psycopg.Connection, at: int
) -> None:
    scans = [scan_of(cast, b"sheet %d" % number) for number in range(4)]
    for scan in scans[:3]:
        post(cast, scan, 50)
    steps = iter(range(99))

    def stop(_: str) -> None:
        if next(steps) == at:
            raise KeyboardInterrupt

    try:
        purge_due(clock.today(), stop)
    except KeyboardInterrupt:
        purge_due(clock.today() + DAY)
    (issued,) = Certificate.objects.all()
    assert [line["count"] for line in issued.lines] == [3]
    assert len(keystore.epochs()) == 1 and content(cast, scans[3]) == b"sheet 3"
    assert len(list(storage().names())) >= 1 and left(superuser, "gate_purge_line") == []


def test_the_certificate_proves_the_erased_and_names_nobody(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    with gate.enter(actor(cast.alice), UPKEEP):
        gone = Person.objects.create(facility=cast.hill, name="大空 花子", left_on=clock.today() - 800 * DAY)
        stays = Person.objects.create(
            facility=cast.hill, name="川原 次郎", joined_on=datetime.date(2020, 4, 1)
        )
    issued = purge_due(clock.today()).certificate
    assert issued is not None and left(superuser, "stool_tests_person") == [stays.pk]
    found = Certificate.objects.get()
    assert certificate.sound(found)
    assert certificate.prove(found, "stool_tests_person", gone.pk) == merkle.Proof(0, 1, ())
    assert certificate.prove(found, "stool_tests_person", stays.pk) is None
    assert bytes(found.pdf).startswith(b"%PDF") and "大空" not in str(found.lines)
    with pikepdf.open(io.BytesIO(bytes(found.pdf))) as pdf, pdf.open_metadata() as said:
        assert said.pdfa_status == "2B", "a certificate is kept for longer than its program"
    superuser.execute("UPDATE gate_certificate SET leaves = sha256('x')")
    assert not certificate.sound(Certificate.objects.get())
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("DELETE FROM gate_certificate")


def test_the_preview_counts_by_month(cast: Cast) -> None:
    for days in (90, 10, None):
        post(cast, scan_of(cast, b"sheet"), days)
    with gate.enter(actor(cast.erin), "gate.retention"):
        plan = next(one for one in plans(clock.today()) if one.rule.table == "stool_tests_scan")
    assert plan.due == 1 and sum(plan.months.values()) == 2
    assert (clock.today() + 21 * DAY).replace(day=1) in plan.months


def test_the_database_reckons_as_python_does(database: object, superuser: psycopg.Connection) -> None:
    for unit in ("days", "months", "years", "fiscal_years"):
        for number in (1, 7, 30):
            rows = superuser.execute(
                "SELECT d::date, gate.cutoff(d::date, %s, %s) FROM generate_series("
                "'2023-01-01'::date, '2028-12-31', '1 day') d",
                [number, unit],
            ).fetchall()
            assert rows and all(cutoff(day, Length(number, unit)) == found for day, found in rows)  # type: ignore[arg-type]
