"""Running jobs for pages: those within reach, in words; and what is wrong with what runs them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from sekisho.gate.jobs import hearts
from sekisho.gate.jobs.declare import find_job
from sekisho.gate.models import Job
from sekisho.site import home
from sekisho.site.jobs_shown import Shown


def shown(job: Job) -> Shown:
    """The job as the component «progress» shows it."""
    declared = find_job(job.name)
    words = "取り消しています" if job.cancel_asked and job.state in Job.MOVING else job.message or job.step
    return Shown(
        key=str(job.pk),
        title=declared.title if declared else job.name,
        state=job.state,  # type: ignore[arg-type]
        done=job.done,
        total=job.total,
        poll=reverse("job_progress", args=[job.pk]),
        message=words,
        remedy=job.remedy,
        cancel="" if job.cancel_asked else reverse("cancel_job", args=[job.pk]),
        retry=reverse("retry_job", args=[job.pk]),
        result=result_of(job),
    )


def result_of(job: Job) -> str:
    """Address of the page with the job's outcome; "" when it has none."""
    declared = find_job(job.name)
    return reverse(declared.result, kwargs=job.arguments) if declared and declared.result else ""


def why_stopped(job: int | None) -> str:
    """Why a job has stopped before its end, and what mends it; "" while it goes on and when it is through."""
    row = Job.objects.filter(pk=job, state__in=(Job.FAILED, Job.CANCELLED)).first()
    if row is None:
        return ""
    return f"{row.message}{row.remedy}" or "取り消されました。「処理の様子」で、もう一度始められます。"


def within_reach(request: HttpRequest) -> QuerySet[Job]:
    """Jobs that the person caused, or somebody acting for an office where they hold a post."""
    actor = request.actor  # type: ignore[attr-defined]
    return Job.objects.filter(Q(planned_by=actor.key) | Q(office__in=[held.office for held in actor.held]))


def warnings() -> list[str]:
    """What is wrong with the machinery of jobs, for everybody."""
    said = []
    if not hearts.alive(hearts.WORKER, settings.SEKISHO_ZONE):
        said.append("処理係（worker）が動いていません。出した処理は進みません。情報担当に伝えてください。")
    if not hearts.alive(hearts.SCHEDULER):
        said.append("時計係（scheduler）が動いていません。夜の処理が始まりません。情報担当に伝えてください。")
    return said


@home.block("warnings", "処理の仕組み", "site/home_warnings.html", order=10)
def machinery(request: HttpRequest) -> Mapping[str, Any] | None:
    """Nobody works: nothing that was started will go on."""
    said = warnings()
    return {"warnings": said} if said else None


@home.block("jobs", "処理の様子", "site/home_jobs.html", order=10)
def moving(request: HttpRequest) -> Mapping[str, Any]:
    """Jobs that run or wait."""
    return {"jobs": [shown(job) for job in within_reach(request).filter(state__in=Job.MOVING)[:3]]}
