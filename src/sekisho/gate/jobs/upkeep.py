"""The room's own periodic job: rows that nobody needs any more."""

import datetime

from django.db import connection
from django.db.models import Max

from sekisho.base import clock
from sekisho.gate.jobs.declare import all_jobs, job
from sekisho.gate.jobs.work import Work
from sekisho.gate.models import Job, Sent

#: As long as lines of the access log may name a job.
_KEPT = datetime.timedelta(days=4 * 366)
#: Periodic jobs that no line of the log names (most of them come every minute) are kept for looking at what went on.
_ROUNDS_KEPT = datetime.timedelta(days=7)
#: The queue's own rows say nothing that the table of jobs doesn't.
_QUEUE_KEPT = datetime.timedelta(days=7)
#: A page older than a day's session sends nothing any more.
_SENT_KEPT = datetime.timedelta(days=1)


@job("", title="終わった処理の片付け", every="40 2 * * *")
def forget_old_jobs(work: Work) -> None:
    """Remove ended jobs that are old, and the digests of yesterday's forms."""
    now = clock.now()
    Sent.objects.filter(at__lt=now - _SENT_KEPT).delete()
    Job.objects.exclude(state__in=Job.MOVING).filter(ended_at__lt=now - _KEPT).delete()
    _forget_rounds(now - _ROUNDS_KEPT)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j USING gate_job g WHERE g.queued = j.id AND g.ended_at < %s"
            " AND j.status NOT IN ('todo', 'doing')",
            [now - _QUEUE_KEPT],
        )


def _forget_rounds(before: datetime.datetime) -> None:
    """Remove periodic jobs that went well. The log names a job by its pass, which those without a purpose and those that open
    passes of their own don't have. The newest of each stays: by it the scheduler knows that its moment is planned."""
    names = [one.name for one in all_jobs() if one.every and (one.piecewise or not one.purpose)]
    rounds = Job.objects.filter(name__in=names, due_at__isnull=False)
    newest = rounds.order_by().values("name").annotate(newest=Max("pk")).values("newest")
    rounds.filter(state=Job.DONE, ended_at__lt=before).exclude(pk__in=newest).delete()
