"""``/components/``: every component with its states, on made-up data."""

import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.gate.answers import Refused
from sekisho.site.forms import WarekiField
from sekisho.site.jobs_shown import Shown
from sekisho.site.tables import Column, table

_COLUMNS = (
    Column("name", "氏名", ("kana",)),
    Column("office", "施設", ("office", "kana")),
    Column("day", "受検日"),
    Column("count", "回数", ("count",), number=True),
)
_ROWS = [
    {"name": name, "kana": kana, "office": office, "day": datetime.date(2026, 11, day), "count": count}
    for name, kana, office, day, count in (
        ("青空 はるか", "あおぞら はるか", "丘の上保育園", 4, 8), ("石橋 渡", "いしばし わたる", "小川保育園", 5, 7),
        ("海野 波", "うみの なみ", "丘の上保育園", 4, 6), ("江戸 鷹", "えど たか", "森の保育園", 6, 8),
        ("大山 昇", "おおやま のぼる", "小川保育園", 5, 3),
    )
]  # fmt: skip
_EVENTS = [
    {"when": datetime.date(2026, 11, 25), "what": "結果を台帳に転記した", "who": "保育課　担当者"},
    {"when": datetime.date(2026, 11, 20), "what": "確認待ちの行を確かめた", "who": "保育課　担当者"},
    {"when": datetime.date(2026, 11, 18), "what": "結果用紙を受け取った", "who": "丘の上保育園"},
]
_LENGTH = 8


class Sample(forms.Form):
    """A form with what forms have: text, a date, a choice, a sentence of help."""

    name = forms.CharField(label="氏名", max_length=20, help_text="姓と名の間を空けてください。")
    born = WarekiField(label="生年月日", help_text="「平成30年4月1日」「H30.4.1」のどの書き方でも読みます。")
    kind = forms.ChoiceField(
        label="区分", choices=(("", "選んでください"), ("new", "新規"), ("again", "継続"))
    )


def _job(key: str, state: str, done: int, **more: str) -> Shown:
    poll = f"/components/progress/?done={min(done + 1, _LENGTH)}"
    return Shown(key, more.pop("title", "結果用紙の読み取り"), state, done, _LENGTH, poll, **more)  # type: ignore[arg-type]


def _jobs() -> list[Shown]:
    return [
        _job("live", "running", 0, message="用紙を読んでいます（この見本は8秒で終わります）"),
        _job("done", "done", _LENGTH, title="台帳への転記", message="40行を転記しました。", result="/components/"),
        _job(
            "failed", "failed", 3, title="PDFの作成", message="3枚目で止まりました。",
            remedy="用紙の向きを確かめて、もう一度実行してください。書き込まれたものはありません。", retry="/components/toast/",
        ),
    ]  # fmt: skip


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All components; ``?empty`` and ``?sort=…`` show further states of the table."""
    refused = Refused(
        "example.roster",
        "post",
        "あなたの職位（担当者）では、「検便結果読取事務」の「受検者名簿の確認」は認められていません。",
        "必要なときは、保育課の担当者・課長にお尋ねください。",
    )
    wrong = Sample({"name": "", "born": "平成31年5月1日", "kind": "new"}, auto_id="wrong_%s")
    words = {
        "table": table(request, _ROWS, _COLUMNS),
        "form": Sample(auto_id="right_%s"),
        "wrong": wrong,
        "events": _EVENTS,
        "steps": ("取り込み", "読み取り", "確認", "転記"),
        "jobs": _jobs(),
        "chart_rows": [("4月", 812), ("5月", 798), ("6月", 805), ("7月", 640)],
        "person": [("施設", "丘の上保育園"), ("番号", "012"), ("入職日", "令和5年4月1日(土)")],
        "refused": refused,
    }
    return render(request, "site/components.html", words)


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """A step further of the sample job."""
    asked = request.GET.get("done", "")
    done = min(int(asked), _LENGTH) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 0
    state = "done" if done == _LENGTH else "running"
    words = {"done": "終わりました。", "running": "用紙を読んでいます"}
    job = _job("live", state, done, message=words[state])
    return render(request, "site/parts/progress_now.html", {"job": job})


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """The sample form on its own page, so that its errors can be tried."""
    filled = Sample(request.POST or None)
    if filled.is_valid():
        messages.success(request, "受け付けました（見本なので、保存していません）。")
        return redirect("components")
    return render(request, "site/components_form.html", {"form": filled})


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Says what arrived; nothing is kept."""
    files = request.FILES.getlist("files")
    if files:
        messages.success(request, f"{len(files)} 個のファイルが届きました（見本なので、保存していません）。")
    else:
        messages.error(
            request, "ファイルが選ばれていません。「ファイルの選択」で選んでから取り込んでください。"
        )
    return redirect("components")


@require_POST
def toast(request: HttpRequest) -> HttpResponse:
    """Does something that can be undone, or undoes it."""
    if "again" in request.GET:
        messages.info(request, "元に戻しました。")
    else:
        messages.success(request, "1件を済みにしました。", extra_tags="/components/toast/?again")
    return redirect("components")
