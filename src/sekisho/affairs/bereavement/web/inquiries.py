"""The inquiry board: the desk asks (purpose «bereavement.preparation»), a section answers (purpose «bereavement.inquiry»)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.affairs.bereavement.inquiries import actions, queries
from sekisho.affairs.bereavement.models import Inquiry, Visit
from sekisho.affairs.bereavement.web.forms import AnswerForm
from sekisho.affairs.bereavement.web.preparation import PREPARATION, told
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.site import menu

INQUIRY = "bereavement.inquiry"


def _case(_request: HttpRequest, visit: int, **_: object) -> int:
    return visit


@require_POST
@gate.purpose(PREPARATION, case=_case)
def ask(request: HttpRequest, visit: int) -> HttpResponse:
    """Ask the sections what only they know."""
    asked = actions.ask_sections(get_object_or_404(Visit, pk=visit))
    if asked:
        messages.success(request, f"{asked} の課に照会しました。")
    else:
        messages.info(request, "いま新しく聞く課はありません。")
    return redirect("bereavement:preparation", visit)


@gate.purpose(PREPARATION, case=_case)
def by_phone(request: HttpRequest, visit: int, inquiry: int) -> HttpResponse:
    """The desk writes down what a section has said on the telephone."""
    get_object_or_404(Visit, pk=visit)
    one = _shown(get_object_or_404(Inquiry, pk=inquiry, visit=visit))
    if request.method == "POST" and _answer(request, one, True):
        return redirect("bereavement:preparation", visit)
    return _page(request, one, visit)


@menu.page("ご遺族コーナーからの照会")
@gate.purpose(INQUIRY)
def own(request: HttpRequest) -> HttpResponse:
    """What one's own office is asked."""
    return render(request, "bereavement/inquiries.html", {"lines": queries.own(), "today": clock.today()})


@gate.purpose(INQUIRY)
def answer(request: HttpRequest, inquiry: int) -> HttpResponse:
    """Answer one. When it is shut, or another office's, the database shows none: 404."""
    one = _shown(get_object_or_404(Inquiry, pk=inquiry))
    if request.method == "POST" and _answer(request, one, False):
        messages.success(request, "回答しました。閉じるまでは、直せます。")
        return redirect("bereavement:inquiries")
    return _page(request, one)


def _page(request: HttpRequest, one: queries.Asked, visit: int | None = None) -> HttpResponse:
    """The inquiry; after a form that says nothing, with the question whether that is meant."""
    asked = request.method == "POST"
    words = {
        "one": one, "form": AnswerForm([attribute for attribute, _ in one.said]) if asked else _form(one), "today": clock.today(),
        "visit": visit, "nothing": asked,
    }  # fmt: skip
    return render(request, "bereavement/inquiry.html", words)


def _shown(inquiry: Inquiry) -> queries.Asked:
    one = queries.shown(inquiry)
    if one is None:
        raise UserError("この課は、照会先の一覧にありません。", "電話で聞いて、準備の画面に書いてください。")
    return one


def _form(one: queries.Asked) -> AnswerForm:
    return AnswerForm([attribute for attribute, _ in one.said], initial=one.initial)


def _answer(request: HttpRequest, one: queries.Asked, by_phone: bool) -> bool:
    """Keep the answers; False where it is «I don't know» throughout, without a note, and nobody has said that this is meant."""
    note = request.POST.get("note", "").strip()[:200]
    said = told(request, queries.asked_with(one.inquiry))
    if not said and not note and "nothing" not in request.POST:
        return False
    actions.answer_inquiry(one.inquiry, said, note, request.actor, by_phone)  # type: ignore[attr-defined]
    return True
