"""What is left after the visits (purpose «bereavement.follow_up»): open procedures alone, no names."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.affairs.bereavement import actions, queries
from sekisho.affairs.bereavement.models import Step
from sekisho.affairs.bereavement.models.step import OUTCOMES
from sekisho.affairs.bereavement.visiting import actions as visiting
from sekisho.affairs.bereavement.visiting import queries as calls
from sekisho.affairs.bereavement.web.forms import OutcomeForm
from sekisho.base import clock
from sekisho.site import menu

FOLLOW_UP = "bereavement.follow_up"


@menu.page("終わっていない手続き")
@gate.purpose(FOLLOW_UP)
def left(request: HttpRequest) -> HttpResponse:
    """Soonest first."""
    return _page(request, {})


def _page(request: HttpRequest, more: dict[str, object], status: int = 200) -> HttpResponse:
    lines = queries.left_open("all" in request.GET)
    wrong = more.get("wrong")
    if isinstance(wrong, dict) and wrong["step"] not in {line.step.pk for line in lines}:
        lines = queries.left_open(everything=True)
    words = {"lines": lines, "to_ask": queries.to_ask(), "everything": "all" in request.GET, "calls": calls.to_call(), "now": clock.now(), "outcomes": OUTCOMES.items(), "today": clock.today(),
             "stage": queries.allowed("follow_up")[0], **more}  # fmt: skip
    return render(request, "bereavement/follow_up.html", words, status=status)


@require_POST
@gate.purpose(FOLLOW_UP)
def record(request: HttpRequest, step: int) -> HttpResponse:
    """What became of it; with what was typed where something is wrong."""
    one = get_object_or_404(Step, pk=step, closed_on=None)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, {"wrong": {"step": step, "form": form}}, status=400)
    actions.record(one, **form.cleaned_data)
    messages.success(
        request, f"受付 {one.visit_id} の手続きに、「{one.get_outcome_display()}」と書きました。"
    )  # type: ignore[attr-defined]
    return redirect("bereavement:follow_up")


@require_POST
@gate.purpose(FOLLOW_UP)
def called(request: HttpRequest, call: int) -> HttpResponse:
    """They have called back, or the desk has called again."""
    visiting.settle(call)
    return redirect("bereavement:follow_up")


@require_POST
@gate.purpose(FOLLOW_UP)
def forgotten(request: HttpRequest) -> HttpResponse:
    """Something that nobody thought of at the visit."""
    number = request.POST.get("visit", "").strip()
    known = request.POST.get("procedure", "").strip().upper()
    actions.add_forgotten(
        int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0, known
    )
    messages.success(request, "加えました。期限とだれの番かを書いてください。")
    return redirect("bereavement:follow_up")
