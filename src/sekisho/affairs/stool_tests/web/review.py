"""Review: doubtful cells one after the other, by keyboard. The page is one script; it asks these addresses."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests import cells, months
from sekisho.affairs.stool_tests.actions import review as actions
from sekisho.affairs.stool_tests.jobs import read_scan
from sekisho.affairs.stool_tests.models import Row
from sekisho.affairs.stool_tests.web.asked import numbers
from sekisho.affairs.stool_tests.web.strips import page_picture, picture
from sekisho.base.errors import UserError
from sekisho.gate.models import Job
from sekisho.site import menu
from sekisho.site.received import told

REVIEW = "stool_tests.review"
#: How many cells the page has ahead.
_AHEAD = 12


@menu.page("読み取りの確認")
@gate.purpose(REVIEW)
def review(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "stool_tests/review.html", {"left": _left(), "moving": _moving()})


@require_POST
@gate.purpose(REVIEW)
def take(request: HttpRequest) -> JsonResponse:
    """Some more cells. ``have``: rows that the page holds already; ``skip``: those put off; ``keep``: only go on holding them."""
    most = 0 if request.POST.get("keep") else _AHEAD
    rows = actions.take(_staff(request), most, _numbers(request, "have"), _numbers(request, "skip"))
    return _answer(cells=cells.cells(rows))


@require_POST
@gate.purpose(REVIEW)
def decide(request: HttpRequest) -> JsonResponse:
    """One decision, about one row or about several that were shown side by side; a row comes again at once when something else
    about it is doubtful."""
    keys = _numbers(request, "row") or [0]
    said = [request.POST.get(name, "") for name in ("asked", "decision", "value")]
    try:
        if len(keys) > 1:
            rows = actions.decide_all(_staff(request), keys, *said)
        else:
            rows = [actions.decide(_staff(request), keys[0], *said)]
    except UserError as refused:
        return told(refused, open=actions.still_asked(_staff(request), keys, said[0]))
    return _answer(
        state=rows[0].get_state_display(),
        again=any(row.state == Row.DOUBTFUL for row in rows),
        decided=len(rows),
    )


@require_POST
@gate.purpose(REVIEW)
def back(request: HttpRequest) -> JsonResponse:
    """Take the last stroke back."""
    try:
        rows = actions.take_back(_staff(request))
    except UserError as refused:
        return told(refused)
    return _answer(cells=cells.cells(rows))


@require_POST
@gate.purpose(REVIEW)
def leave(request: HttpRequest) -> JsonResponse:
    """The page is left: others get its rows at once."""
    actions.give_back(_staff(request), _numbers(request, "have"))
    return JsonResponse({"ok": True})


@require_GET
@gate.purpose(REVIEW, case=lambda _request, row: row)
def strip(request: HttpRequest, row: int) -> HttpResponse:
    """The row as a picture."""
    return picture(row)


@require_GET
@gate.purpose(REVIEW, case=lambda _request, page: page)
def page(request: HttpRequest, page: int) -> HttpResponse:
    """The whole page as a picture."""
    return page_picture(page)


@require_GET
@gate.purpose(REVIEW)
def roster(request: HttpRequest, facility: int, month: str) -> JsonResponse:
    """Everybody of a facility in a month."""
    first = months.first_day(month)
    if first is None:
        raise Http404
    people = cells.roster(facility, first)
    return JsonResponse(
        {"people": [[str(one.key), one.name, one.kana, one.number] for one in people]},
    )


def _answer(**values: object) -> JsonResponse:
    return JsonResponse({"ok": True, "left": _left(), "moving": _moving(), **values})


def _left() -> int:
    return Row.objects.filter(state=Row.DOUBTFUL).count()


def _moving() -> bool:
    """Is something still being read?"""
    return Job.objects.filter(name=read_scan.name, state__in=Job.MOVING).exists()


def _staff(request: HttpRequest) -> int:
    key: int = request.actor.key  # type: ignore[attr-defined]
    return key


def _numbers(request: HttpRequest, name: str) -> list[int]:
    """Ids separated by commas."""
    return numbers(request.POST.get(name, "").split(","))
