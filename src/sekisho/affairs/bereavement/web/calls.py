"""The telephone and the slot board (purpose «bereavement.reception»): nothing of the registry is seen here."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.affairs.bereavement import actions, queries, slots
from sekisho.affairs.bereavement.inquiries import queries as inquiries
from sekisho.affairs.bereavement.models import Visit
from sekisho.affairs.bereavement.stages import why_not_preparing
from sekisho.affairs.bereavement.web.forms import CallForm
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.site import menu

RECEPTION = "bereavement.reception"


@menu.page("受付と予約の一覧")
@gate.purpose(RECEPTION)
def cases(request: HttpRequest) -> HttpResponse:
    """Calls without a slot, and visits from today on, with how far the sections' answers are."""
    visits = list(queries.current()[:200])
    answers = inquiries.progress([one.pk for one in visits])
    for one in visits:
        one.asked_sections = answers.get(one.pk)  # type: ignore[attr-defined]
    return render(request, "bereavement/cases.html", {"visits": visits, "today": clock.today()})


@menu.page("電話を受ける")
@gate.purpose(RECEPTION)
def call(request: HttpRequest) -> HttpResponse:
    """One call on one screen, with the clerk's words beside it."""
    form = CallForm(request.POST or None)
    if form.is_valid():
        taken = actions.take_call(form.cleaned_data, request.actor)  # type: ignore[attr-defined]
        return redirect("bereavement:visit", taken.pk)
    words = {"form": form, "stage": queries.allowed("reception")[0]}
    return render(request, "bereavement/call.html", words, status=400 if form.errors else 200)


@gate.purpose(RECEPTION)
def correct(request: HttpRequest, visit: int) -> HttpResponse:
    """Mend what was told, after a call back."""
    one = get_object_or_404(Visit, pk=visit)
    told = {name: getattr(one, name) for name in CallForm.base_fields}
    form = CallForm(request.POST or None, initial=told)
    if form.is_valid():
        actions.correct_call(one, form.cleaned_data)
        return redirect("bereavement:visit", visit)
    words = {"form": form, "visit": one, "stage": queries.allowed("reception")[0]}
    return render(request, "bereavement/call.html", words, status=400 if form.errors else 200)


@gate.purpose(RECEPTION)
def visit(request: HttpRequest, visit: int) -> HttpResponse:
    """What was told, the slot board, and the ways on."""
    one = get_object_or_404(Visit, pk=visit)
    words = {
        "visit": one, "others": [pk for pk in queries.same_deceased(one.deceased_name) if pk != one.pk],
        "board": slots.board(queries.taken(one), clock.now()) if one.state in ("received", "booked") else (),
        "shut": why_not_preparing(one.state, one.ends_at, clock.now()), "stage": queries.allowed("reception")[0],
    }  # fmt: skip
    return render(request, "bereavement/visit.html", words)


@require_POST
@gate.purpose(RECEPTION)
def book(request: HttpRequest, visit: int) -> HttpResponse:
    """Book a slot, or move to it."""
    one = get_object_or_404(Visit, pk=visit)
    actions.book(one, _moment(request.POST.get("starts_at", "")))
    return redirect("bereavement:visit", visit)


def _moment(text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        moment = None  # type: ignore[assignment]
    if moment is None or moment.tzinfo is None:
        raise UserError("時刻が選ばれていません。", "予約の表から選んでください。")
    return moment


@require_POST
@gate.purpose(RECEPTION)
def call_off(request: HttpRequest, visit: int) -> HttpResponse:
    """The family cancels, or didn't come."""
    actions.call_off(get_object_or_404(Visit, pk=visit), request.POST.get("state", ""))
    return redirect("bereavement:cases")
