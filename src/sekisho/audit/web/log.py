"""The log by subject, person, purpose and time; unusual patterns; where a leaked print came from."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sekisho import gate
from sekisho.audit import queries
from sekisho.audit.templatetags.audit import few
from sekisho.base import clock
from sekisho.gate import exports
from sekisho.gate.register.load import registers
from sekisho.site import menu, printing
from sekisho.site.downloads import CSV, download
from sekisho.site.forms import WarekiField

#: Lines that one file takes; more is asked for by narrower questions.
_MOST = 20_000
#: Days over which names are compared at once.
_MONTH = 31
_HEADER = ("番号", "日時", "職員", "課・園", "利用目的", "種別", "対象者", "項目", "件数", "付記")


class AskForm(forms.Form):
    """The filters of the log."""

    subject = forms.CharField(
        label="対象者", required=False, help_text="「種類:番号」（例：stool_tests.person:12）"
    )
    staff = forms.CharField(label="職員番号", required=False)
    purpose = forms.ChoiceField(label="利用目的", required=False)
    kind = forms.ChoiceField(label="種別", required=False, choices=[("", "すべて"), *queries.KINDS.items()])
    since = WarekiField(label="この日から", required=False)
    until = WarekiField(label="この日まで", required=False)
    hours = forms.BooleanField(label="時間外・休日だけ", required=False)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", "すべて"), *purpose_names().items()]  # type: ignore[attr-defined]

    def asked(self) -> queries.Asked | None:
        """The question; None where a filter can't be read."""
        return queries.Asked(**self.cleaned_data) if self.is_valid() else None


def purpose_names() -> dict[str, str]:
    """Every purpose of the registers in words."""
    return {
        f"{key}.{one.key}": f"{registered.entry.affair.name}：{one.name}"
        for key, registered in registers().items()
        for one in registered.entry.purposes
    }


@menu.page("アクセス記録")
@require_GET
@gate.purpose("gate.audit")
def log(request: HttpRequest) -> HttpResponse:
    """Lines that answer the question in the address, newest first, a page at a time."""
    form = AskForm(request.GET)
    asked = form.asked()
    found = queries.shown(queries.lines(asked)[: queries.SIZE + 1]) if asked else []
    page, more = found[: queries.SIZE], len(found) > queries.SIZE
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    older = urlencode({**kept, "before": page[-1].line.pk}) if more else ""
    words = {
        "form": form, "rows": page, "older": older, "newest": urlencode(kept), "paged": bool(asked and asked.before),
        "purposes": purpose_names(),
    }  # fmt: skip
    return render(request, "audit/log.html", words)


def _printed(request: HttpRequest) -> list[tuple[str, ...]]:
    """The lines that answer the question in the address, as they leave."""
    asked = AskForm(request.GET).asked()
    names = purpose_names()
    return [
        (
            str(one.line.pk), one.line.at.astimezone(clock.TOKYO).isoformat(timespec="seconds"), one.who, one.office,
            names.get(one.line.purpose, one.line.purpose), one.kind, " ".join(one.line.subjects or ()),
            " ".join(one.line.fields or ()), str(one.line.rows), one.line.note,
        )
        for one in (queries.shown(queries.lines(asked)[:_MOST]) if asked else [])
    ]  # fmt: skip


@require_GET
@gate.purpose("gate.audit")
def log_csv(request: HttpRequest) -> HttpResponse:
    """The same lines as a file, with a serial number in every line."""
    rows = _printed(request)
    export = exports.issue("csv", str(request.user))
    return download(export.csv(_HEADER, rows), f"access-log-{export.serial}.csv", CSV)


@require_GET
@gate.purpose("gate.audit")
def log_pdf(request: HttpRequest) -> HttpResponse:
    """The same lines as PDF."""
    return printing.as_pdf(_sheet(request), str(request.user))


@menu.page(None)
@require_GET
@gate.purpose("gate.audit")
def log_print(request: HttpRequest) -> HttpResponse:
    """The same lines as a page for the browser's printing."""
    return printing.as_page(request, _sheet(request))


def _sheet(request: HttpRequest) -> printing.Sheet:
    """On paper the lists of subjects and columns are cut short; the whole is in the file."""
    rows = [
        (row[0], row[1][:16].replace("T", " "), *row[2:6], few(row[6].split()), few(row[7].split()), *row[8:])
        for row in _printed(request)
    ]
    return printing.Sheet("アクセス記録", _HEADER, rows)


@menu.page("ふだんと違う利用")
@require_GET
@gate.purpose("gate.audit")
def unusual(request: HttpRequest) -> HttpResponse:
    """Days far above somebody's own habit."""
    return render(request, "audit/unusual.html", {"rows": queries.unusual_volume(clock.today())})


class DaysForm(forms.Form):
    """From a day to a day, not too many: names are compared when somebody asks."""

    since = WarekiField(label="この日から")
    until = WarekiField(label="この日まで")

    def clean(self) -> dict[str, Any]:
        """In order, and a month at most."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if {"since", "until"} <= said.keys() and not 0 <= (said["until"] - said["since"]).days < _MONTH:
            raise forms.ValidationError(f"始まりから終わりまでを、{_MONTH} 日以内で書いてください。")
        return said


@menu.page("身近な人の記録を見た利用")
@require_GET
@gate.purpose("gate.audit")
def kin(request: HttpRequest) -> HttpResponse:
    """Looks at people of the reader's own family name or block; the last week, unless other days are asked for."""
    today = clock.today()
    week = {"since": today - datetime.timedelta(days=6), "until": today}
    form = DaysForm(request.GET if {"since", "until"} & request.GET.keys() else week)
    asked = form.cleaned_data if form.is_valid() else None
    known, staff = queries.homes_known()
    words = {
        "form": form, "rows": queries.own_family(**asked) if asked else [], "near": queries.own_block(**asked) if asked else [],
        "purposes": purpose_names(), "unsplit": queries.unsplit_names(), "known": known, "staff": staff, "most": queries.MOST_NEAR,
    }  # fmt: skip
    return render(request, "audit/kin.html", words)


@menu.page("出力番号から調べる")
@require_GET
@gate.purpose("gate.audit")
def serial(request: HttpRequest) -> HttpResponse:
    """Who let a page out, when, why and with whom in it, by the number printed on it."""
    text = request.GET.get("serial", "")[:200]
    number = exports.serial_of(text)
    words = {
        "text": text, "number": number, "rows": queries.exported(number) if number else [],
        "purposes": purpose_names(),
    }  # fmt: skip
    return render(request, "audit/serial.html", words)
