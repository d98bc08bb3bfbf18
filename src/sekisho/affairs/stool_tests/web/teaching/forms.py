"""The forms of the affair with their versions, and those that are being taught."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions import forms as actions
from sekisho.affairs.stool_tests.actions import teaching
from sekisho.affairs.stool_tests.models import Form, FormDraft
from sekisho.affairs.stool_tests.teaching import numbers
from sekisho.affairs.stool_tests.teaching.jobs import learn_form
from sekisho.affairs.stool_tests.teaching.regions import sheets
from sekisho.base.errors import UserError
from sekisho.paper.formfile import parse_form
from sekisho.site import menu, taught
from sekisho.site.jobs_read import warnings
from sekisho.site.offered import opens
from sekisho.site.received import body_of, name_of, told

FORMS = "stool_tests.forms"
#: Bytes: one form of a dozen pages at 300 dpi has a fifth of that.
LIMIT = 50_000_000


@require_GET
@menu.page("様式")
@gate.purpose(FORMS)
def forms(request: HttpRequest) -> HttpResponse:
    """Which forms sheets are read with, their earlier versions, and drafts."""
    versions = Form.objects.order_by("name", "-version")
    named: dict[str, list[Form]] = {}
    for form in versions:
        named.setdefault(form.name, []).append(form)
    context = {
        "forms": named,
        "drafts": FormDraft.objects.filter(state__in=FormDraft.LIVING).defer("content"),
        "uses": _uses(request),
        "limit": LIMIT,
        "longest": numbers.LONGEST_NAME,
        "warnings": warnings(),
    }
    return render(request, "stool_tests/teaching/forms.html", context)


@require_GET
@gate.purpose(FORMS)
def form(request: HttpRequest, form: int) -> HttpResponse:
    """A published version: its regions on its own printed lines."""
    row = get_object_or_404(Form, pk=form)
    context = {"form": row, "sheets": sheets(parse_form(row.content, row.name))}
    return render(request, "stool_tests/teaching/form.html", context)


@require_POST
@gate.purpose(FORMS)
def receive(request: HttpRequest) -> HttpResponseBase:
    """A sample as the body of the request; the answer says where its draft is."""
    try:
        name = numbers.name(request.GET.get("name", ""))
        use = _use(request)
        data = body_of(request, LIMIT)
        draft = teaching.begin(name, name_of(request), data, request.actor, learn_form, use)  # type: ignore[attr-defined]
    except UserError as refused:
        return told(refused)
    return JsonResponse({"ok": True, "next": reverse("stool_tests:form_draft", args=[draft.pk])})


def _uses(request: HttpRequest) -> list[taught.Use]:
    """Other affairs whose forms this person may teach here."""
    return [use for use in taught.uses() if opens(request, use.purpose)]


def _use(request: HttpRequest) -> str:
    key = request.GET.get("use", "")
    if key and all(use.key != key for use in _uses(request)):
        raise UserError(
            "その用紙の様式は、ここでは教えられません。", "画面を開き直して、選び直してください。"
        )
    return key


@require_POST
@gate.purpose(FORMS)
def withdraw(request: HttpRequest, form: int) -> HttpResponse:
    """No more sheets are read with this form."""
    get_object_or_404(Form, pk=form)
    try:
        row = actions.withdraw_form(form)
    except UserError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, f"「{row.name}」を使うのをやめました。これから届く用紙は、この様式では読みません。"
        )
    return redirect("stool_tests:forms")


@require_POST
@gate.purpose(FORMS)
def use(request: HttpRequest, form: int) -> HttpResponse:
    """Sheets are read with this version again."""
    get_object_or_404(Form, pk=form)
    row = actions.use_again(form)
    messages.success(request, f"これから届く用紙は、「{row}」で読みます。")
    return redirect("stool_tests:forms")
