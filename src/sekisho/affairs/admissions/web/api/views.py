"""Sending files, asking how far they are, fetching confirmed applications (purpose «admissions.robots»)."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.admissions import delivery
from sekisho.affairs.admissions.actions.intake import receive_file
from sekisho.affairs.admissions.jobs import read_scan
from sekisho.affairs.admissions.models import Scan
from sekisho.affairs.admissions.progress import progress_of
from sekisho.affairs.admissions.web.api.document import document
from sekisho.affairs.admissions.web.intake import LIMIT
from sekisho.people import robot_views
from sekisho.people.robots import api
from sekisho.site import menu
from sekisho.site.downloads import download, download_csv

ROBOTS = "admissions.robots"


@require_GET
@menu.page("ほかのプログラムとの接続")
@gate.purpose(ROBOTS)
def page(request: HttpRequest) -> HttpResponse:
    """How a program uses these addresses, with examples."""
    return robot_views.document_page(request, "admissions/api/page.html", document())


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
    """A file as the body of the request."""
    actor = request.actor  # type: ignore[attr-defined]
    return robot_views.taken(request, LIMIT, lambda name, data: receive_file(name, data, actor, read_scan).pk)


@require_GET
@api
@gate.purpose(ROBOTS, case=lambda _request, scan: scan)
def scan(request: HttpRequest, scan: int) -> HttpResponse:
    """How far a file is, what became of its pages, and what waits for a person."""
    row = Scan.objects.defer("content").filter(pk=scan).first()
    if row is None:
        raise Http404
    return JsonResponse(progress_of(row))


@require_GET
@api
@gate.purpose(ROBOTS)
def rows(request: HttpRequest) -> HttpResponse:
    """Confirmed applications as CSV."""
    coding, found = robot_views.coding_of(request), delivery.ready(robot_views.scan_of(request))
    data = delivery.as_csv(found, robot_views.who(request))
    return download_csv(data, delivery.file_name("csv"), coding)


@require_GET
@api
@gate.purpose(ROBOTS)
def applications(request: HttpRequest) -> HttpResponse:
    """Confirmed applications as JSON."""
    found = delivery.ready(robot_views.scan_of(request))
    data = delivery.as_json(found, robot_views.who(request))
    return download(data, delivery.file_name("json"), "application/json")
