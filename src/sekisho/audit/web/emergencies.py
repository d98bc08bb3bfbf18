"""Broken glass: a purpose opened for half an hour to save life, body or property; reviewed by another person."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sekisho import gate
from sekisho.audit.web.log import purpose_names
from sekisho.base.errors import UserError
from sekisho.gate import exceptions
from sekisho.gate.models import Emergency
from sekisho.gate.words import EMERGENCIES
from sekisho.people.models import Office, Staff
from sekisho.site import menu

_MOST = 200


class GlassForm(forms.Form):
    """What is to be opened, and why."""

    purpose = forms.ChoiceField(label="開く利用目的")
    ground = forms.ChoiceField(label="守るもの", choices=tuple(EMERGENCIES.items()))
    reason = forms.CharField(
        label="何が起きているか", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text="あとで別の人が確かめます。所属長と個人情報保護担当にすぐ知らされます。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (key, name) for key, name in purpose_names().items() if not key.startswith("gate.")
        ]


@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """For every member of staff; no record is shown here."""
    form = GlassForm(request.POST or None)
    if form.is_valid():
        try:
            exceptions.break_glass(request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        except UserError as error:
            form.add_error(None, str(error))
        else:
            messages.warning(request, "30 分だけ開きました。見たものはすべて記録され、別の人が確かめます。")
            return redirect("home")
    return render(request, "audit/break_glass.html", {"form": form}, status=400 if form.errors else 200)


@menu.page("非常時の利用の点検")
@require_http_methods(["GET", "POST"])
@gate.purpose(exceptions.REVIEW)
def review(request: HttpRequest) -> HttpResponse:
    """Emergencies that wait for another person's eyes, and those that had them."""
    if request.method == "POST":
        number = request.POST.get("number", "")
        try:
            if not number.isdecimal():
                raise UserError("どの利用を点検したのか分かりません。", "一覧を開き直してください。")
            exceptions.review(int(number), request.POST.get("finding", "")[:2000])
            messages.success(request, f"非常時の利用 {number} の点検を記録しました。")
        except UserError as error:
            messages.error(request, str(error))
        return redirect("emergencies")
    found = list(Emergency.objects.all()[:_MOST])
    people = Staff.objects.in_bulk({key for one in found for key in (one.actor, one.reviewed_by) if key})
    offices = Office.objects.in_bulk({one.office for one in found})
    rows = [
        {
            "use": one, "who": str(people.get(one.actor, "")), "office": str(offices.get(one.office, "")),
            "purpose": purpose_names().get(one.purpose, one.purpose), "reviewer": str(people.get(one.reviewed_by, "")),
        }
        for one in found
    ]  # fmt: skip
    waiting = [row for row in rows if row["use"].reviewed_at is None]  # type: ignore[attr-defined]
    done = [row for row in rows if row not in waiting]
    return render(
        request, "audit/emergencies.html", {"waiting": waiting, "done": done, "mine": request.user.pk}
    )
