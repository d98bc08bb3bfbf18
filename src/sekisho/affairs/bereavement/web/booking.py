"""The slot board: book, walk in, wait, call off; the desk's closed days (purpose «bereavement.reception»)."""

import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.affairs.bereavement.booking import actions
from sekisho.affairs.bereavement.models import ClosedDay, Visit
from sekisho.affairs.bereavement.web.calls import RECEPTION, length, visit_page
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.wareki import format_date, parse_date
from sekisho.site import menu
from sekisho.site.forms import WarekiField


class ClosedDayForm(forms.Form):
    """A day on which the desk takes nobody."""

    day = WarekiField(label="予約を受けない日")
    why = forms.CharField(label="わけ", max_length=60, required=False)

    def clean_day(self) -> datetime.date:
        """Only days to come."""
        day: datetime.date = self.cleaned_data["day"]
        if day < clock.today():
            raise forms.ValidationError("過ぎた日です。今日より後の日を書いてください。", "past")
        return day


@require_POST
@gate.purpose(RECEPTION)
def book(request: HttpRequest, visit: int) -> HttpResponse:
    """Book a slot, or move to it."""
    one = get_object_or_404(Visit, pk=visit)
    minutes = length(request.POST.get("minutes", ""), one.minutes)
    try:
        actions.book(one, _moment(request.POST.get("starts_at", "")), minutes, request.actor)  # type: ignore[attr-defined]
    except actions.FullError as full:
        # As the database has it: the try has written on this one.
        return visit_page(request, get_object_or_404(Visit, pk=visit), minutes, full)
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
def walk_in(request: HttpRequest, visit: int) -> HttpResponse:
    """Somebody is here without a booking."""
    one = get_object_or_404(Visit, pk=visit)
    actions.walk_in(one, length(request.POST.get("minutes", ""), one.minutes), "moving" in request.POST)
    messages.success(request, f"窓口 {one.desk} で始めます。")
    return redirect("bereavement:visit", visit)


@require_POST
@gate.purpose(RECEPTION)
def wait(request: HttpRequest, visit: int) -> HttpResponse:
    """Put it on the waiting list."""
    actions.wait(get_object_or_404(Visit, pk=visit))
    return redirect("bereavement:visit", visit)


@require_POST
@gate.purpose(RECEPTION)
def call_off(request: HttpRequest, visit: int) -> HttpResponse:
    """The family cancels, or didn't come."""
    one = get_object_or_404(Visit, pk=visit)
    waiting = actions.call_off(one, request.POST.get("state", ""), request.actor)  # type: ignore[attr-defined]
    if waiting:
        messages.info(
            request, f"枠が空きました。空き待ちの受付 {waiting.pk} の方に、いちばんに電話してください。"
        )
    return redirect("bereavement:cases")


@menu.page("予約を受けない日")
@gate.purpose(RECEPTION)
def closed_days(request: HttpRequest) -> HttpResponse:
    """The city hall's closed days are known; here are the desk's own."""
    opened = parse_date(request.POST.get("open", ""))
    if opened:
        actions.open_day(opened)
        return redirect("bereavement:closed_days")
    form = ClosedDayForm(request.POST or None)
    if form.is_valid():
        booked = actions.close_day(form.cleaned_data["day"], form.cleaned_data["why"])
        if booked:
            numbers = "、".join(f"受付 {pk}" for pk in booked)
            day = format_date(form.cleaned_data["day"], weekday=True)
            messages.warning(
                request,
                f"{day}には、もう予約があります（{numbers}）。電話して、別の日に移してもらってください。",
            )
        return redirect("bereavement:closed_days")
    days = ClosedDay.objects.filter(day__gte=clock.today())
    return render(
        request,
        "bereavement/closed_days.html",
        {"form": form, "days": days},
        status=400 if form.errors else 200,
    )
