"""Confirming a posting, when what goes, the paper's return, and how the affair is run."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions import closing as actions
from sekisho.affairs.stool_tests.closing.batches import batches, certificates, rule
from sekisho.affairs.stool_tests.jobs_posting import PURPOSE
from sekisho.affairs.stool_tests.models import Posting, Settings
from sekisho.affairs.stool_tests.models.year import MONTHS
from sekisho.affairs.stool_tests.months import first_day
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.retention import due_on
from sekisho.base.wareki import format_date
from sekisho.site import menu
from sekisho.site.forms import WarekiField

_YEAR = (4, *MONTHS)


class SettingsForm(forms.Form):
    """How the affair is run."""

    months = forms.TypedMultipleChoiceField(
        label="検便をする月", coerce=int, choices=[(month, f"{month}月") for month in _YEAR],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    due_day = forms.IntegerField(
        label="結果用紙の期限（翌月の何日）", min_value=1, max_value=28,
        help_text="この日を過ぎても届かない園を「遅れ」とします（要確認：市が定める）。",
    )  # fmt: skip
    trial_until = WarekiField(
        label="検証の終わり", required=False,
        help_text="試している間だけ入れます。この日までは何も消さず、この日から数えてまとめて消します。空欄なら月ごとに消します。",
    )  # fmt: skip


class ReturnForm(forms.Form):
    """The day on which the paper went back."""

    day = WarekiField(label="原本を返した日")


@require_POST
@gate.purpose(PURPOSE, case=lambda _request, posting: posting)
def confirm(request: HttpRequest, posting: int) -> HttpResponse:
    """A clerk has looked at the ledger."""
    found = get_object_or_404(
        Posting.objects.select_for_update(of=("self",)).select_related("after"), pk=posting
    )
    try:
        anchor = actions.confirm(found, request.actor.key)  # type: ignore[attr-defined]
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
    else:
        day = format_date(due_on(anchor, rule().length), weekday=True)
        messages.success(request, f"確かめたことを記録しました。用紙と読み取りの記録は {day} に消えます。")
    return redirect("stool_tests:posting", posting)


@menu.page("いつ消えるか")
@require_GET
@gate.purpose(PURPOSE)
def erasure(request: HttpRequest) -> HttpResponse:
    """Every month with the day on which it goes."""
    settings = Settings.now()
    context = {
        "batches": batches(), "rule": rule(), "certificates": certificates(), "settings": settings, "today": clock.today(),
        "trial": settings.trial_until if settings.trial_until and settings.trial_until >= clock.today() else None,
    }  # fmt: skip
    return render(request, "stool_tests/erasure.html", context)


@gate.purpose(PURPOSE)
def originals(request: HttpRequest, month: str) -> HttpResponse:
    """The paper of a month went back."""
    day = first_day(month)
    if day is None:
        return redirect("stool_tests:erasure")
    form = ReturnForm(request.POST or None, initial={"day": clock.today()})
    if form.is_valid():
        try:
            count = actions.return_originals(day, form.cleaned_data["day"], request.actor.key)  # type: ignore[attr-defined]
        except UserError as refused:
            form.add_error("day", f"{refused.message}{refused.remedy}")
        else:
            messages.success(request, f"{count} 園の原本を返したことを記録しました。")
            return redirect("stool_tests:erasure")
    context = {"form": form, "month": day}
    return render(request, "stool_tests/originals.html", context, status=400 if form.errors else 200)


@menu.page("検便の設定")
@gate.purpose(PURPOSE)
def settings(request: HttpRequest) -> HttpResponse:
    """Months, due day, trial."""
    held = Settings.now()
    initial = {"months": held.months, "due_day": held.due_day, "trial_until": held.trial_until}
    form = SettingsForm(request.POST or None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_settings(said["months"], said["due_day"], said["trial_until"], request.actor.key)  # type: ignore[attr-defined]
        except UserError as refused:
            form.add_error("trial_until", f"{refused.message}{refused.remedy}")
        else:
            messages.success(request, "設定を変えました。")
            return redirect("stool_tests:settings")
    return render(request, "stool_tests/settings.html", {"form": form}, status=400 if form.errors else 200)
