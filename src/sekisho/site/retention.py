"""Pages of retention: what will go when, holds, certificates."""

import datetime
import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sekisho import gate
from sekisho.base import clock, wareki
from sekisho.gate.models.retention import Certificate, Hold, RetentionRule
from sekisho.gate.retention import certificate as certificates
from sekisho.gate.retention.preview import Plan, plans
from sekisho.gate.retention.rules import rules

_MONTHS = 12
_LARGEST_PDF = 5 * 2**20


@gate.purpose("gate.retention")
def preview(request: HttpRequest) -> HttpResponse:
    """What the coming purges will erase, by rule and month."""
    found = plans(clock.today())
    months = sorted({month for plan in found for month in plan.months})[:_MONTHS]
    lines = [
        (
            plan,
            [(_words(month), plan.months[month]) for month in months if plan.months[month]],
            _later(plan, months),
        )
        for plan in found
    ]
    return render(request, "site/retention/preview.html", {"lines": lines})


def _words(month: datetime.date) -> str:
    return f"{wareki.format_date(month).partition('月')[0]}月"


def _later(plan: Plan, months: list[datetime.date]) -> int:
    return sum(rows for month, rows in plan.months.items() if month not in months)


class HoldForm(forms.Form):
    """A hold on everything about one subject."""

    kind = forms.ChoiceField(label="記録の種類")
    number = forms.IntegerField(label="記録の番号", min_value=1)
    why = forms.CharField(label="理由", max_length=200, help_text="例：令和8年（行ウ）第3号 訴訟のため")
    until = forms.DateField(
        label="いつまで",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "終わりの日を選んでください。延ばすときは、新しい留保を加えます。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = dict(RetentionRule.objects.values_list("table_name", "subject_kind"))
        choices = {
            kinds[rule.table]: f"{rule.affair}：{rule.kind}"
            for rule in rules()
            if rule.table != Hold._meta.db_table
        }
        self.fields["kind"].choices = list(choices.items())  # type: ignore[attr-defined]

    def clean_until(self) -> datetime.date:
        """Not over already."""
        until: datetime.date = self.cleaned_data["until"]
        if until < clock.today():
            raise forms.ValidationError("今日より後の日を選んでください。")
        return until


@gate.purpose("gate.hold")
def holds(request: HttpRequest) -> HttpResponse:
    """The holds in force and past ones, and a form for a new one."""
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        Hold.objects.create(
            subject=f"{said['kind']}:{said['number']}", why=said["why"], until=said["until"],
            made_by=request.user.pk, made_at=clock.now(),
        )  # fmt: skip
        messages.success(request, "消去の留保を記録しました。")
        return redirect("holds")
    today = clock.today()
    found = [(hold, hold.until >= today) for hold in Hold.objects.order_by("-until", "-id")]
    return render(request, "site/retention/holds.html", {"form": form, "holds": found})


@gate.purpose("gate.retention")
def certificate_list(request: HttpRequest) -> HttpResponse:
    """All certificates; and which one an uploaded PDF is."""
    checked = None
    if request.method == "POST":
        checked = _check(request)
    found = Certificate.objects.defer("leaves", "pdf")
    lines = [(one, sum(line["count"] for line in one.lines)) for one in found]
    return render(request, "site/retention/certificates.html", {"lines": lines, "checked": checked})


def _check(request: HttpRequest) -> dict[str, object]:
    """By the PDF's hash or by the number written on it."""
    upload, number = request.FILES.get("pdf"), request.POST.get("number", "").strip()
    if upload is not None and upload.size <= _LARGEST_PDF:
        found = Certificate.objects.filter(pdf_hash=hashlib.sha256(upload.read()).hexdigest()).first()
    else:
        found = Certificate.objects.filter(number=number).first() if number else None
    return {"found": found, "sound": found is not None and certificates.sound(found)}


@gate.purpose("gate.retention")
def certificate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate as PDF."""
    found = Certificate.objects.filter(number=number).first()
    if found is None:
        raise Http404
    answer = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}.pdf"'
    return answer
