"""Who of the family takes part, and as what (purpose «bereavement.arrival»), once the relation is proven."""

import functools
from collections.abc import Callable, Mapping
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
from sekisho.affairs.bereavement.web.arrival import ARRIVAL, proven, visit_page

#: Questions about roles are named so, with the role behind.
ROLE = "role-"
_SAME = "同じ氏名と関係の方が、もう書かれています。その方を選んでください。別の方なら、「同じ氏名の別の方」に印を付けます。"


def _case(_request: HttpRequest, visit: int, **_: object) -> int:
    return visit


class PersonForm(forms.Form):
    """A person; of the visitor, whose name and relation are proven, the roles and what the forms need."""

    name = forms.CharField(label="氏名", max_length=60)
    relation = forms.CharField(label="故人との関係（聞いたまま）", max_length=30, required=False)
    twice = forms.BooleanField(label="同じ氏名の別の方", required=False)
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

    def __init__(
        self, visitor: bool, same: Callable[[Mapping[str, str]], bool] | None, *args: Any, **kwargs: Any
    ) -> None:
        """``same``: is somebody of this name and relation there already? None where nobody new is written down."""
        super().__init__(*args, **kwargs)
        # It is asked only of whom it is true.
        if (
            same is None
            or not self.is_bound
            or not same({name: self.data.get(name, "").strip() for name in ("name", "relation")})
        ):
            del self.fields["twice"]
        if visitor:
            for name in ("name", "relation", "here"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Nobody is written down twice by mistake."""
        said = super().clean() or {}
        if "twice" in self.fields and not said.get("twice"):
            self.add_error("name", _SAME)
        return said


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
        if wrong := _wrong(one, new, actions.NEW in said.values(), "twice" in request.POST):
            typed = {"said": said, "new": new, "here": "here" in request.POST, **wrong}
            return visit_page(request, one, {"typed": typed}, status=400)
        actions.answer_roles(one, said, new, "here" in request.POST)
    return redirect("bereavement:arrival", visit)


def _wrong(one: Visit, new: dict[str, str], chosen: bool, twice: bool) -> dict[str, object]:
    """What is to be mended about somebody who hasn't been written down yet: ``error``, ``same`` where it is to be confirmed."""
    if chosen and not new["name"]:
        return {"error": "「ほかの方」の氏名を書いてください。"}
    if new["name"] and not chosen:
        return {
            "error": "この方の役が選ばれていません。問いで「ほかの方」を選ぶか、「ほかの方を書き加える」から書いてください。"
        }
    if chosen and not twice and actions.is_there(one, new):
        return {"error": _SAME, "same": True}
    return {}


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
    same = None if there else functools.partial(actions.is_there, visit)
    form = PersonForm(visitor, same, request.POST or None, initial=shown)
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
