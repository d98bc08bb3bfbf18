"""The head's page of programs: keys are issued, shown once, and taken away."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.base import clock
from sekisho.people import actions, queries
from sekisho.people import robots as keys
from sekisho.people.models import Assignment, RobotKey
from sekisho.site import menu

_DAYS = 90


class RobotForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(label="プログラムの名前（例：RPA 1 号機）", max_length=60)
    purpose = forms.ChoiceField(label="利用目的")
    assignment = forms.ModelChoiceField(
        Assignment.objects.none(), label="責任者", empty_label="選んでください",
        help_text="この人がこの職位でできる範囲で動きます。異動や退職で職位がなくなると、鍵も使えなくなります。",
    )  # fmt: skip
    days = forms.IntegerField(label="有効な日数", min_value=1, max_value=365, initial=_DAYS)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["purpose"].choices = tuple(keys.purposes().items())
        mine = [one.pk for one in queries.assignments_in(actions.in_reach())]
        chosen = Assignment.objects.filter(pk__in=mine).select_related("staff", "office")
        self.fields["assignment"].queryset = chosen
        self.fields["assignment"].label_from_instance = _named


def _named(one: Assignment) -> str:
    return f"{one.staff.name}（{one.office}　{one.get_post_display()}）"


@menu.page("ほかのプログラムの鍵")
@gate.purpose("people.upkeep")
def robots(request: HttpRequest) -> HttpResponse:
    """The keys of the offices in reach; a new one."""
    form = RobotForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        key = keys.issue(data["name"], data["purpose"], data["assignment"], data["days"], request.user)  # type: ignore[arg-type]
        request.session["shown_key"] = {"name": data["name"], "key": key}
        return redirect("robots")
    context = {
        "form": form,
        "robots": _robots(),
        "purposes": keys.purposes(),
        "now": clock.now(),
        "shown": request.session.pop("shown_key", None),
    }
    return render(request, "people/robots.html", context, status=400 if request.method == "POST" else 200)


def _robots() -> list[RobotKey]:
    found = RobotKey.objects.filter(terminal__office__in=actions.in_reach()).select_related(
        "terminal__office", "staff"
    )
    return list(found)


@require_POST
@gate.purpose("people.upkeep")
def revoke(request: HttpRequest, robot: int) -> HttpResponse:
    """The program's key opens nothing any more, from its next request on."""
    found = next((one for one in _robots() if one.pk == robot), None)
    if found is None:
        raise Http404
    if found.terminal.revoked_at is None:
        actions.revoke(found.terminal)
    messages.success(request, f"「{found}」の鍵を取り消しました。")
    return redirect("robots")
