"""The visit (purpose «bereavement.arrival»): who came, whether the relation is proven, and what becomes of each procedure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.affairs.bereavement import actions, queries, roles, rules
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.models import Step, Visit
from sekisho.affairs.bereavement.models.step import OPEN, OUTCOMES
from sekisho.affairs.bereavement.models.visit import ARRIVED, BOOKED, DONE, GUIDED
from sekisho.affairs.bereavement.papers import prints
from sekisho.affairs.bereavement.persons import queries as persons
from sekisho.affairs.bereavement.visiting import queries as visiting
from sekisho.affairs.bereavement.web.forms import AnswerForm, OutcomeForm, VisitorForm
from sekisho.affairs.bereavement.web.preparation import ASKED, given, told
from sekisho.base.errors import UserError

ARRIVAL = "bereavement.arrival"


def _case(_request: HttpRequest, visit: int, **_: object) -> int:
    return visit


@gate.purpose(ARRIVAL, case=_case)
def arrive(request: HttpRequest, visit: int) -> HttpResponse:
    """The relation check first; then the procedures, or guidance only."""
    one = get_object_or_404(Visit, pk=visit)
    form = VisitorForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        actions.receive(one, said, said["consents"], said["documents"], request.actor)  # type: ignore[attr-defined]
        return redirect("bereavement:arrival", visit)
    words: dict[str, object] = {"visit": one, "stage": queries.allowed("arrival")[0], "form": form}
    if one.state in (ARRIVED, DONE):
        return visit_page(request, one, {"written": request.GET.get("written", "")})
    if one.state not in (BOOKED, GUIDED):
        raise UserError("この件には予約がありません。", "受付の画面で予約を取ってから始めてください。")
    # Once somebody couldn't prove who they are, the page says nothing of the deceased any more.
    return render(request, "bereavement/arrival.html", words, status=400 if form.errors else 200)


def visit_page(request: HttpRequest, one: Visit, more: dict[str, object], status: int = 200) -> HttpResponse:
    """The page of a visit; ``more``: what was written just now, or what was typed wrongly."""
    words = {"visit": one, "stage": queries.allowed("arrival")[0], **_visit_words(one), **more}
    wrong = more.get("wrong")
    typed = more.get("typed")
    chosen = typed["said"] if isinstance(typed, dict) else {}
    words["asked_roles"] = [(role, count, chosen.get(role.key, "")) for role, count in words["asked_roles"]]  # type: ignore[attr-defined]
    words["row"] = str(wrong["step"]) if isinstance(wrong, dict) else more.get("written", "")
    return render(request, "bereavement/visiting.html", words, status=status)


def _visit_words(one: Visit) -> dict[str, object]:
    asked = rules.questions(queries.facts_of(one), versions.of(one))
    route, planned = queries.route(one), queries.plan_of(one)
    dropped = queries.not_needed(planned, route)
    gone = {gone.procedure.id for gone in dropped}
    lines = [line for line in route if not line.dropped]
    stops = visiting.stops(lines)
    everybody = persons.of(one)
    # What hangs on a procedure that is done already, or not needed, isn't asked.
    asked_roles = roles.questions(line.may for line in lines if line.left and line.may)
    return {
        "persons": [{**vars(who), "held": roles.labelled(who.roles)} for who in everybody],
        "nobody": roles.labelled(one.roles_nobody), "asked_roles": asked_roles, "left_to_do": any(line.left for line in lines),
        "stops": stops, "metres": visiting.metres(stops), "minutes": queries.expected_minutes([plan for plan in planned if plan.procedure.id not in gone]),
        "forms": (forms := prints.needed(one)), "replaced": [form for form in forms if form.newer],
        "printed": any(form.prints for form in forms), "unprintable": prints.unprintable(one, forms),
        "unnamed": prints.unnamed(one, forms),
        "by_phone": any(line.procedure.channel == "phone_transfer" for line in lines),
        "sure": [line for line in lines if line.step.sure or line.step.outcome != OPEN],
        "unsure": [line for line in lines if not line.step.sure and line.step.outcome == OPEN], "outcomes": OUTCOMES.items(), "dropped": dropped, "other_day": queries.other_day(one),
        "questions": AnswerForm([question.attribute for question in asked[:ASKED]]) if asked else None, "left": len(asked),
        "given": given(one),
    }  # fmt: skip


def proven(visit: int) -> Visit:
    """The case whose visitor has proven the relation; UserError otherwise, which says nothing of the deceased."""
    one = get_object_or_404(Visit, pk=visit)
    if one.state not in (ARRIVED, DONE):
        raise UserError(
            "関係を確かめられていないので、この件の手続きは開けません。", "一般の案内を渡してください。"
        )
    return one


@require_POST
@gate.purpose(ARRIVAL, case=_case)
def answers(request: HttpRequest, visit: int) -> HttpResponse:
    """What the visitor says; the procedures follow."""
    one = proven(visit)
    actions.answer_at_visit(one, told(request, versions.of(one)))
    return redirect("bereavement:arrival", visit)


@require_POST
@gate.purpose(ARRIVAL, case=_case)
def record(request: HttpRequest, visit: int, step: int) -> HttpResponse:
    """What became of a procedure; back to its row, with what was typed where something is wrong."""
    case = proven(visit)
    one = get_object_or_404(Step, pk=step, visit=case)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return visit_page(request, case, {"wrong": {"step": step, "form": form}}, status=400)
    actions.record(one, **form.cleaned_data)
    return redirect(f"{reverse('bereavement:arrival', args=(visit,))}?written={step}#step-{step}")
