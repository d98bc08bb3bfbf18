"""Who of the family takes part, and as what (purpose «bereavement.arrival»), once the relation is proven."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.affairs.bereavement import queries
from sekisho.affairs.bereavement.models import Person, Visit
from sekisho.affairs.bereavement.persons import actions
from sekisho.affairs.bereavement.persons import queries as persons
from sekisho.affairs.bereavement.roles import of_family
from sekisho.affairs.bereavement.visiting import actions as visiting
from sekisho.affairs.bereavement.web.arrival import ARRIVAL, proven

#: Questions about roles are named so, with the role behind.
ROLE = "role-"


def _case(_request: HttpRequest, visit: int, **_: object) -> int:
    return visit


class PersonForm(forms.Form):
    """A person; of the visitor, whose name and relation are proven, the roles and what the forms need."""

    name = forms.CharField(label="氏名", max_length=60)
    relation = forms.CharField(label="故人との関係（聞いたまま）", max_length=30, required=False)
    here = forms.BooleanField(label="いま、いっしょに来ている", required=False)
    roles = forms.MultipleChoiceField(
        label="役（当てはまるものすべて）",
        required=False,
        choices=[(one.key, one.label) for one in of_family()],
        widget=forms.CheckboxSelectMultiple,
    )
    birth = forms.CharField(label="生年月日（書式に使います）", max_length=30, required=False)
    address = forms.CharField(label="住所（書式に使います）", max_length=200, required=False)
    phone = forms.CharField(label="電話番号（書式に使います）", max_length=20, required=False)

    def __init__(self, visitor: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if visitor:
            for name in ("name", "relation", "here"):
                del self.fields[name]


@require_POST
@gate.purpose(ARRIVAL, case=_case)
def roles(request: HttpRequest, visit: int) -> HttpResponse:
    """Answers to «who is it?», with the name of somebody who hasn't been written down yet; or a «nobody» taken back."""
    one = proven(visit)
    if again := request.POST.get("again", ""):
        actions.ask_again(one, again)
    else:
        said = {
            name.removeprefix(ROLE): value for name, value in request.POST.items() if name.startswith(ROLE) and value
        }  # fmt: skip
        new = {name: request.POST.get(name, "").strip()[:most] for name, most in actions.TEXTS.items()}
        actions.answer_roles(one, said, new, "here" in request.POST)
    return redirect("bereavement:arrival", visit)


@gate.purpose(ARRIVAL, case=_case)
def new_person(request: HttpRequest, visit: int) -> HttpResponse:
    """Somebody else of the family."""
    return _person(request, proven(visit), None)


@gate.purpose(ARRIVAL, case=_case)
def person(request: HttpRequest, visit: int, person: int) -> HttpResponse:
    """Somebody who is written down already; with «remove», somebody who takes no part after all."""
    one = proven(visit)
    there = next((row for row in persons.everybody(one) if row.pk == person), None)
    if there is None:
        raise Http404
    return _person(request, one, there)


def _person(request: HttpRequest, visit: Visit, there: Person | None) -> HttpResponse:
    visitor = bool(there and there.visitor)
    known = persons.someone(visit, there) if there else None
    shown = {
        **{name: getattr(known, name) for name in (*actions.TEXTS, "here")}, "roles": sorted(known.roles)
    } if known else {}  # fmt: skip
    if there and request.POST.get("do") == "remove":
        actions.remove(visit, there.pk)
        messages.success(request, f"{there.name} さんを外しました。")
        return redirect("bereavement:arrival", visit.pk)
    form = PersonForm(visitor, request.POST or None, initial=shown)
    if form.is_valid():
        said = form.cleaned_data
        told = {name: said.get(name, "") for name in actions.TEXTS}
        actions.write(visit, there.pk if there else None, told, said["roles"], said.get("here", False))
        if visitor:
            visiting.set_details(
                visit, {name: told[name.removeprefix("visitor_")] for name in visiting.DETAILS}
            )
        messages.success(request, "書きとめました。だれができるかも、合わせて変わります。")
        return redirect("bereavement:arrival", visit.pk)
    words = {"visit": visit, "known": known, "form": form, "stage": queries.allowed("arrival")[0]}
    return render(request, "bereavement/person.html", words, status=400 if form.errors else 200)
