"""While the family is here: who is where (purpose «bereavement.reception»), going and leaving, slips for those who take over, calls
to departments outside (purpose «bereavement.arrival»)."""

import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.bereavement import queries
from sekisho.affairs.bereavement.models import OffsiteCall, Visit
from sekisho.affairs.bereavement.models.call import RESULTS
from sekisho.affairs.bereavement.papers import prints
from sekisho.affairs.bereavement.visiting import actions, slips
from sekisho.affairs.bereavement.visiting import queries as visiting
from sekisho.affairs.bereavement.web.arrival import ARRIVAL, proven
from sekisho.affairs.bereavement.web.calls import RECEPTION, length
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.site import menu
from sekisho.site.downloads import PDF, download
from sekisho.site.forms import WarekiField


def _case(_request: HttpRequest, visit: int) -> int:
    return visit


class PaperForm(forms.Form):
    """When a visit was held that was taken down on paper."""

    day = WarekiField(label="来庁した日")
    time = forms.TimeField(label="始めた時刻", help_text="13:30 のように書きます。")


class CallForm(forms.Form):
    """What came of a call."""

    result = forms.ChoiceField(label="結果", choices=tuple(RESULTS.items()))
    said = forms.CharField(label="話したこと（200字まで）", max_length=200, required=False)
    again_on = WarekiField(label="折り返し・かけ直しの日", required=False)
    again_time = forms.TimeField(label="その時刻", required=False, help_text="13:30 のように書きます。")


@menu.page("いまどこに（来庁中の方）")
@gate.purpose(RECEPTION)
def board(request: HttpRequest) -> HttpResponse:
    """Numbers and counters, no names: it may hang on a wall. It asks for itself again while it is open."""
    here, coming = visiting.in_house()
    words = {"here": here, "coming": coming, "now": clock.now()}
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"bereavement/{'board_now' if part else 'board'}.html", words)


@require_POST
@gate.purpose(ARRIVAL, case=_case)
def go(request: HttpRequest, visit: int) -> HttpResponse:
    """To a counter, or back to the desk."""
    actions.go(proven(visit), request.POST.get("counter", "")[:40])
    return redirect("bereavement:arrival", visit)


@require_POST
@gate.purpose(ARRIVAL, case=_case)
def leave(request: HttpRequest, visit: int) -> HttpResponse:
    """The family goes home, whether it was shown anything or not."""
    actions.leave(get_object_or_404(Visit, pk=visit))
    messages.success(request, "お帰りを書きました。窓口が空きました。")
    return redirect("bereavement:arrival", visit)


@require_GET
@gate.purpose(ARRIVAL, case=_case)
def slips_pdf(request: HttpRequest, visit: int) -> HttpResponse:
    """A slip for each counter on the way."""
    one = proven(visit)
    stops = [stop for stop in visiting.stops(queries.route(one)) if stop.open]
    if not stops:
        raise UserError(
            "案内する窓口がないので、引き継ぎ票はありません。", "コーナーで手続きを続けてください。"
        )
    data, serial = slips.printed(one, stops, str(request.user))
    return download(data, f"{serial}.pdf", PDF)


@require_POST
@gate.purpose(ARRIVAL, case=_case)
def forms_pdf(request: HttpRequest, visit: int) -> HttpResponse:
    """The forms with what is known on them; each print is remembered with its version."""
    newest = request.POST.get("version") == "new"
    data, serial = prints.print_forms(proven(visit), str(request.user), newest)
    return download(data, f"{serial}.pdf", PDF)


@require_POST
@gate.purpose(ARRIVAL, case=_case)
def details(request: HttpRequest, visit: int) -> HttpResponse:
    """Who will sign the forms: typed once for all of them."""
    actions.set_details(proven(visit), {name: request.POST.get(name, "").strip() for name in actions.DETAILS})
    messages.success(request, "書きとめました。どの書式にも同じように刷られます。")
    return redirect("bereavement:arrival", visit)


@gate.purpose(ARRIVAL, case=_case)
def phone(request: HttpRequest, visit: int) -> HttpResponse:
    """What to say to each department outside, what has been said, and what came of it."""
    one = proven(visit)
    lines = [
        line for line in queries.route(one) if line.procedure.channel == "phone_transfer" and not line.dropped
    ]
    counters = list(dict.fromkeys(line.procedure.counter for line in lines))
    counter = request.POST.get("counter", "")
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if counter not in counters:
            raise UserError(
                "その電話先は、この件にありません。", "画面を開き直して、電話する先から選んでください。"
            )
        said = form.cleaned_data
        again_at = _moment(said["again_on"], said["again_time"]) if said["again_on"] else None
        actions.log_call(one, counter, said["result"], said["said"], again_at, request.actor)  # type: ignore[attr-defined]
        return redirect("bereavement:phone", visit)
    calls = list(OffsiteCall.objects.filter(visit=one))
    known = {name: [line for line in lines if line.procedure.counter == name] for name in counters}
    words = {
        "visit": one, "stage": queries.allowed("arrival")[0], "calls": calls, "results": RESULTS,
        "counters": [
            (name, known[name], form if name == counter else CallForm(auto_id=f"id_{place}_%s")) for place, name in enumerate(counters)
        ],
    }  # fmt: skip
    return render(request, "bereavement/phone.html", words, status=400 if form.errors else 200)


def _moment(day: datetime.date, time: datetime.time | None) -> datetime.datetime:
    return datetime.datetime.combine(day, time or datetime.time(9), clock.TOKYO)


@gate.purpose(RECEPTION)
def on_paper(request: HttpRequest, visit: int) -> HttpResponse:
    """A visit that was held on paper while the program was away, entered afterwards."""
    one = get_object_or_404(Visit, pk=visit)
    form = PaperForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        minutes = length(request.POST.get("minutes", ""), one.minutes)
        actions.took_on_paper(one, _moment(said["day"], said["time"]), minutes)
        return redirect("bereavement:visit", visit)
    words = {"visit": one, "form": form, "stage": queries.allowed("reception")[0]}
    return render(request, "bereavement/on_paper.html", words, status=400 if form.errors else 200)


@menu.page(None)
@require_GET
@gate.purpose(RECEPTION)
def paper_slip_pdf(request: HttpRequest) -> HttpResponse:
    """An empty slip for the day on which the program is away; nobody's data is on it."""
    return download(slips.empty(), "paper.pdf", PDF)
