"""Names that aren't on the roster: newcomers, people of another nursery, mistakes."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions import newcomers as actions
from sekisho.affairs.stool_tests.models import Person, Row
from sekisho.affairs.stool_tests.overview.newcomers import Guess, Known, grouped, guesses
from sekisho.affairs.stool_tests.web.asked import number, numbers
from sekisho.affairs.stool_tests.web.strips import picture
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people.models import Office
from sekisho.site import menu

PURPOSE = "stool_tests.newcomers"
#: Groups on a page, and pictures of a group.
_SHOWN, _PICTURES = 40, 2


@dataclass(frozen=True)
class Proposal:
    """A name with its rows, and who it may be."""

    facility: Office
    name: str
    rows: list[Row]
    guesses: list[Guess]

    @property
    def keys(self) -> str:
        """The rows, for the form."""
        return " ".join(str(row.pk) for row in self.rows)

    @property
    def pictures(self) -> list[Row]:
        """Rows whose pictures are shown."""
        return self.rows[:_PICTURES]


@menu.page("名簿にない方")
@require_GET
@gate.purpose(PURPOSE)
def newcomers(request: HttpRequest) -> HttpResponse:
    """Everybody about whom nothing is decided yet."""
    rows = (
        Row.objects.filter(state=Row.UNLISTED)
        .select_related("facility", "page")
        .order_by("facility__code", "month", "id")
    )
    held = {row.pk: row for row in rows}
    groups = grouped([(row.pk, row.facility_id, row.name) for row in held.values()])
    roster = _roster(groups[:_SHOWN])
    found = [
        Proposal(held[keys[0]].facility, name, [held[key] for key in keys], guesses(name, facility, roster))
        for facility, name, keys in groups[:_SHOWN]
    ]
    context = {"proposals": found, "more": max(0, len(groups) - _SHOWN)}
    return render(request, "stool_tests/newcomers.html", context)


def _roster(groups: list[tuple[int, str, list[int]]]) -> list[Known]:
    """Everybody who works at a nursery now; only asked where there is somebody to look for."""
    if not groups:
        return []
    people = Person.objects.filter(left_on__isnull=True).select_related("facility")
    return [Known(one.pk, one.name, one.facility_id, str(one.facility)) for one in people]


@require_POST
@menu.page(None)
@gate.purpose(PURPOSE)
def decide(request: HttpRequest) -> HttpResponse:
    """One proposal settled."""
    rows = numbers(request.POST.get("rows", "").split())
    staff = request.actor.key  # type: ignore[attr-defined]
    what = request.POST.get("what", "")
    try:
        said = _decide(request, rows, staff, what)
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
    else:
        messages.success(request, said)
    return redirect("stool_tests:newcomers")


def _decide(request: HttpRequest, rows: list[int], staff: int, what: str) -> str:
    if what == "enter":
        first = Row.objects.filter(pk__in=rows).order_by("month").first()
        joined = first.month if first else clock.today()
        name, kana = request.POST.get("name", ""), request.POST.get("kana", "")
        person = actions.enter(rows, name, kana, joined, staff)
        return f"{person.name} さんを名簿に加えました。行は台帳に転記できます。"
    if what == "mistake":
        actions.dismiss(rows, staff)
        return "園の間違いとして、転記しない行にしました。"
    found = Person.objects.filter(pk=number(what) or 0).first()
    if found is None:
        raise UserError("だれのことか選ばれていません。", "候補を選ぶか、名簿に加えてください。")
    actions.assign(rows, found, staff)
    return f"{found.name} さんの行にしました。"


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, row: row)
def newcomer_strip(request: HttpRequest, row: int) -> HttpResponse:
    """The picture of a row that isn't on the roster; of no other row."""
    if not Row.objects.filter(pk=row, state=Row.UNLISTED).exists():
        raise Http404
    return picture(row)
