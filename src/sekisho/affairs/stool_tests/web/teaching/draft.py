"""A sample with its proposed regions: dragged, named, given kinds, and published."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions import teaching
from sekisho.affairs.stool_tests.models import Form, FormDraft, FormSample
from sekisho.affairs.stool_tests.teaching import numbers
from sekisho.affairs.stool_tests.teaching.regions import OFFERED, missing, sheets, spoken
from sekisho.affairs.stool_tests.web.teaching.forms import FORMS
from sekisho.base.errors import UserError
from sekisho.gate.models import Job
from sekisho.gate.vault.fields import read_file
from sekisho.paper.formfile import KINDS
from sekisho.site import taught
from sekisho.site.jobs_read import shown
from sekisho.site.offered import opens
from sekisho.site.received import told

STEPS = ("見本を入れる", "欄を直す", "試しに読む", "公開する")


def _case(_request: HttpRequest, draft: int, **_: object) -> int:
    return draft


@require_GET
@gate.purpose(FORMS, case=_case)
def draft(request: HttpRequest, draft: int) -> HttpResponse:
    """How far learning is; then the sample with its regions."""
    row = get_object_or_404(FormDraft, pk=draft)
    job = Job.objects.filter(pk=row.job).first()
    context: dict[str, Any] = {"draft": row, "job": shown(job) if job else None, "steps": STEPS}
    if row.state == FormDraft.OPEN:
        context |= _editor(row)
    return render(request, "stool_tests/teaching/draft.html", context)


def _editor(row: FormDraft) -> dict[str, Any]:
    """What the page shows of an open draft."""
    form = teaching.form_of(row)
    use = taught.find(row.use)
    pages = sheets(form)
    regions = [region for page in pages for region in page.regions]
    sample = FormSample.objects.filter(draft=row, role=FormSample.PATTERN).first()
    said = [problem for page in pages for problem in page.problems]
    said += [problem for region in regions for problem in region.problems]
    return {
        "draft": row,
        "sheets": pages,
        "pictures": bool(sample and sample.pictures),
        "kinds": [(kind, KINDS[kind]) for kind in OFFERED],
        "problems": list(dict.fromkeys(spoken(one) for one in said)),
        "unsure": sum(bool(region.notes) for region in regions) + sum(len(page.notes) for page in pages),
        "missing": use.missing(row.content) if use else missing(form),
        "use": use,
        "before": None if use else Form.objects.filter(name=row.name).first(),
        "longest": numbers.LONGEST_NAME,
        "trials": teaching.trials(row).count(),
    }


@require_POST
@gate.purpose(FORMS, case=_case)
def change(request: HttpRequest, draft: int) -> HttpResponseBase:
    """One change of a region. A script gets the changed parts of the page, a plain form the page again."""
    get_object_or_404(FormDraft, pk=draft)
    key = request.POST.get("region", "")
    scripted = request.headers.get("X-Part") == "1"
    try:
        row = teaching.locked(draft, _revision(request))
        teaching.change(row, key, request.POST.get("do", ""), request.POST.dict())
    except UserError as refused:
        if scripted:
            return told(refused)
        messages.error(request, str(refused))
    else:
        if scripted:
            return render(request, "stool_tests/teaching/editor.html", _editor(row))
    there = key if key.isascii() and key.isalnum() else ""
    return redirect(f"{reverse('stool_tests:form_draft', args=[draft])}#panel-{there}")


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


@require_GET
@gate.purpose(FORMS, case=_case)
def picture(request: HttpRequest, draft: int, page: int) -> HttpResponse:
    """A page of the sample."""
    sample = get_object_or_404(FormSample, draft=draft, role=FormSample.PATTERN)
    return picture_of(sample, page)


def picture_of(sample: FormSample, page: int) -> HttpResponse:
    """A picture among those of a sample."""
    if not sample.pictures or page >= len(sample.places):
        raise Http404
    at, length, _, _ = sample.places[page]
    return HttpResponse(read_file(sample, "pictures")[at : at + length], content_type="image/jpeg")


@require_POST
@gate.purpose(FORMS, case=_case)
def publish(request: HttpRequest, draft: int) -> HttpResponse:
    """Sheets are read with it from now on."""
    get_object_or_404(FormDraft, pk=draft)
    try:
        name = numbers.name(request.POST.get("name", ""))
        row = teaching.locked(draft, _revision(request))
        use = taught.find(row.use)
        if use and not opens(request, use.purpose):
            raise UserError(
                f"{use.label}の様式は、あなたの職位では公開できません。", "その事務の担当者に頼んでください。"
            )
        form = teaching.publish(row, name, request.actor.key)  # type: ignore[attr-defined]
    except UserError as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('stool_tests:form_draft', args=[draft])}#publish")
    messages.success(request, f"「{form}」を公開しました。これから届く用紙を、この版で読みます。")
    return redirect("stool_tests:forms")


@require_POST
@gate.purpose(FORMS, case=_case)
def drop(request: HttpRequest, draft: int) -> HttpResponse:
    """Nobody goes on with it."""
    get_object_or_404(FormDraft, pk=draft)
    try:
        row = teaching.drop(draft)
    except UserError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{row.name}」の作成をやめました。見本は保存期間のあとに消えます。")
    return redirect("stool_tests:forms")
