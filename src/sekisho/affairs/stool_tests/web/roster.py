"""The roster's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho import gate
from sekisho.affairs.stool_tests.queries import people_on
from sekisho.base import clock


@gate.purpose("stool_tests.roster")
def roster(request: HttpRequest) -> HttpResponse:
    """Who is tested at which nursery today."""
    return render(request, "stool_tests/roster.html", {"people": people_on(clock.today())})
