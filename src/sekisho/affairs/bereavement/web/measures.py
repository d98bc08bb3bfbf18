"""How well the desk does (purpose «bereavement.measures»): numbers, nobody's case."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho import gate
from sekisho.affairs.bereavement.measures import measure
from sekisho.base import clock
from sekisho.site import menu
from sekisho.site.forms import WarekiField


class PeriodForm(forms.Form):
    """From which day until which."""

    since = WarekiField(label="いつから", required=False)
    until = WarekiField(label="いつまで", required=False)


@menu.page("コーナーの成果")
@gate.purpose("bereavement.measures")
def measures(request: HttpRequest) -> HttpResponse:
    """This fiscal year until today, or the days asked for."""
    today = clock.today()
    asked = any(name in request.GET for name in ("since", "until"))
    first = today.replace(month=4, day=1, year=today.year - (today.month < 4))
    form = PeriodForm(request.GET if asked else None, initial={"since": first, "until": today})
    said = form.cleaned_data if asked and form.is_valid() else {}
    since, until = said.get("since") or first, said.get("until") or today
    words = {"form": form, "since": since, "until": until, "found": measure(since, until)}
    return render(request, "bereavement/measures.html", words, status=400 if form.errors else 200)
