"""The scheduler: plans periodic jobs, and gives jobs of dead workers back to the queue. Any number of them may run; the database
lets each job be planned once."""

import threading

from croniter import croniter
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction

from sekisho.base import clock
from sekisho.gate.jobs.declare import Declared, all_jobs
from sekisho.gate.jobs.hearts import SCHEDULER, heart, patience
from sekisho.gate.jobs.planning import enqueue
from sekisho.gate.models import Heart, Job


def run(stop: threading.Event) -> None:
    """Look round every few seconds until ``stop``."""
    with heart(SCHEDULER):
        while not stop.is_set():
            try:
                turn()
            except DatabaseError:
                # The database is away for a moment.
                close_old_connections()
            stop.wait(settings.SEKISHO_HEARTBEAT)
    connection.close()


def turn() -> None:
    """Look round once."""
    for declared in all_jobs():
        if declared.every:
            _plan_due(declared)
    _take_up_stalled()
    Heart.objects.exclude(pk__in=Heart.beating(10 * patience())).delete()


def _plan_due(declared: Declared) -> None:
    """The job of the last due moment, unless it is planned: a night that nobody was awake in is made up for."""
    moment = croniter(declared.every, clock.now()).get_prev(type(clock.now()))
    if Job.objects.filter(name=declared.name, due_at=moment).exists():
        return
    with transaction.atomic():
        planned, new = Job.objects.get_or_create(
            name=declared.name, due_at=moment, defaults={"planned_at": clock.now()}
        )
        if new:
            enqueue(planned, declared)


def _take_up_stalled() -> None:
    """Jobs whose worker has given no sign of life go back into the queue, as one try more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_retry_job_v2(j.id, now(), NULL, NULL, NULL) FROM procrastinate_jobs j"
            " LEFT JOIN procrastinate_workers w ON w.id = j.worker_id WHERE j.status = 'doing'"
            " AND (w.id IS NULL OR w.last_heartbeat < now() - %s)",
            [patience()],
        )
