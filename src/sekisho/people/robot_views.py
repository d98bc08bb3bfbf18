"""What the views for programs of any affair do alike: take a file, say who an export is for, show their document."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sekisho.base.errors import UserError
from sekisho.site.downloads import CODINGS, download
from sekisho.site.received import TwiceError, body_of, name_of


def taken(request: HttpRequest, limit: int, receive: Callable[[str, bytes], int]) -> HttpResponse:
    """The body as a file of at most ``limit`` bytes, given with its name to ``receive``, which says its number. The same file
    again gets the same number: a program may try twice."""
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise UserError(
            "ファイルが本文として届いていません。",
            "Content-Type に application/pdf などを付けて、ファイルそのものを本文として送ってください。",
        )
    data = body_of(request, limit)
    try:
        scan = receive(name_of(request), data)
    except TwiceError as twice:
        if twice.scan is None:
            raise
        return JsonResponse({"scan": twice.scan, "twice": True})
    return JsonResponse({"scan": scan, "twice": False}, status=201)


def coding_of(request: HttpRequest) -> str:
    """How the CSV is to be written; UserError for what isn't one of CODINGS."""
    coding = request.GET.get("coding", CODINGS[0])
    if coding not in CODINGS:
        raise UserError(
            f"文字コード「{coding[:20]}」はありません。",
            f"coding に {' か '.join(CODINGS)} を指定してください。",
        )
    return coding


def scan_of(request: HttpRequest) -> int | None:
    """The number of the file whose rows alone are wanted; None for all, UserError for no number."""
    wanted = request.GET.get("scan", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        raise UserError("scan が番号ではありません。", "用紙を送ったときの答えの番号を指定してください。")
    return int(wanted)


def who(request: HttpRequest) -> str:
    """Whose name an export bears: that of whoever answers for it, and the program's."""
    robot = request.robot  # type: ignore[attr-defined]
    name = str(request.user.name)  # type: ignore[union-attr]
    return f"{name}（{robot}）" if robot else name


def document_page(request: HttpRequest, template: str, document: dict[str, Any]) -> HttpResponse:
    """How a program uses the addresses; ``template`` extends «people/api.html» with its examples."""
    base = request.build_absolute_uri("/").rstrip("/")
    return render(request, template, {"document": document, "base": base})


def document_file(document: dict[str, Any]) -> HttpResponse:
    """The document for programs that read one."""
    data = json.dumps(document, ensure_ascii=False, indent=2).encode()
    return download(data, "openapi.json", "application/json")
