"""Confirmed applications leave as CSV or JSON, and are handed over."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.admissions import delivery as tables
from sekisho.affairs.admissions.actions.checking import close as close_applications
from sekisho.base import clock
from sekisho.base.files import shift_jis
from sekisho.gate import exports
from sekisho.site import menu
from sekisho.site.downloads import CSV, download

DELIVERY = "admissions.delivery"


@require_GET
@menu.page("確かめた申込みの引き渡し")
@gate.purpose(DELIVERY)
def delivery(request: HttpRequest) -> HttpResponse:
    """What is ready."""
    return render(request, "admissions/delivery.html", {"ready": tables.ready()})


@require_GET
@gate.purpose(DELIVERY)
def as_csv(request: HttpRequest) -> HttpResponse:
    """One line a family; «coding=cp932» for programs that read nothing else."""
    header, lines = tables.table(tables.ready())
    data = exports.issue("csv", str(request.user.name)).csv(header, lines)  # type: ignore[union-attr]
    name = f"moushikomi-{clock.today():%Y%m%d}.csv"
    if request.GET.get("coding") == "cp932":
        return download(shift_jis(data.decode("utf-8-sig")), name, "text/csv; charset=Shift_JIS")
    return download(data, name, CSV)


@require_GET
@gate.purpose(DELIVERY)
def as_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    found = tables.objects(tables.ready())
    export = exports.issue("json", str(request.user.name))  # type: ignore[union-attr]
    told = {"出力番号": export.serial, "出力": export.watermark, "申込み": found}
    data = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return download(data, f"moushikomi-{clock.today():%Y%m%d}.json", "application/json")


@require_POST
@gate.purpose(DELIVERY)
def close(request: HttpRequest) -> HttpResponse:
    """What was shown has been handed over; it goes when its time is up."""
    keys = [
        int(key)
        for key in request.POST.getlist("application")
        if key.isascii() and key.isdecimal() and len(key) < 18
    ]
    count = close_applications(keys, clock.today())
    if count:
        messages.success(request, f"{count} 件を渡し終えました。申込書の画像と値は、30 日後に消えます。")
    else:
        messages.warning(request, "渡し終えた申込みが選ばれていません。")
    return redirect("admissions:delivery")
