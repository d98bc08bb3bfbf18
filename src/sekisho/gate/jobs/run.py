"""One job, run once: inside a pass, its effects and the mark that it is done in one transaction."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import QuerySet
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job as Queued

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate import passes
from sekisho.gate.answers import Refused
from sekisho.gate.jobs.declare import Declared, find_job
from sekisho.gate.jobs.stopped import Stopped
from sekisho.gate.jobs.work import Cancelled, Work
from sekisho.gate.models import Job

_log = logging.getLogger(__name__)
#: First number of the advisory locks that keep a job from running twice at a time.
_LOCK = 0x5E_15
_AGAIN = "もう一度やり直すので、しばらくお待ちください。"


class Backoff(BaseRetryStrategy):
    """Tried again after 5, 20, 80 seconds."""

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        """None when the job is left to a person."""
        if not isinstance(exception, Stopped) or not exception.again:
            return None
        return RetryDecision(retry_in={"seconds": 5 * 4 ** min(job.attempts, 5)})


def run(context: JobContext, job: int) -> None:
    """Run the job with this number, unless it is done already.

    1. Take the job; a second worker waits here, and finds it done. 2. The pass. 3. The function. 4. Done, in the same
    transaction. What goes wrong rolls everything back and is written afterwards.
    """
    close_old_connections()
    row = Job.objects.filter(pk=job).first()
    if row is None or row.state not in Job.MOVING:
        return
    declared = find_job(row.name)
    if declared is None:
        _end(
            row,
            Job.FAILED,
            "この処理は、いまのプログラムにはありません。",
            "もう一度、画面から始めてください。",
        )
        return
    if context.job.attempts >= declared.tries:
        # Each time, the whole worker was killed in the middle.
        _end(
            row,
            Job.FAILED,
            f"何度やり直しても途中で止まりました（番号 {job}）。",
            "情報担当にこの番号を伝えてください。",
        )
        return
    try:
        with Work(job, declared) as work, _gate(declared, row):
            if _take(job):
                declared.handler(work, **row.arguments)
                row.refresh_from_db(fields=["done", "total"])
                _end(row, Job.DONE, "", "")
    except Cancelled:
        _end(row, Job.CANCELLED, "", "")
    except (UserError, Refused) as error:
        _end(row, Job.FAILED, error.message, error.remedy)
        raise Stopped(job, again=False) from None
    except Exception as error:
        again = context.job.attempts + 1 < declared.tries
        _tell(row, error)
        # With the database away nothing can be said there now; the scheduler gives the job back to the queue.
        with suppress(DatabaseError):
            _failed(row, again)
        raise Stopped(job, again) from None
    finally:
        close_old_connections()


@contextmanager
def _gate(declared: Declared, row: Job) -> Iterator[None]:
    """The job's pass; the log's line names the job where there is no case."""
    if declared.piecewise:
        with _lock(row.pk):
            yield
        return
    if not declared.purpose:
        with transaction.atomic():
            yield
        return
    with passes.enter(passes.job_actor(), declared.purpose, row.case_key or f"job:{row.pk}"):
        yield


@contextmanager
def _lock(job: int) -> Iterator[None]:
    """Nobody else runs a piecewise job meanwhile: held over its transactions by the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s::int)", [_LOCK, job % 2**31])
    try:
        yield
    finally:
        # A connection that was broken off has lost its lock with it.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s::int)", [_LOCK, job % 2**31])


def _take(job: int) -> bool:
    """Nobody else runs it now, and nobody has done it yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s::int)", [_LOCK, job % 2**31])
    return Job.objects.filter(pk=job, state__in=Job.MOVING).exists()


def _end(row: Job, state: str, message: str, remedy: str) -> None:
    _moving(row).update(state=state, message=message, remedy=remedy, step="", ended_at=clock.now())


def _moving(row: Job) -> QuerySet[Job]:
    """The row, unless another worker has ended it."""
    return Job.objects.filter(pk=row.pk, state__in=Job.MOVING)


def _failed(row: Job, again: bool) -> None:
    """An exception that nobody has worded: its own text may hold a name, so it is said nowhere."""
    message = f"処理の途中で問題が起きました（番号 {row.pk}）。"
    if again:
        values: dict[str, Any] = {"state": Job.WAITING, "message": message, "remedy": _AGAIN}
        _moving(row).update(step="", **values)
        return
    remedy = "「もう一度」を押しても同じときは、情報担当にこの番号を伝えてください。"
    _end(row, Job.FAILED, message, remedy)


def _tell(row: Job, error: Exception) -> None:
    """Where in the program it happened: kinds of exceptions and lines of code, no text of theirs and no values."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("job %s (%s) failed with %s\n%s", row.pk, row.name, type(error).__qualname__, frames)
