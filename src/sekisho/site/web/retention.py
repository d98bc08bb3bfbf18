"""Pages of retention: what will go when, holds, certificates."""

import datetime
import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sekisho import gate
from sekisho.base import clock, wareki
from sekisho.gate.models.retention import Certificate, Hold, RetentionRule
from sekisho.gate.retention import certificate as certificates
from sekisho.gate.retention import traces
from sekisho.gate.retention.preview import Plan, plans
from sekisho.gate.retention.rules import rules
from sekisho.site import menu
from sekisho.site.downloads import PDF, download
from sekisho.site.forms import WarekiField
from sekisho.site.offered import opens

_HOLD = "gate.hold"
_MONTHS = 12
_LARGEST_PDF = 5 * 2**20


def _page(request: HttpRequest, name: str, words: dict[str, Any]) -> HttpResponse:
    """A page with the way to the others that open to the reader."""
    return render(request, f"site/retention/{name}.html", {**words, "may_hold": opens(request, _HOLD)})


@menu.page("消去の予定")
@require_safe
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
    return _page(request, "preview", {"lines": lines, "traces": traces.said()})


def _words(month: datetime.date) -> str:
    return f"{wareki.format_date(month).partition('月')[0]}月"


def _later(plan: Plan, months: list[datetime.date]) -> int:
    return sum(rows for month, rows in plan.months.items() if month not in months)


class HoldForm(forms.Form):
    """A hold on everything about one subject."""

    kind = forms.ChoiceField(label="記録の種類")
    number = forms.IntegerField(label="記録の番号", min_value=1)
    why = forms.CharField(label="理由", max_length=200, help_text="例：令和8年（行ウ）第3号 訴訟のため")
    until = WarekiField(
        label="いつまで",
        error_messages={"required": "終わりの日を書いてください。延ばすときは、新しい留保を加えます。"},
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
            raise forms.ValidationError("今日より後の日を書いてください。")
        return until


@require_http_methods(["GET", "POST"])
@gate.purpose(_HOLD)
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
    return _page(request, "holds", {"form": form, "holds": found})


class CheckForm(forms.Form):
    """A certificate to check: its PDF, or the number on it."""

    pdf = forms.FileField(
        label="証明書の PDF", required=False, widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )
    number = forms.CharField(
        label="または番号", required=False, max_length=40, help_text="例：消去-2026-0001"
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("pdf") and not said.get("number"):
            raise forms.ValidationError("PDF を選ぶか、番号を書いてください。")
        if said.get("pdf") and said["pdf"].size > _LARGEST_PDF:
            raise forms.ValidationError("PDF が大きすぎます。受け取ったままの証明書を選んでください。")
        return said


@menu.page("消去証明書")
@require_http_methods(["GET", "POST"])
@gate.purpose("gate.retention")
def certificate_list(request: HttpRequest) -> HttpResponse:
    """All certificates; and which one an uploaded PDF is."""
    form = CheckForm(request.POST or None, request.FILES or None)
    checked = _check(form.cleaned_data) if request.method == "POST" and form.is_valid() else None
    found = Certificate.objects.defer("leaves", "pdf")
    lines = [(one, sum(line["count"] for line in one.lines)) for one in found]
    return _page(request, "certificates", {"lines": lines, "checked": checked, "form": form})


def _check(said: dict[str, Any]) -> dict[str, str]:
    """What the certificate is, by the PDF's hash or by the number written on it, as a notice."""
    known = Certificate.objects.all()
    if said["pdf"]:
        found = known.filter(pdf_hash=hashlib.sha256(said["pdf"].read()).hexdigest()).first()
    else:
        found = known.filter(number=said["number"]).first()
    if found is None:
        return {
            "kind": "warning",
            "text": "その証明書は、ここで出したものではありません。",
            "remedy": "番号か、受け取ったままの PDF かを確かめてください。",
        }
    if not certificates.sound(found):
        text = f"{found.number} は、控えと照合値が合いません。"
        return {"kind": "error", "text": text, "remedy": "総務課に知らせてください。"}
    text = f"{found.number} は、この市が出した証明書です。照合値も件数も合っています。"
    return {"kind": "success", "text": text, "remedy": ""}


@require_safe
@gate.purpose("gate.retention")
def certificate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate as PDF."""
    found = Certificate.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return download(bytes(found.pdf), f"{found.pk}.pdf", PDF)
