"""What each stage may look at, as the registers say it: for the officers, and for the council's paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho import gate
from sekisho.affairs.bereavement import queries
from sekisho.site import menu


@menu.page("四つの段階と、見てよいもの")
@gate.purpose("bereavement.reception")
def stages(request: HttpRequest) -> HttpResponse:
    """Generated from the registers; no record is read."""
    return render(request, "bereavement/stages.html", {"stages": queries.allowed()})
