"""Sending scans, asking how far they are, fetching rows (purpose «stool_tests.robots»)."""

import datetime
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests import months
from sekisho.affairs.stool_tests.actions.intake import TwiceError, receive_file
from sekisho.affairs.stool_tests.jobs import read_scan
from sekisho.affairs.stool_tests.models import Page, Row, Scan
from sekisho.affairs.stool_tests.web.api.document import CODINGS, document
from sekisho.affairs.stool_tests.web.intake import LIMIT
from sekisho.base.errors import UserError
from sekisho.base.files import shift_jis
from sekisho.gate import exports
from sekisho.people.robots import api
from sekisho.site import menu
from sekisho.site.downloads import download
from sekisho.site.received import body_of, name_of

ROBOTS = "stool_tests.robots"
_HEADER = ("施設", "月", "氏名", "検査日", "状態", "用紙", "行")


@require_GET
@menu.page("ほかのプログラムとの接続")
@gate.purpose(ROBOTS)
def page(request: HttpRequest) -> HttpResponse:
    """How a program uses these addresses, with examples."""
    base = request.build_absolute_uri("/").rstrip("/")
    return render(request, "stool_tests/api/page.html", {"document": document(), "base": base})


@require_GET
@api
@gate.purpose(ROBOTS)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs that read one."""
    data = json.dumps(document(), ensure_ascii=False, indent=2).encode()
    return download(data, "openapi.json", "application/json")


@require_POST
@api
@gate.purpose(ROBOTS)
def send(request: HttpRequest) -> HttpResponse:
    """A scan as the body of the request. The same file again gets the same number: a program may try twice."""
    month = _month(request)
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise UserError(
            "ファイルが本文として届いていません。",
            "Content-Type に application/pdf などを付けて、ファイルそのものを本文として送ってください。",
        )
    data = body_of(request, LIMIT)
    try:
        scan = receive_file(name_of(request), data, month, request.actor, read_scan)  # type: ignore[attr-defined]
    except TwiceError as twice:
        if twice.scan is None:
            raise
        return JsonResponse({"scan": twice.scan, "twice": True})
    return JsonResponse({"scan": scan.pk, "twice": False}, status=201)


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
    coding = request.GET.get("coding", "utf-8")
    if coding not in CODINGS:
        raise UserError(
            f"文字コード「{coding[:20]}」はありません。",
            f"coding に {' か '.join(CODINGS)} を指定してください。",
        )
    found = Row.objects.select_related("facility").filter(month=month, state__in=Row.SURE)
    wanted = request.GET.get("scan", "")
    if wanted:
        if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
            raise UserError("scan が番号ではありません。", "用紙を送ったときの答えの番号を指定してください。")
        found = found.filter(page__scan=int(wanted))
    lines = [_line(row) for row in found.order_by("facility_id", "page_id", "number")]
    results = list(dict.fromkeys(name for _, said in lines for name in said))
    export = exports.issue("csv", _who(request))
    data = export.csv(
        [*_HEADER, *results], ([*line, *(said.get(name, "") for name in results)] for line, said in lines)
    )
    if coding == "cp932":
        data = shift_jis(data.decode("utf-8-sig"))
    return download(
        data,
        f"kenben-{month:%Y-%m}.csv",
        f"text/csv; charset={'Shift_JIS' if coding == 'cp932' else 'utf-8'}",
    )


def _line(row: Row) -> tuple[list[str], dict[str, str]]:
    tested = row.tested_on.isoformat() if row.tested_on else ""
    known = [str(row.facility), f"{row.month:%Y-%m}", row.name, tested, row.get_state_display()]
    return [*known, str(row.page_id), str(row.number)], row.results


def _who(request: HttpRequest) -> str:
    """Whose name the export bears: that of whoever answers for it, and the program's."""
    robot = request.robot  # type: ignore[attr-defined]
    name = str(request.user.name)  # type: ignore[union-attr]
    return f"{name}（{robot}）" if robot else name


def _month(request: HttpRequest) -> datetime.date:
    month = months.first_day(request.GET.get("month", ""))
    if month is None:
        raise UserError("どの月か分かりません。", "month に「2025-05」のように年と月を指定してください。")
    return month
