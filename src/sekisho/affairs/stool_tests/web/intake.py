"""Result sheets come in: the page where files are dropped, one file a request, and how far they are."""

import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests import months, queries
from sekisho.affairs.stool_tests.actions.intake import receive_file
from sekisho.affairs.stool_tests.jobs import read_scan
from sekisho.affairs.stool_tests.models import Form, Page, Scan
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.models import Job
from sekisho.site import menu
from sekisho.site.jobs_read import shown, warnings
from sekisho.site.jobs_shown import Shown
from sekisho.site.received import body_of, name_of, told

INTAKE = "stool_tests.intake"
#: Bytes: a feeder's load at 600 dpi has a tenth of that.
LIMIT = 200_000_000
_SHOWN = 40
STEPS = ("用紙を入れる", "読み取りを待つ", "確かでない欄を確かめる", "台帳に転記する")


@menu.page("結果用紙の受け取り")
@gate.purpose(INTAKE)
def intake(request: HttpRequest) -> HttpResponse:
    """Where files are dropped."""
    month = chosen_month(request)
    context = {
        "month": month,
        "months": months.offered(clock.today(), month),
        "limit": LIMIT,
        "formless": not Form.objects.filter(retired_at__isnull=True).exists(),
        "warnings": warnings(),
        **_now(month),
    }
    return render(request, "stool_tests/intake.html", context)


@require_GET
@gate.purpose(INTAKE)
def now(request: HttpRequest) -> HttpResponse:
    """The part that changes by itself; 204 while it is what the page has already («seen»)."""
    if request.GET.get("seen") == _token():
        return HttpResponse(status=204)
    month = chosen_month(request)
    return render(request, "stool_tests/intake_now.html", {"month": month, **_now(month)})


def chosen_month(request: HttpRequest) -> datetime.date:
    """The month of the address, else that of the last file, else the one that is expected now."""
    named = months.first_day(request.GET.get("month", ""))
    return named or queries.month_of_last_file() or months.expected(clock.today())


def _now(month: datetime.date) -> dict[str, object]:
    """What the changing part shows."""
    token = _token()
    came = queries.came_in(month)
    files = Scan.objects.filter(month=month).order_by("-id").defer("content", "remark")
    refused = list(files.filter(state=Scan.REFUSED)[:_SHOWN])
    pages = Count("pages"), Count("pages", Q(pages__state=Page.WAITING))
    latest = list(files.exclude(state=Scan.REFUSED).annotate(sheets=pages[0], unread=pages[1])[:_SHOWN])
    return {
        "came": came,
        "stuck": _stuck(files),
        "refused": refused,
        "latest": latest,
        "more": came.received - len(refused) - len(latest),
        "token": token,
        "steps": STEPS,
        "step": _step(came),
    }


def _stuck(files: QuerySet[Scan]) -> list[tuple[Scan, Shown]]:
    """Files whose reading has stopped before its end, with the job that can be started once more."""
    unread = {one.job: one for one in files.filter(state__in=(Scan.WAITING, Scan.READING))}
    stopped = Job.objects.filter(pk__in=[key for key in unread if key], state__in=(Job.FAILED, Job.CANCELLED))
    return [(unread[job.pk], shown(job)) for job in stopped[:_SHOWN]]


def _step(came: queries.Came) -> int:
    """Which of STEPS comes now."""
    if not came.received:
        return 1
    if came.doubtful:
        return 3
    return 2 if came.moving or not came.rows else 4


def _token() -> str:
    """Changes whenever a reading job gets on. Asks only the table of jobs, so that a page that waits looks at nobody's sheets."""
    since = clock.now() - datetime.timedelta(days=1)
    found = Job.objects.filter(name=read_scan.name, planned_at__gte=since).aggregate(
        last=Max("id"), done=Sum("done"), ended=Count("id", Q(ended_at__isnull=False)),
        started=Count("id", Q(started_at__isnull=False)),
    )  # fmt: skip
    return "-".join(str(found[name] or 0) for name in ("last", "done", "ended", "started"))


@require_POST
@gate.purpose(INTAKE)
def receive(request: HttpRequest) -> HttpResponseBase:
    """One file as the body of the request, its name in the header; the answer is a sentence for beside it."""
    name = name_of(request)
    month = months.first_day(request.GET.get("month", ""))
    try:
        if month is None:
            raise UserError(
                "どの月の用紙か分かりません。", "画面を開き直して、月を選んでから入れてください。"
            )
        data = body_of(request, LIMIT)
        receive_file(name, data, month, request.actor, read_scan)  # type: ignore[attr-defined]
    except UserError as refused:
        return told(refused)
    return JsonResponse({"ok": True, "message": "受け取りました"})
