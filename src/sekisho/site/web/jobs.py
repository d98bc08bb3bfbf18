"""Running jobs: how far, what failed and what to do about it; cancel and once more."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sekisho.base.errors import UserError
from sekisho.gate.jobs import hearts, planning
from sekisho.gate.jobs.declare import find_job
from sekisho.gate.models import Job
from sekisho.site import home
from sekisho.site.jobs_shown import Shown

_SHOWN = 30


def shown(job: Job | None) -> Shown | None:
    """The job for the component «progress»; None when there is none."""
    if job is None:
        return None
    declared = find_job(job.name)
    moving = job.state in Job.MOVING
    return Shown(
        key=str(job.pk),
        title=declared.title if declared else job.name,
        state=job.state,  # type: ignore[arg-type]
        done=job.done,
        total=job.total,
        poll=reverse("job", args=[job.pk]),
        message="取り消しています" if moving and job.cancel_asked else job.message or job.step,
        remedy=job.remedy,
        cancel=reverse("cancel_job", args=[job.pk]) if moving and not job.cancel_asked else "",
        retry=reverse("retry_job", args=[job.pk]) if job.state in (Job.FAILED, Job.CANCELLED) else "",
        result=reverse(declared.result, kwargs=job.arguments) if declared and declared.result else "",
    )


def within_reach(request: HttpRequest) -> QuerySet[Job]:
    """Jobs that the person caused, or somebody acting for an office where they hold a post."""
    actor = request.actor  # type: ignore[attr-defined]
    return Job.objects.filter(Q(planned_by=actor.key) | Q(office__in=[held.office for held in actor.held]))


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """The latest jobs within reach."""
    latest = [shown(job) for job in within_reach(request)[:_SHOWN]]
    return render(request, "site/jobs.html", {"jobs": latest})


@require_GET
def now(request: HttpRequest, job: int) -> HttpResponse:
    """How far a job is, as the component asks for it."""
    found = get_object_or_404(within_reach(request), pk=job)
    return render(request, "site/parts/progress_now.html", {"job": shown(found)})


@require_POST
def cancel(request: HttpRequest, job: int) -> HttpResponse:
    """Stop a job."""
    return _change(request, job, planning.cancel)


@require_POST
def retry(request: HttpRequest, job: int) -> HttpResponse:
    """Run a job once more."""
    return _change(request, job, planning.retry)


def _change(request: HttpRequest, job: int, change: Callable[[Job], object]) -> HttpResponse:
    found = get_object_or_404(within_reach(request), pk=job)
    try:
        change(found)
    except UserError as error:
        messages.error(request, str(error))
        return redirect("jobs")
    told = shown(found)
    return redirect(told.result if told and told.result else "jobs")


@home.block("warnings", "処理のしくみ", "site/home_machinery.html")
def machinery(request: HttpRequest) -> Mapping[str, Any] | None:
    """What is wrong with the machinery of jobs, for everybody."""
    said = []
    if not hearts.alive(hearts.WORKER, settings.SEKISHO_ZONE):
        said.append("処理係（worker）が動いていません。出した処理は進みません。情報担当に伝えてください。")
    if not hearts.alive(hearts.SCHEDULER):
        said.append("時計係（scheduler）が動いていません。夜の処理が始まりません。情報担当に伝えてください。")
    return {"said": said} if said else None


@home.block("jobs", "処理の様子", "site/home_jobs.html")
def running(request: HttpRequest) -> Mapping[str, Any]:
    """How many jobs within reach are moving."""
    return {"moving": within_reach(request).filter(state__in=Job.MOVING).count()}
