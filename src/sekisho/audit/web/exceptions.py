"""Exceptional use: asked for, decided by another person, used as narrowly as written, listed for the year's report."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sekisho import gate
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.wareki import format_date
from sekisho.gate import exceptions, exports, passes
from sekisho.gate.models import ExceptionalUse
from sekisho.gate.words import EXCEPTIONS
from sekisho.people.models import Office, Staff
from sekisho.site import menu
from sekisho.site.downloads import CSV, download
from sekisho.site.forms import WarekiField

_APRIL = 4
_HEADER = ("番号", "申請日", "課・園", "申請者", "根拠", "使う目的", "必要な理由", "人数", "項目", "期間", "決定", "決定者", "決定の理由")  # fmt: skip


class RequestForm(forms.Form):
    """A request, as narrow as it will open."""

    ground = forms.ChoiceField(
        label="根拠", choices=tuple(EXCEPTIONS.items()),
        help_text="第2項の各号は、本人や第三者の権利利益を不当に侵害するおそれがあるときは使えません。",
    )  # fmt: skip
    aim = forms.CharField(label="使う目的", max_length=200)
    necessity = forms.CharField(label="必要な理由", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    subjects = forms.CharField(
        label="対象者", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="「種類:番号」を 1 行に 1 人（例：stool_tests.person:12）。ここに書いた人だけが開きます。",
    )  # fmt: skip
    columns = forms.MultipleChoiceField(label="見る項目", widget=forms.CheckboxSelectMultiple)
    since = WarekiField(label="この日から")
    until = WarekiField(label="この日まで")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = exceptions.openable_columns()  # type: ignore[attr-defined]


@menu.page("目的外利用の申請")
@require_http_methods(["GET", "POST"])
@gate.purpose(exceptions.REQUEST)
def requests(request: HttpRequest) -> HttpResponse:
    """The office's requests, and a new one."""
    form = RequestForm(request.POST or None)
    if form.is_valid():
        try:
            exceptions.ask(**{**form.cleaned_data, "subjects": form.cleaned_data["subjects"].split()})
        except UserError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "申請しました。個人情報保護担当が決めるまで、何も開きません。")
            return redirect("exceptions")
    words = {"rows": _rows(ExceptionalUse.objects.all()[:100]), "form": form, "mine": request.user.pk}
    return render(request, "audit/exceptions.html", words, status=400 if form.errors else 200)


def _case(request: HttpRequest, pk: int) -> int:
    return pk


@menu.page(None)
@require_GET
@gate.purpose(passes.EXCEPTIONAL_USE, case=_case)
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly what an approved request names."""
    opened = passes.current()
    assert opened is not None
    tables = [
        (name, words, [list(row.values()) for row in rows]) for name, words, rows in exceptions.shown(opened)
    ]
    return render(request, "audit/exception_use.html", {"pk": pk, "tables": tables})


@menu.page("目的外利用の承認と報告")
@require_http_methods(["GET", "POST"])
@gate.purpose(exceptions.DECISION)
def decisions(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and the year's list."""
    if request.method == "POST":
        number, answer = request.POST.get("number", ""), request.POST.get("answer")
        reason = request.POST.get("decision", "").strip()[:2000]
        if not number.isdecimal() or answer not in ("yes", "no") or not reason:
            messages.error(
                request, "決定の理由を書いてから、承認する・承認しないのどちらかを押してください。"
            )
        else:
            try:
                exceptions.decide(int(number), answer == "yes", reason)
                messages.success(request, f"目的外利用 {number} を決定しました。")
            except UserError as error:
                messages.error(request, str(error))
        return redirect("exception_decisions")
    year = _year(request)
    words = {
        "waiting": _rows(ExceptionalUse.objects.filter(decided_at__isnull=True)),
        "rows": _rows(_of_year(year)), "year": year, "years": range(year - 1, year + 2), "mine": request.user.pk,
    }  # fmt: skip
    return render(request, "audit/decisions.html", words)


@require_GET
@gate.purpose(exceptions.DECISION)
def report(request: HttpRequest) -> HttpResponse:
    """The year's list as CSV."""
    year = _year(request)
    lines = [
        (
            str(one.pk), format_date(one.requested_at.astimezone(clock.TOKYO).date()), row["office"], row["who"],
            one.get_ground_display(), one.aim, one.necessity, str(len(one.subjects)), " ".join(one.columns),
            f"{format_date(one.since)}～{format_date(one.until)}", row["state"], row["decider"], one.decision,
        )
        for row in _rows(_of_year(year))
        for one in [row["use"]]
    ]  # fmt: skip
    export = exports.issue("csv", str(request.user))
    return download(export.csv(_HEADER, lines), f"exceptional-use-{year}-{export.serial}.csv", CSV)


def _year(request: HttpRequest) -> int:
    """The fiscal year of the address, or today's."""
    wanted = request.GET.get("year", "")
    today = clock.today()
    known = wanted.isdecimal() and len(wanted) == 4 and 2000 <= int(wanted) < 2200
    return int(wanted) if known else today.year - (today.month < _APRIL)


def _of_year(year: int) -> Any:
    start, end = (datetime.datetime(one, _APRIL, 1, tzinfo=clock.TOKYO) for one in (year, year + 1))
    return ExceptionalUse.objects.filter(requested_at__gte=start, requested_at__lt=end)


def _rows(found: Any) -> list[dict[str, Any]]:
    found = list(found)
    people = Staff.objects.in_bulk(
        {key for one in found for key in (one.requested_by, one.decided_by) if key}
    )
    offices = Office.objects.in_bulk({one.office for one in found if one.office})
    today = clock.today()
    return [
        {
            "use": one, "who": str(people.get(one.requested_by, "")), "office": str(offices.get(one.office, "")),
            "decider": str(people.get(one.decided_by, "")), "state": _state(one),
            "open": bool(one.approved) and one.since <= today <= one.until,
        }
        for one in found
    ]  # fmt: skip


def _state(one: ExceptionalUse) -> str:
    return {None: "決定待ち", True: "承認", False: "不承認"}[one.approved]
