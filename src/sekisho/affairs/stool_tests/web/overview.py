"""The affair's home page: where every nursery stands in the fiscal year, and who is missing in a month."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests import months
from sekisho.affairs.stool_tests.actions.reminders import mail_reminders, note_reminders
from sekisho.affairs.stool_tests.models import Reminder
from sekisho.affairs.stool_tests.overview import letter
from sekisho.affairs.stool_tests.overview.board import board
from sekisho.affairs.stool_tests.overview.missing import Place, missing_in
from sekisho.affairs.stool_tests.overview.states import STATES
from sekisho.affairs.stool_tests.web.asked import number
from sekisho.base import clock
from sekisho.base.wareki import fiscal_year
from sekisho.gate import exports
from sekisho.gate.models import City
from sekisho.people.models import Office
from sekisho.people.queries import heads_of
from sekisho.site import menu
from sekisho.site.book.files import fiscal_name
from sekisho.site.downloads import PDF, download

PURPOSE = "stool_tests.overview"
_YEARS = 3
_SHOWN = 60


@menu.page("進み具合")
@require_GET
@gate.purpose(PURPOSE)
def overview(request: HttpRequest) -> HttpResponse:
    """38 nurseries by the months of a fiscal year."""
    today = clock.today()
    this = fiscal_year(today)
    offered = [(year, fiscal_name(year)) for year in range(this, this - _YEARS, -1)]
    year = next((year for year, _ in offered if str(year) == request.GET.get("year", "")), this)
    context = {
        "board": board(year, today), "year": year, "year_name": fiscal_name(year), "offered": offered, "states": STATES.values(),
        "today": today,
    }  # fmt: skip
    return render(request, "stool_tests/overview.html", context)


@menu.page("届いていない方")
@require_GET
@gate.purpose(PURPOSE)
def missing(request: HttpRequest) -> HttpResponse:
    """Who is missing in a month, by nursery."""
    month = months.first_day(request.GET.get("month", "")) or months.expected(clock.today())
    named = number(request.GET.get("facility", ""))
    office = Office.objects.filter(kind=Office.FACILITY, pk=named).first() if named else None
    places = missing_in(month, office.pk if office else None)
    context = {
        "month": month,
        "offered": months.offered(clock.today(), month),
        "office": office,
        "offices": Office.objects.filter(kind=Office.FACILITY),
        "nothing": [place for place in places if place.nothing],
        "some": [place for place in places if place.missing and not place.nothing],
        "whole": [place for place in places if not place.missing and not place.gone],
        "gone": [place for place in places if place.gone],
        "reminded": Reminder.objects.filter(month=month).select_related("facility")[:_SHOWN],
    }
    return render(request, "stool_tests/missing.html", context)


@require_POST
@menu.page(None)
@gate.purpose(PURPOSE)
def letters(request: HttpRequest) -> HttpResponse:
    """Reminders as one PDF, for one nursery or for all of which something is missing; that they were made is noted."""
    month = months.first_day(request.POST.get("month", ""))
    if month is None:
        return redirect("stool_tests:missing")
    facility = number(request.POST.get("facility", ""))
    places = [place for place in missing_in(month, facility) if place.missing]
    if not places:
        messages.info(request, "届いていない方がいないので、手紙は作りませんでした。")
        return redirect("stool_tests:missing")
    actor = request.actor  # type: ignore[attr-defined]
    if request.POST.get("by") == "mail":
        return _mailed(request, places, month)
    office = Office.objects.get(pk=actor.held[0].office)
    city = City.objects.first()
    export = exports.issue("pdf", str(request.user))
    pdf = letter.letters(places, month, clock.today(), city.name if city else "", office.name, export)
    note_reminders(places, month, export.serial, actor.key)
    return download(pdf, f"提出のお願い_{month:%Y-%m}_{export.serial}.pdf", PDF)


def _mailed(request: HttpRequest, places: list[Place], month: datetime.date) -> HttpResponse:
    """The heads are told by mail; nurseries without an address are named, so that they get a letter."""
    reached = [place for place in places if heads_of(place.facility.pk)]
    others = [str(place.facility) for place in places if place not in reached]
    mail_reminders(reached, month, request.actor.key)  # type: ignore[attr-defined]
    if reached:
        messages.success(
            request, f"{len(reached)} 園の施設長に、メールで知らせます。まもなく送信を始めます。"
        )
    if others:
        messages.warning(
            request, f"メールアドレスを登録した施設長がいない園には送れません（{'、'.join(others)}）。手紙で知らせてください。"
        )  # fmt: skip
    return redirect(f"{reverse('stool_tests:missing')}?month={month:%Y-%m}")
