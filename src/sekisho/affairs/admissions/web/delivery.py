"""Confirmed applications leave as CSV or JSON, and are handed over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.admissions import delivery as tables
from sekisho.affairs.admissions.actions.checking import close as close_applications
from sekisho.base import clock
from sekisho.site import menu
from sekisho.site.downloads import download, download_csv

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
    data = tables.as_csv(tables.ready(), str(request.user.name))  # type: ignore[union-attr]
    return download_csv(data, tables.file_name("csv"), request.GET.get("coding", ""))


@require_GET
@gate.purpose(DELIVERY)
def as_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    data = tables.as_json(tables.ready(), str(request.user.name))  # type: ignore[union-attr]
    return download(data, tables.file_name("json"), "application/json")


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
