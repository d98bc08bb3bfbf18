"""Positive results: for the responsible post only, under a purpose of their own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions.positives import settle
from sekisho.affairs.stool_tests.models import Finding, Row
from sekisho.affairs.stool_tests.web.strips import picture
from sekisho.base.errors import UserError
from sekisho.people.models import Staff

PURPOSE = "stool_tests.positives"
_SETTLED = 30


@require_GET
@gate.purpose(PURPOSE)
def positives(request: HttpRequest) -> HttpResponse:
    """Those that wait, oldest first, and those settled lately."""
    found = Finding.objects.select_related("person", "facility")
    waiting = list(found.filter(state=Finding.OPEN).order_by("found_at"))
    settled = list(found.exclude(state=Finding.OPEN).order_by("-settled_at")[:_SETTLED])
    pictured = set(Row.objects.filter(pk__in=[one.row_id for one in waiting]).values_list("person_id", "id"))
    names = Staff.objects.in_bulk({one.settled_by for one in settled if one.settled_by})
    context = {
        "waiting": waiting, "pictured": {row for _, row in pictured},
        "settled": [(one, names.get(one.settled_by or 0)) for one in settled],
    }  # fmt: skip
    return render(request, "stool_tests/positives.html", context)


@require_POST
@gate.purpose(PURPOSE, case=lambda _request, finding: finding)
def settle_positive(request: HttpRequest, finding: int) -> HttpResponse:
    """What was done about it."""
    found = get_object_or_404(Finding.objects.select_for_update(of=("self",)), pk=finding)
    try:
        settle(found, request.POST.get("was") == "positive", request.POST.get("note", ""), request.actor.key)  # type: ignore[attr-defined]
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
    else:
        messages.success(request, "対応を記録しました。")
    return redirect("stool_tests:positives")


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, row: row)
def positive_strip(request: HttpRequest, row: int) -> HttpResponse:
    """The picture of a row with a positive result; of no other row."""
    if not Finding.objects.filter(row=row).exists():
        raise Http404
    return picture(row)
