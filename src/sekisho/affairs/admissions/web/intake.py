"""Applications come in: the page where files are handed in, a file's pages, and the pages that a person must place."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.admissions.actions import intake as actions
from sekisho.affairs.admissions.jobs import read_scan
from sekisho.affairs.admissions.models import UNDECIDED, Application, Form, Scan, Sheet
from sekisho.base.errors import UserError
from sekisho.gate.models import Job
from sekisho.gate.vault.fields import read_file
from sekisho.site import menu
from sekisho.site.jobs_read import shown, warnings
from sekisho.site.received import body_of, name_of, told

INTAKE = "admissions.intake"
#: Bytes: a feeder's load at 600 dpi has a tenth of that.
LIMIT = 200_000_000
_SHOWN = 100


@require_GET
@menu.page("入所申込書の受け取り")
@gate.purpose(INTAKE)
def intake(request: HttpRequest) -> HttpResponse:
    """Where files are handed in, and what came."""
    pages = Count("sheets", distinct=True)
    families = Count("sheets__application", distinct=True)
    aside = Count("sheets", Q(sheets__state=Sheet.ASIDE), distinct=True)
    context = {
        "limit": LIMIT,
        "formless": not Form.objects.filter(retired_at__isnull=True).exists(),
        "warnings": warnings(),
        "scans": Scan.objects.defer("content").annotate(pages=pages, families=families, aside=aside)[:_SHOWN],
        "undecided": Sheet.objects.filter(UNDECIDED).count(),
    }
    return render(request, "admissions/intake.html", context)


@require_POST
@gate.purpose(INTAKE)
def receive(request: HttpRequest) -> HttpResponseBase:
    """One file as the body of the request."""
    try:
        data = body_of(request, LIMIT)
        scan = actions.receive_file(name_of(request), data, request.actor, read_scan)  # type: ignore[attr-defined]
    except UserError as refused:
        return told(refused)
    return JsonResponse({"ok": True, "next": reverse("admissions:scan", args=[scan.pk])})


@require_GET
@gate.purpose(INTAKE, case=lambda _request, scan: scan)
def scan(request: HttpRequest, scan: int) -> HttpResponse:
    """A file: how far it is, and whose its pages are."""
    row = get_object_or_404(Scan.objects.defer("content"), pk=scan)
    sheets = Sheet.objects.select_related("application").defer("entries").filter(scan=row).order_by("number")
    job = Job.objects.filter(pk=row.job).first()
    context = {"scan": row, "sheets": sheets, "job": shown(job) if job else None}
    return render(request, "admissions/scan.html", context)


@require_GET
@menu.page(None)
@gate.purpose(INTAKE)
def undecided(request: HttpRequest) -> HttpResponse:
    """Pages that are nobody's, each with the families that it may be of; none is chosen beforehand."""
    found = Sheet.objects.filter(UNDECIDED).select_related("scan").defer("scan__content", "entries")
    sheets = list(found[:_SHOWN])
    families = list(Application.objects.filter(closed_on__isnull=True))
    named = {one.pk: one for one in families}
    for sheet in sheets:
        sheet.families = [named[key] for key in sheet.likely if key in named]
        sheet.others = [one for one in families if one.pk not in sheet.likely]
    return render(request, "admissions/undecided.html", {"sheets": sheets})


@require_POST
@gate.purpose(INTAKE, case=lambda _request, sheet: sheet)
def decide(request: HttpRequest, sheet: int) -> HttpResponse:
    """A person says whose the page is, or that nobody needs it."""
    row = get_object_or_404(Sheet.objects.select_for_update(of=("self",)), pk=sheet)
    actor = request.actor  # type: ignore[attr-defined]
    try:
        if request.POST.get("dismiss"):
            actions.dismiss(row, actor)
            messages.success(request, "要らないページにしました。")
            return redirect("admissions:undecided")
        if request.POST.get("new"):
            family = actions.new_family(
                row, request.POST.get("number", ""), request.POST.get("child", ""), actor
            )
        else:
            family = _family(request.POST.get("application", ""))
            actions.give_to(row, family, actor)
    except UserError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{family}」の {row.form_page} ページ目にしました。")
    return redirect("admissions:undecided")


def _family(text: str) -> Application:
    key = int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
    found = Application.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise UserError("申込みが選ばれていません。", "どの申込みのページかを選んでから押してください。")
    return found


@require_POST
@gate.purpose(INTAKE, case=lambda _request, sheet: sheet)
def aside(request: HttpRequest, sheet: int) -> HttpResponse:
    """The page isn't the application's that it stands in."""
    row = get_object_or_404(Sheet.objects.select_for_update(of=("self",)), pk=sheet)
    if row.state != Sheet.READ or row.closed_on:
        messages.warning(request, "このページは、もう申込みから外れています。")
    else:
        actions.set_aside(row, request.actor)  # type: ignore[attr-defined]
        messages.success(request, "申込みから外しました。どの申込みのページかを決めてください。")
    return redirect("admissions:undecided")


@require_GET
@gate.purpose(INTAKE, case=lambda _request, sheet: sheet)
def picture(request: HttpRequest, sheet: int) -> HttpResponse:
    """A page as a picture."""
    return picture_of(get_object_or_404(Sheet, pk=sheet))


def picture_of(sheet: Sheet) -> HttpResponse:
    """The picture of a page, within the open pass."""
    if not sheet.image:
        raise Http404
    return HttpResponse(read_file(sheet, "image"), content_type="image/jpeg")
