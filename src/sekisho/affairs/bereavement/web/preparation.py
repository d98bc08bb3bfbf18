"""Preparation (purpose «bereavement.preparation»): the deceased's own facts, for a booked case only, until its time is over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.affairs.bereavement import actions, queries, rules
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.inquiries import queries as inquiries
from sekisho.affairs.bereavement.inquiries.sections import to_ask
from sekisho.affairs.bereavement.models import Visit
from sekisho.affairs.bereavement.procedures import SOURCES, Catalogue
from sekisho.affairs.bereavement.web.forms import AnswerForm

PREPARATION = "bereavement.preparation"
#: Questions on one screen; the next follow when these are answered.
ASKED = 8


def _case(_request: HttpRequest, visit: int) -> int:
    return visit


@gate.purpose(PREPARATION, case=_case)
def prepare(request: HttpRequest, visit: int) -> HttpResponse:
    """What is known, what to ask, and the plan that follows. When preparation is shut the database shows no case: 404."""
    one = get_object_or_404(Visit, pk=visit)
    return render(request, "bereavement/preparation.html", {**plan_words(one), "visit": one})


def plan_words(one: Visit) -> dict[str, object]:
    """For the template: facts, questions, inquiries, plan and stage of a case."""
    board = inquiries.board(one)
    facts, known = queries.facts_of(one), versions.of(one)
    planned = rules.plan(facts, known)
    questions = rules.questions(facts, known)
    # What a section is about to say needn't be asked of the family.
    waiting = {name for line in board if line.state != "answered" for name in line.inquiry.asked}
    asked = [question for question in questions if question.attribute.name not in waiting]
    return {
        "stage": queries.allowed("preparation")[0], "board": board, "differ": queries.disagreeing(one),
        "answered": sum(1 for asked in board if asked.state == "answered"), "lookers": inquiries.lookers(),
        "to_ask": len(to_ask(question.attribute.name for question in questions).keys() - {line.section.key for line in board}),
        "known": [(known.attributes[name].label, known.attributes[name].words(value)) for name, value in facts.items()],
        "given": given(one), "form": AnswerForm([question.attribute for question in asked[:ASKED]]),
        "asked": [(question, SOURCES[question.attribute.source]) for question in asked[:ASKED]], "left": len(asked), "waiting": len(questions) - len(asked),
        "needed": [line for line in planned if line.state == "yes"],
        "unknown": [line for line in planned if line.state == "unknown"],
        "dropped": [line for line in planned if line.state == "no"], "as_of": known.as_of,
        "expected": queries.expected_minutes(planned), "other_day": queries.other_day(one),
    }  # fmt: skip


@require_POST
@gate.purpose(PREPARATION, case=_case)
def look_up(request: HttpRequest, visit: int) -> HttpResponse:
    """The deceased's own facts from the registry."""
    one = get_object_or_404(Visit, pk=visit)
    if actions.look_up_deceased(one, request.actor):  # type: ignore[attr-defined]
        messages.success(request, "住民記録の故人の事実を取り込みました。")
    else:
        messages.warning(request, "住民記録では確かめられませんでした。来庁のときに書類で確かめます。")
    return redirect("bereavement:preparation", visit)


@require_POST
@gate.purpose(PREPARATION, case=_case)
def answers(request: HttpRequest, visit: int) -> HttpResponse:
    """What the family or a section has said."""
    one = get_object_or_404(Visit, pk=visit)
    actions.answer(one, told(request, versions.of(one)))
    return redirect("bereavement:preparation", visit)


def told(request: HttpRequest, known: Catalogue) -> dict[str, str]:
    """The answers in a form: the attributes of ``known`` that are in it and not left unknown. In the form that corrects answers
    (``mend``) an empty one takes the answer back; in the one that asks it says nothing, so that a page left open undoes nothing."""
    said = {name: request.POST[name].strip() for name in known.attributes if name in request.POST}
    return said if "mend" in request.POST else {name: value for name, value in said.items() if value}


def given(one: Visit) -> AnswerForm | None:
    """What the desk itself has written down, to be corrected; None where there is nothing yet."""
    known = versions.of(one)
    own = rules.stored_facts(one.facts, known)
    initial = {name: str(value).lower() if isinstance(value, bool) else value for name, value in own.items()}
    return (
        AnswerForm([one for name, one in known.attributes.items() if name in own], initial=initial)
        if own
        else None
    )
