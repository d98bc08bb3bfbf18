"""Parallel run: hand in the ledger typed by hand, say who was right, print the report."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions import parallel as actions
from sekisho.affairs.stool_tests.actions.ledgers import ENDINGS
from sekisho.affairs.stool_tests.jobs_posting import PARALLEL, compare_run
from sekisho.affairs.stool_tests.models import Difference, ParallelRun, Posting
from sekisho.affairs.stool_tests.parallel import figures
from sekisho.affairs.stool_tests.parallel.report import report
from sekisho.affairs.stool_tests.web.asked import number
from sekisho.affairs.stool_tests.web.files import taken
from sekisho.affairs.stool_tests.web.strips import picture
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate import exports
from sekisho.gate.models import City, Job
from sekisho.site.downloads import PDF, download
from sekisho.site.jobs_read import shown

_SHOWN = 200


@gate.purpose(PARALLEL)
def parallel(request: HttpRequest) -> HttpResponse:
    """All runs, and the form for a new one."""
    error = None
    if request.method == "POST":
        try:
            run = _enter(request)
        except UserError as refused:
            error = refused
        else:
            return redirect("stool_tests:parallel_run", run.pk)
    context = {
        "runs": ParallelRun.objects.all()[:30], "error": error, "endings": ",".join(ENDINGS),
        "postings": Posting.objects.filter(undone_at__isnull=True).select_related("after"),
    }  # fmt: skip
    return render(request, "stool_tests/parallel.html", context, status=400 if error else 200)


def _enter(request: HttpRequest) -> ParallelRun:
    key = number(request.POST.get("posting", "")) or 0
    posting = Posting.objects.select_related("after").filter(pk=key).first()
    if posting is None:
        raise UserError("照合する転記が選ばれていません。", "転記を選んでから、もう一度押してください。")
    name, data = taken(request, "hand", "手で入力した台帳", ENDINGS)
    typing = _minutes(request.POST.get("typing", ""))
    return actions.enter(posting, name, data, typing, request.actor, compare_run)  # type: ignore[attr-defined]


def _minutes(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0 <= minutes < 100_000:
        raise UserError(f"「{text[:20]}」を分数として読めません。", "90 や 12.5 のように入れてください。")
    return minutes


def _figures(run: ParallelRun) -> figures.Figures:
    verdicts = Difference.objects.filter(run=run).values_list("person_id", "kind", "verdict")
    return figures.figures(run.counts.get("cells", 0), [(kind, verdict) for _, kind, verdict in verdicts])


@require_GET
@gate.purpose(PARALLEL, case=lambda _request, run: run)
def parallel_run(request: HttpRequest, run: int) -> HttpResponse:
    """A run: the figures, and every difference beside its picture."""
    found = get_object_or_404(ParallelRun, pk=run)
    job = Job.objects.filter(pk=found.job).first()
    differences = Difference.objects.filter(run=found).select_related("person")
    context = {
        "run": found,
        "job": shown(job) if job and job.state != Job.DONE else None,
        "figures": _figures(found) if found.done_at else None,
        "saved": figures.saved(found.typing, found.looking),
        "differences": [(one, figures.KINDS[one.kind]) for one in differences[:_SHOWN]],
        "verdicts": Difference.VERDICTS,
    }
    return render(request, "stool_tests/parallel_run.html", context)


@require_POST
@gate.purpose(PARALLEL, case=lambda _request, difference: difference)
def say_who(request: HttpRequest, difference: int) -> HttpResponse:
    """Who was right about a cell."""
    found = get_object_or_404(Difference.objects.select_for_update(), pk=difference)
    try:
        actions.say(found, request.POST.get("verdict", ""), request.actor.key)  # type: ignore[attr-defined]
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
    return redirect(f"{reverse('stool_tests:parallel_run', args=[found.run_id])}#d{found.pk}")


@require_POST
@gate.purpose(PARALLEL, case=lambda _request, run: run)
def set_minutes(request: HttpRequest, run: int) -> HttpResponse:
    """The minutes that both ways took."""
    found = get_object_or_404(ParallelRun, pk=run)
    try:
        typing, looking = (_minutes(request.POST.get(name, "")) for name in ("typing", "looking"))
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
    else:
        actions.set_minutes(found, typing, looking)
    return redirect("stool_tests:parallel_run", run)


@require_GET
@gate.purpose(PARALLEL, case=lambda _request, run: run)
def parallel_report(request: HttpRequest, run: int) -> HttpResponse:
    """The report as PDF, without names."""
    found = get_object_or_404(ParallelRun, pk=run)
    if not found.done_at:
        return redirect("stool_tests:parallel_run", run)
    differences = list(Difference.objects.filter(run=found))
    counted = _figures(found)
    city = City.objects.first()
    export = exports.issue("pdf", str(request.user))
    made = report(found, counted, differences, city.name if city else "", clock.today(), export)
    return download(made, f"並行運用の結果_{found.month:%Y-%m}_{export.serial}.pdf", PDF)


@require_GET
@gate.purpose(PARALLEL, case=lambda _request, row: row)
def parallel_strip(request: HttpRequest, row: int) -> HttpResponse:
    """The picture of a row behind a difference."""
    if not Difference.objects.filter(row=row).exists():
        raise Http404
    return picture(row)
