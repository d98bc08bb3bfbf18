"""Running jobs as pages show them: how far, what failed and what to do about it; cancel and once more."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from sekisho.base.errors import UserError
from sekisho.gate.jobs import hearts, planning
from sekisho.gate.jobs.declare import find_job
from sekisho.gate.models import Job

STATES = {
    Job.WAITING: "順番を待っています",
    Job.RUNNING: "処理しています",
    Job.DONE: "終わりました",
    Job.FAILED: "途中で止まりました",
    Job.CANCELLED: "取り消しました",
}
_SHOWN = 30


@dataclass(frozen=True)
class Shown:
    """A job for a template; ``result``: address of the page with its outcome."""

    job: Job
    title: str
    word: str
    result: str

    @property
    def moving(self) -> bool:
        """Will it still change by itself?"""
        return self.job.state in Job.MOVING


def shown(job: Job | None) -> Shown | None:
    """The job in words; None when there is none."""
    if job is None:
        return None
    declared = find_job(job.name)
    result = reverse(declared.result, kwargs=job.arguments) if declared and declared.result else ""
    return Shown(job, declared.title if declared else job.name, STATES[job.state], result)


def within_reach(request: HttpRequest) -> QuerySet[Job]:
    """Jobs that the person caused, or somebody acting for an office where they hold a post."""
    actor = request.actor  # type: ignore[attr-defined]
    return Job.objects.filter(Q(planned_by=actor.key) | Q(office__in=[held.office for held in actor.held]))


def warnings() -> list[str]:
    """What is wrong with the machinery of jobs, for everybody."""
    from django.conf import settings

    said = []
    if not hearts.alive(hearts.WORKER, settings.SEKISHO_ZONE):
        said.append("処理係（worker）が動いていません。出した処理は進みません。情報担当に伝えてください。")
    if not hearts.alive(hearts.SCHEDULER):
        said.append("時計係（scheduler）が動いていません。夜の処理が始まりません。情報担当に伝えてください。")
    return said


def jobs(request: HttpRequest) -> HttpResponse:
    """The latest jobs within reach."""
    latest = [shown(job) for job in within_reach(request)[:_SHOWN]]
    response = render(request, "site/jobs.html", {"jobs": latest, "warnings": warnings()})
    if any(one and one.moving for one in latest):
        response["Refresh"] = "3"
    return response


@require_POST
def cancel(request: HttpRequest, job: int) -> HttpResponse:
    """Stop a job."""
    return _change(request, job, planning.cancel)


@require_POST
def retry(request: HttpRequest, job: int) -> HttpResponse:
    """Run a job once more."""
    return _change(request, job, planning.retry)


def _change(request: HttpRequest, job: int, change: object) -> HttpResponse:
    found = get_object_or_404(within_reach(request), pk=job)
    try:
        change(found)  # type: ignore[operator]
    except UserError as error:
        return render(request, "site/jobs.html", {"error": error, "jobs": [shown(found)]}, status=409)
    told = shown(found)
    return redirect(told.result if told and told.result else "jobs")
