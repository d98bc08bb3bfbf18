"""The page of running jobs; cancel, and once more."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho.base.errors import UserError
from sekisho.gate.jobs import planning
from sekisho.gate.models import Job
from sekisho.site.jobs_read import result_of, shown, warnings, within_reach

_SHOWN = 30


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """The latest jobs within reach."""
    latest = [shown(job) for job in within_reach(request)[:_SHOWN]]
    return render(request, "site/jobs.html", {"jobs": latest, "warnings": warnings()})


@require_GET
def progress(request: HttpRequest, job: int) -> HttpResponse:
    """How far a job is now, for the page that shows it."""
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


def _change(request: HttpRequest, job: int, change: Callable[[Job], None]) -> HttpResponse:
    found = get_object_or_404(within_reach(request), pk=job)
    try:
        change(found)
    except UserError as error:
        messages.error(request, str(error))
    return redirect(result_of(found) or "jobs")
