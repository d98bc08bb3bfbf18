"""The head's pages: who works here as what, the monthly inventory, terminals, and requests that wait for another person."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people import actions, queries
from sekisho.people.models import EnrolmentCode
from sekisho.people.web.forms import MoveForm, StaffForm, TerminalForm


def _said(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """Do it, say what was done or why not, back to the list."""
    try:
        messages.success(request, act())
    except UserError as error:
        messages.error(request, str(error))
    return redirect("staff")


@gate.purpose("people.upkeep")
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody of the offices in reach, with what waits for the head's tap."""
    offices = actions.in_reach()
    context = {
        "offices": queries.people_of(offices, clock.today()),
        "terminals": queries.terminals_of(offices),
        "today": clock.today(),
        "new": StaffForm(offices=offices, initial={"since": clock.today()}, auto_id="new_%s"),
        "move": MoveForm(offices=offices, initial={"since": clock.today()}, auto_id="move_%s"),
        "terminal": TerminalForm(offices=offices, auto_id="terminal_%s"),
        "mine": request.user.pk,
        "shown": request.session.pop("shown_code", None),
    }
    return render(request, "people/staff.html", context)


def _post(form: StaffForm | MoveForm) -> actions.Wish:
    data = form.cleaned_data
    return actions.Wish(data["post"], data["office"], data["since"], data["until"], data["deputy"])


def _waits(waits: bool) -> str:
    return "この職位は、別の人の承認を待っています。" if waits else ""


@require_POST
@gate.purpose("people.upkeep")
def new(request: HttpRequest) -> HttpResponse:
    """Enter somebody new; the code for the first sign-in is shown once."""
    form = StaffForm(request.POST, offices=actions.in_reach())
    if not form.is_valid():
        messages.error(request, f"入力を確かめてください：{_errors(form)}")
        return redirect("staff")

    def act() -> str:
        data = form.cleaned_data
        person, code, waits = actions.enter_staff(
            data["number"], data["name"], data["kana"], _post(form), request.user
        )
        request.session["shown_code"] = {"name": person.name, "code": code}
        return f"{person.name}さんを加えました。{_waits(waits)}"

    return _said(request, act)


@require_POST
@gate.purpose("people.upkeep")
def move(request: HttpRequest) -> HttpResponse:
    """Give a further post to somebody known by number."""
    form = MoveForm(request.POST, offices=actions.in_reach())
    if not form.is_valid():
        messages.error(request, f"入力を確かめてください：{_errors(form)}")
        return redirect("staff")

    def act() -> str:
        person = queries.by_number(form.cleaned_data["number"])
        waits = actions.assign(person, _post(form), request.user)
        return f"{person.name}さんの職位を加えました。{_waits(waits)}"

    return _said(request, act)


def _errors(form: StaffForm | MoveForm | TerminalForm) -> str:
    return "　".join(f"{form.fields[name].label}：{''.join(said)}" for name, said in form.errors.items())


@require_POST
@gate.purpose("people.upkeep")
def confirm(request: HttpRequest) -> HttpResponse:
    """The monthly inventory: these are still here, still in this post."""
    wanted = [int(one) for one in request.POST.getlist("assignment") if one.isdecimal()]
    chosen = queries.assignments_in(actions.in_reach()).filter(pk__in=wanted)

    def act() -> str:
        count = 0
        for assignment in chosen.exclude(staff=request.user):
            actions.confirm(assignment)
            count += 1
        return f"{count} 人を確かめました。来月末まで有効です。"

    return _said(request, act)


@require_POST
@gate.purpose("people.upkeep")
def end(request: HttpRequest, assignment: int) -> HttpResponse:
    """Let a post end today, or with the day given."""
    found = queries.assignments_in(actions.in_reach()).filter(pk=assignment).first()
    if found is None:
        raise Http404

    def act() -> str:
        if found.staff_id == request.user.pk:
            raise UserError("自分の職位は自分で変えられません。", "所属長か人事担当に頼んでください。")
        actions.end(found, clock.today())
        return f"{found.staff.name}さんの職位は、今日までとしました。"

    return _said(request, act)


@require_POST
@gate.purpose("people.upkeep")
def reset(request: HttpRequest, person: int) -> HttpResponse:
    """A new code for somebody who has lost password or second factor."""
    found = queries.assignments_in(actions.in_reach()).filter(staff=person).select_related("staff").first()
    if found is None:
        raise Http404

    def act() -> str:
        code = actions.reset_sign_in(found.staff, request.user)
        request.session["shown_code"] = {"name": found.staff.name, "code": code}
        return f"{found.staff.name}さんの新しいコードを出しました。本人に手渡してください。"

    return _said(request, act)


@require_POST
@gate.purpose("people.upkeep")
def new_terminal(request: HttpRequest) -> HttpResponse:
    """A one-time code with which a browser becomes a terminal."""
    form = TerminalForm(request.POST, offices=actions.in_reach())
    if not form.is_valid():
        messages.error(request, f"入力を確かめてください：{_errors(form)}")
        return redirect("staff")

    def act() -> str:
        data = form.cleaned_data
        code = EnrolmentCode.issue(data["name"], data["kind"], data["office"], request.user)
        request.session["shown_code"] = {"name": data["name"], "code": code, "terminal": True}
        return "端末の登録コードを出しました（15 分有効）。"

    return _said(request, act)


@require_POST
@gate.purpose("people.upkeep")
def revoke_terminal(request: HttpRequest, terminal: int) -> HttpResponse:
    """Take a terminal's registration away."""
    found = next((one for one in queries.terminals_of(actions.in_reach()) if one.pk == terminal), None)
    if found is None:
        raise Http404
    return _said(request, lambda: (actions.revoke(found), f"「{found.name}」の登録を取り消しました。")[1])


@gate.purpose("people.grant")
def requests(request: HttpRequest) -> HttpResponse:
    """Posts that wait for a second person; the answer to one of them."""
    if request.method == "POST":
        wanted = request.POST.get("request", "")
        found = next((one for one in queries.waiting() if str(one.pk) == wanted), None)
        if found is None:
            raise Http404
        granted = request.POST.get("granted") == "yes"
        try:
            actions.decide(found, granted, request.user)
            messages.success(request, "承認しました。" if granted else "認めないこととしました。")
        except UserError as error:
            messages.error(request, str(error))
        return redirect("requests")
    return render(request, "people/requests.html", {"waiting": queries.waiting(), "mine": request.user.pk})
