"""The telephone (purpose «bereavement.reception»): nothing of the registry is seen here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from sekisho import gate
from sekisho.affairs.bereavement import actions, queries, slots
from sekisho.affairs.bereavement.booking.actions import BOOKABLE, FullError, off_time
from sekisho.affairs.bereavement.inquiries import queries as inquiries
from sekisho.affairs.bereavement.models import Letter, Visit
from sekisho.affairs.bereavement.models.visit import BOOKED
from sekisho.affairs.bereavement.stages import why_not_preparing
from sekisho.affairs.bereavement.web.forms import CallForm
from sekisho.base import clock
from sekisho.base.wareki import spelt_out
from sekisho.site import menu

RECEPTION = "bereavement.reception"


@menu.page("受付と予約の一覧")
@gate.purpose(RECEPTION)
def cases(request: HttpRequest) -> HttpResponse:
    """Calls without a slot, and visits from today on, with how far the sections' answers are."""
    visits = list(queries.current()[:200])
    answers = inquiries.progress([one.pk for one in visits])
    overdue = clock.now() - slots.GRACE
    for one in visits:
        one.overdue = one.state == BOOKED and one.starts_at < overdue  # type: ignore[attr-defined]
        one.asked_sections = answers.get(one.pk)  # type: ignore[attr-defined]
    return render(
        request,
        "bereavement/cases.html",
        {
            "visits": visits,
            "today": clock.today(),
            "waiting": queries.waiting(),
            "free": slots.next_free(queries.taken(), clock.now(), slots.USUAL, queries.closed_days()),
        },
    )


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
    """What was told, the slot board for a visit of the length chosen, and the ways on."""
    one = get_object_or_404(Visit, pk=visit)
    return visit_page(request, one, length(request.GET.get("minutes", ""), one.minutes))


def visit_page(request: HttpRequest, one: Visit, minutes: int, full: FullError | None = None) -> HttpResponse:
    """The page of a visit; 400 with the next free slots where the one chosen was taken meanwhile."""
    bookable = one.state in BOOKABLE
    words = {
        "visit": one, "others": [pk for pk in queries.same_deceased(one.deceased_name) if pk != one.pk],
        "board": slots.board(queries.taken(one), clock.now(), minutes, queries.closed_days()) if bookable else (),
        "off_time": off_time(one), "bookable": bookable, "minutes": minutes, "lengths": slots.LENGTHS.items(),
        "letters": Letter.objects.filter(visit=one).order_by("-id")[:3],
        "shut": why_not_preparing(one.state, one.ends_at, clock.now()), "stage": queries.allowed("reception")[0],
        "full": full, "birth": spelt_out(one.deceased_birth),
    }  # fmt: skip
    return render(request, "bereavement/visit.html", words, status=400 if full else 200)


def length(text: str, usual: int) -> int:
    """The minutes in a form or address; ``usual`` where they are none of those that there are."""
    return int(text) if text.isascii() and text.isdecimal() and int(text) in slots.LENGTHS else usual
