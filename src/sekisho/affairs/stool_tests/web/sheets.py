"""Received sheets one by one: a file's pages, the pages that somebody must place, a page's picture."""

import datetime

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests import months
from sekisho.affairs.stool_tests.actions.intake import note_remark, place_page, set_page_aside
from sekisho.affairs.stool_tests.jobs import read_scan
from sekisho.affairs.stool_tests.models import Page, Row, Scan
from sekisho.affairs.stool_tests.web.asked import number
from sekisho.affairs.stool_tests.web.intake import INTAKE, chosen_month
from sekisho.affairs.stool_tests.web.strips import page_picture
from sekisho.base.errors import UserError
from sekisho.gate.models import Job
from sekisho.people.models import Office
from sekisho.site import menu
from sekisho.site.jobs_read import shown

_SHOWN = 100


@require_GET
@gate.purpose(INTAKE, case=lambda _request, scan: scan)
def scan(request: HttpRequest, scan: int) -> HttpResponse:
    """A received file: how far it is, and its pages."""
    row = get_object_or_404(Scan.objects.defer("content"), pk=scan)
    doubtful = Count("rows", Q(rows__state=Row.DOUBTFUL))
    pages = (
        Page.objects.filter(scan=row)
        .select_related("facility")
        .annotate(lines=Count("rows"), doubtful=doubtful)
    )
    job = Job.objects.filter(pk=row.job).first()
    context = {"scan": row, "pages": pages.order_by("number"), "job": shown(job) if job else None}
    return render(request, "stool_tests/scan.html", context)


@require_POST
@gate.purpose(INTAKE, case=lambda _request, scan: scan)
def remark(request: HttpRequest, scan: int) -> HttpResponse:
    """What a clerk remarks on a file; it may name people, so it is sealed and goes with the file."""
    row = get_object_or_404(Scan.objects.select_for_update(of=("self",)).defer("content"), pk=scan)
    try:
        note_remark(row, request.POST.get("remark", ""))
    except UserError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "覚え書きを残しました。")
    return redirect("stool_tests:scan", scan)


@require_GET
@menu.page(None)
@gate.purpose(INTAKE)
def undecided(request: HttpRequest) -> HttpResponse:
    """Pages that aren't read: those that somebody must place first."""
    month = chosen_month(request)
    open_pages = (
        Page.objects.filter(Q(state=Page.UNPLACED) | Q(state=Page.ASIDE), scan__month=month)
        .select_related("facility", "scan")
        .defer("scan__content", "scan__remark")
        .order_by("-state", "aside", "scan_id", "number")
    )
    pages = list(open_pages[:_SHOWN])
    facilities = list(Office.objects.filter(kind=Office.FACILITY))
    named = {office.name: office for office in facilities}
    for page in pages:
        # Likeliest first, but none is chosen beforehand.
        page.likely = [named[name] for name in page.guesses if name in named]
    context = {
        "month": month,
        "place": [page for page in pages if page.state == Page.UNPLACED or page.aside == Page.OTHER_MONTH],
        "aside": [
            page
            for page in pages
            if page.state == Page.ASIDE and page.aside not in (Page.OTHER_MONTH, Page.BLANK)
        ],
        "blank": [page for page in pages if page.aside == Page.BLANK],
        "facilities": facilities,
    }
    return render(request, "stool_tests/undecided.html", context)


@require_POST
@gate.purpose(INTAKE, case=lambda _request, page: page)
def decide(request: HttpRequest, page: int) -> HttpResponse:
    """Place a page: its facility, its month, or that it isn't to be read."""
    row = get_object_or_404(Page.objects.select_for_update(of=("self",)).select_related("scan"), pk=page)
    if not row.can_be_read:
        messages.warning(request, "この用紙は、もう決まっています。")
    elif request.POST.get("not"):
        set_page_aside(row, request.actor)  # type: ignore[attr-defined]
        messages.success(request, "読まないことにしました。")
    else:
        facility = Office.objects.filter(
            kind=Office.FACILITY, pk=number(request.POST.get("facility", ""))
        ).first()
        month: datetime.date | None = months.first_day(request.POST.get("month", ""))
        if row.state == Page.UNPLACED and facility is None:
            messages.error(
                request, "園が選ばれていません。園を選んでから「この園の用紙として読む」を押してください。"
            )
        else:
            place_page(row, facility, month, request.actor, read_scan)  # type: ignore[attr-defined]
            messages.success(request, "読み直しています。")
    return redirect(_back(request, row))


def _back(request: HttpRequest, page: Page) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return f"{reverse('stool_tests:undecided')}?month={page.scan.month:%Y-%m}"


@require_GET
@gate.purpose(INTAKE, case=lambda _request, page: page)
def picture(request: HttpRequest, page: int) -> HttpResponse:
    """The page as a picture."""
    return page_picture(page)
