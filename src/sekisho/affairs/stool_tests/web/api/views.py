"""Sending scans, asking how far they are, fetching rows (purpose «stool_tests.robots»)."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests import months
from sekisho.affairs.stool_tests.actions.intake import receive_file
from sekisho.affairs.stool_tests.jobs import read_scan
from sekisho.affairs.stool_tests.models import Page, Row, Scan
from sekisho.affairs.stool_tests.web.api.document import document
from sekisho.affairs.stool_tests.web.intake import LIMIT
from sekisho.base.errors import UserError
from sekisho.gate import exports
from sekisho.people import robot_views
from sekisho.people.robots import api
from sekisho.site import menu
from sekisho.site.downloads import download_csv
from sekisho.site.jobs_read import why_stopped

ROBOTS = "stool_tests.robots"
_HEADER = ("施設", "月", "氏名", "検査日", "状態", "用紙", "行")


@require_GET
@menu.page("ほかのプログラムとの接続")
@gate.purpose(ROBOTS)
def page(request: HttpRequest) -> HttpResponse:
    """How a program uses these addresses, with examples."""
    return robot_views.document_page(request, "stool_tests/api/page.html", document())


@require_GET
@api
@gate.purpose(ROBOTS)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs that read one."""
    return robot_views.document_file(document())


@require_POST
@api
@gate.purpose(ROBOTS)
def send(request: HttpRequest) -> HttpResponse:
    """A scan as the body of the request."""
    month = _month(request)
    actor = request.actor  # type: ignore[attr-defined]
    return robot_views.taken(
        request, LIMIT, lambda name, data: receive_file(name, data, month, actor, read_scan).pk
    )


@require_GET
@api
@gate.purpose(ROBOTS, case=lambda _request, scan: scan)
def scan(request: HttpRequest, scan: int) -> HttpResponse:
    """How far a scan is, and what became of its pages."""
    row = Scan.objects.select_related("facility").filter(pk=scan).first()
    if row is None:
        raise Http404
    pages = list(Page.objects.select_related("facility").filter(scan=row).order_by("number"))
    return JsonResponse(
        {
            "scan": row.pk,
            "name": row.name,
            "month": f"{row.month:%Y-%m}",
            "state": row.state,
            "reason": row.reason,
            "done": row.state in (Scan.READ, Scan.REFUSED),
            "stopped": why_stopped(row.job),
            "doubtful": Row.objects.filter(page__scan=row, state=Row.DOUBTFUL).count(),
            "pages": [_page(one) for one in pages],
        }
    )


def _page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "facility": str(page.facility or ""),
        "state": page.state,
        "reason": page.reason,
    }


@require_GET
@api
@gate.purpose(ROBOTS)
def rows(request: HttpRequest) -> HttpResponseBase:
    """The settled rows of a month as CSV; its last line says under which number they left."""
    month = _month(request)
    coding, wanted = robot_views.coding_of(request), robot_views.scan_of(request)
    found = Row.objects.select_related("facility").filter(month=month, state__in=Row.SURE)
    if wanted is not None:
        found = found.filter(page__scan=wanted)
    lines = [_line(row) for row in found.order_by("facility_id", "page_id", "number")]
    results = list(dict.fromkeys(name for _, said in lines for name in said))
    export = exports.issue("csv", robot_views.who(request))
    data = export.csv(
        [*_HEADER, *results], ([*line, *(said.get(name, "") for name in results)] for line, said in lines)
    )
    return download_csv(data, f"kenben-{month:%Y-%m}.csv", coding)


def _line(row: Row) -> tuple[list[str], dict[str, str]]:
    tested = row.tested_on.isoformat() if row.tested_on else ""
    known = [str(row.facility), f"{row.month:%Y-%m}", row.name, tested, row.get_state_display()]
    return [*known, str(row.page_id), str(row.number)], row.results


def _month(request: HttpRequest) -> datetime.date:
    month = months.first_day(request.GET.get("month", ""))
    if month is None:
        raise UserError("どの月か分かりません。", "month に「2025-05」のように年と月を指定してください。")
    return month
