"""Jobs: planned with the transaction that causes them, behind the gate, once."""

import datetime
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction

from sekisho import gate
from sekisho.base.errors import UserError
from sekisho.gate.jobs import hearts, planning, schedule, upkeep
from sekisho.gate.jobs.declare import make_ready
from sekisho.gate.log import keeping
from sekisho.gate.models import Heart, Job
from sekisho.project import postgres
from tests.cast import Cast, actor
from tests.gate import sample_jobs
from tests.jobs import work_off

ROOT = Path(__file__).parents[2]


def _plan(job: "gate.job", cast: Cast, **ids: int | str) -> Job:  # type: ignore[valid-type]
    with transaction.atomic():
        return job.plan(actor(cast.alice), **ids)  # type: ignore[attr-defined]


def _count(superuser: psycopg.Connection) -> int:
    return superuser.execute("SELECT count(*) FROM stool_tests_person").fetchone()[0]  # type: ignore[index]


def _until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_a_job_runs_in_a_pass_of_the_program_and_the_log_names_it(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    job = _plan(sample_jobs.add_one, cast, office=cast.hill.pk)
    assert job.state == Job.WAITING
    work_off()
    job.refresh_from_db()
    assert (job.state, job.message, job.planned_by, job.office) == (
        Job.DONE, "", cast.alice.pk, cast.childcare.pk,
    )  # fmt: skip
    line = superuser.execute("SELECT kind, actor, purpose, case_key FROM gate_log").fetchall()
    assert line == [("added", None, sample_jobs.UPKEEP, f"job:{job.pk}")]
    assert not Heart.objects.exists(), "a worker that ends takes its heart with it"


def test_rolled_back_there_is_no_job(cast: Cast, superuser: psycopg.Connection) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sample_jobs.add_one.plan(actor(cast.alice), office=cast.hill.pk)
        raise ZeroDivisionError
    assert superuser.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)
    assert not Job.objects.exists()


def test_planned_outside_a_transaction_it_is_refused(cast: Cast) -> None:
    with pytest.raises(TypeError, match="inside the transaction"):
        sample_jobs.add_one.plan(actor(cast.alice), office=1)


@pytest.mark.parametrize("office", ["大空 花子", "two words", 1.5, True, None, "x" * 41, {"a": 1}])
def test_arguments_are_ids(cast: Cast, office: object) -> None:
    with pytest.raises(TypeError, match="must be an id"), transaction.atomic():
        sample_jobs.add_one.plan(actor(cast.alice), office=office)  # type: ignore[arg-type]


def test_a_worker_loads_what_first_runs_would_wait_for() -> None:
    before = len(sample_jobs.loaded)
    make_ready()
    assert sample_jobs.loaded[before:] == [os.getpid()]


def test_steps_are_declared(cast: Cast) -> None:
    from sekisho.gate.jobs.work import Work

    with (
        Work(_plan(sample_jobs.fail_politely, cast).pk, sample_jobs.fail_politely) as doing,
        pytest.raises(TypeError),
    ):
        doing.step(f"{sample_jobs.SECRET} を読んでいます")


def test_a_failure_is_worded_without_what_the_exception_says(
    cast: Cast, superuser: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    job = _plan(sample_jobs.fail_with_a_name, cast, office=cast.hill.pk)
    with caplog.at_level(logging.DEBUG):
        work_off()
    job.refresh_from_db()
    assert job.state == Job.WAITING and "番号" in job.message and "もう一度やり直す" in job.remedy
    assert _count(superuser) == 0
    assert "fail_with_a_name" in caplog.text and "ValueError" in caplog.text
    assert sample_jobs.SECRET not in caplog.text
    for table in ("gate_job", "procrastinate_jobs", "procrastinate_events"):
        assert sample_jobs.SECRET not in str(superuser.execute(f"SELECT * FROM {table}").fetchall())
    # Tried again later; the last try leaves it to a person.
    assert superuser.execute("SELECT status, attempts, scheduled_at > now() FROM procrastinate_jobs").fetchone() == (
        "todo", 1, True,
    )  # fmt: skip
    superuser.execute("UPDATE procrastinate_jobs SET scheduled_at = now(), attempts = 3")
    work_off()
    job.refresh_from_db()
    assert job.state == Job.FAILED and "もう一度" in job.remedy


def test_what_a_user_can_mend_is_kept_and_not_tried_again(cast: Cast, superuser: psycopg.Connection) -> None:
    job = _plan(sample_jobs.fail_politely, cast)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.message, job.remedy) == (Job.FAILED, "列がありません。", "列を加えてください。")
    planning.retry(job)
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.WAITING, "")
    with pytest.raises(UserError):
        planning.retry(job)


def test_a_purpose_for_people_only_is_refused(cast: Cast, superuser: psycopg.Connection) -> None:
    job = _plan(sample_jobs.not_for_jobs, cast)
    work_off()
    job.refresh_from_db()
    assert job.state == Job.FAILED and "認められていません" in job.message
    assert superuser.execute("SELECT kind FROM gate_log").fetchall() == [("refused",)]


def test_a_piecewise_job_keeps_what_it_did_and_goes_on(cast: Cast, superuser: psycopg.Connection) -> None:
    job = _plan(sample_jobs.piece_by_piece, cast, office=cast.hill.pk)
    work_off()
    job.refresh_from_db()
    assert job.state == Job.WAITING and _count(superuser) == 1
    superuser.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work_off()
    assert _count(superuser) == 2
    left = superuser.execute(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [0x5E_15]
    ).fetchone()
    assert left == (0,), "its lock goes with it"


def test_a_pass_never_leaks_into_the_next_job(cast: Cast) -> None:
    first = _plan(sample_jobs.fail_with_a_name, cast, office=cast.hill.pk)
    second = _plan(sample_jobs.add_one, cast, office=cast.hill.pk)
    third = _plan(sample_jobs.peep, cast)
    work_off()
    states = [Job.objects.get(pk=job.pk).state for job in (first, second, third)]
    assert states == [Job.WAITING, Job.DONE, Job.WAITING]
    assert gate.current() is None


def test_a_waiting_job_is_cancelled_at_once(cast: Cast, superuser: psycopg.Connection) -> None:
    job = _plan(sample_jobs.add_one, cast, office=cast.hill.pk)
    planning.cancel(job)
    work_off()
    job.refresh_from_db()
    assert job.state == Job.CANCELLED and _count(superuser) == 0
    with pytest.raises(UserError):
        planning.cancel(job)


def test_a_job_done_already_has_its_effects_once(cast: Cast, superuser: psycopg.Connection) -> None:
    """The worker died between the job's end and the queue's note of it."""
    job = _plan(sample_jobs.add_one, cast, office=cast.hill.pk)
    work_off()
    superuser.execute("UPDATE procrastinate_jobs SET status = 'todo'")
    work_off()
    assert _count(superuser) == 1
    job.refresh_from_db()
    assert job.state == Job.DONE


def test_periodic_jobs_are_planned_once_by_any_number_of_schedulers(cast: Cast) -> None:
    def look() -> None:
        schedule.turn()
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Job.objects.filter(name=sample_jobs.every_night.name).count() == 1
    work_off()
    assert set(Job.objects.values_list("state", flat=True)) == {Job.DONE}


def test_rounds_that_went_well_are_forgotten_after_a_week_but_for_the_newest(cast: Cast) -> None:
    schedule.turn()
    work_off()
    every_minute = keeping.seal_every_minute.name
    newest = Job.objects.get(name=every_minute)
    old = newest.due_at - datetime.timedelta(days=9)
    rows = [
        Job(name=every_minute, state=state, due_at=old + datetime.timedelta(minutes=n), planned_at=old, ended_at=old)
        for n, state in enumerate([Job.DONE, Job.DONE, Job.FAILED])
    ]  # fmt: skip
    Job.objects.bulk_create(rows)
    asked_for = _plan(sample_jobs.add_one, cast, office=cast.hill.pk)
    Job.objects.filter(pk__in=[asked_for.pk, newest.pk]).update(state=Job.DONE, ended_at=old)
    Job.objects.filter(pk=newest.pk).update(id=newest.pk + 100_000)
    upkeep.forget_old_jobs.handler(None)
    left = list(Job.objects.filter(name=every_minute).order_by("-id").values_list("state", flat=True))
    assert left == [Job.DONE, Job.FAILED], "the newest tells the scheduler what is planned; what failed stays"
    assert Job.objects.filter(pk=asked_for.pk).exists(), "a line of the log may name it"
    schedule.turn()
    assert Job.objects.filter(name=sample_jobs.every_night.name).count() == 1


_WORKER = "import django; django.setup(); import tests.gate.sample_jobs; from sekisho.gate.jobs.worker import work; work(scheduler=True)"


@pytest.fixture
def workers(cast: Cast, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts real worker processes; all are dead afterwards."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        environment = {
            name: value for name, value in os.environ.items() if name != "SEKISHO_OWNER_URL"
        } | {"SEKISHO_HEARTBEAT": "0.3", "SEKISHO_TEST_HURRY": str(tmp_path / "hurry"), "PYTHONPATH": f"{ROOT}/src:{ROOT}"}  # fmt: skip
        process = subprocess.Popen([sys.executable, "-c", _WORKER], env=environment, cwd=tmp_path)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(
    cast: Cast,
    superuser: psycopg.Connection,
    workers: Callable[[], subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    first = workers()
    job = _plan(sample_jobs.add_slowly, cast, office=cast.hill.pk)

    def current() -> Job:
        job.refresh_from_db()
        return job

    _until(lambda: current().done > 2)
    assert (job.state, job.step, job.total) == (Job.RUNNING, "加えています", 400)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert _count(superuser) == 0, "the half of a job is nothing"
    (tmp_path / "hurry").touch()
    workers()
    _until(lambda: current().state == Job.DONE)
    assert _count(superuser) == 1
    assert (
        superuser.execute("SELECT attempts FROM procrastinate_jobs WHERE id = %s", [job.queued]).fetchone()[0]
        >= 1
    )  # type: ignore[index]


def test_a_running_job_stops_when_asked_and_leaves_nothing(
    cast: Cast, superuser: psycopg.Connection, workers: Callable[[], subprocess.Popen[bytes]]
) -> None:
    process = workers()
    job = _plan(sample_jobs.add_slowly, cast, office=cast.hill.pk)
    _until(lambda: Job.objects.get(pk=job.pk).done > 2)
    planning.cancel(job)
    _until(lambda: Job.objects.get(pk=job.pk).state == Job.CANCELLED)
    assert _count(superuser) == 0
    assert [heart.kind for heart in hearts.alive(hearts.WORKER, "lgwan")] == ["worker"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    assert not Heart.objects.exists()


def test_the_run_time_role_alone_is_enough(database: postgres.Server, superuser: psycopg.Connection) -> None:
    owned = superuser.execute(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'procrastinate%' AND tableowner <> 'sekisho_owner'"
    ).fetchall()
    assert owned == []
