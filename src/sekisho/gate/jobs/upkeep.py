"""The room's own periodic job: rows that nobody needs any more."""

import datetime

from django.db import connection

from sekisho.base import clock
from sekisho.gate.jobs.declare import job
from sekisho.gate.jobs.work import Work
from sekisho.gate.models import Job, Sent

#: As long as lines of the access log may name a job.
_KEPT = datetime.timedelta(days=4 * 366)
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
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j USING gate_job g WHERE g.queued = j.id AND g.ended_at < %s"
            " AND j.status NOT IN ('todo', 'doing')",
            [now - _QUEUE_KEPT],
        )
