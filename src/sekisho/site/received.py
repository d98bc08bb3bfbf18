"""A file as the body of a request, its name in a header: it never lies on a disk in plain, as a form's file would. And what the
script that sent it is told."""

import unicodedata
from urllib.parse import unquote

from django.http import HttpRequest, JsonResponse

from sekisho.base.errors import UserError


class TwiceError(UserError):
    """The same file is there already; ``scan``: its number, None while it is still coming in."""

    scan: int | None = None


def name_of(request: HttpRequest) -> str:
    """The file's name, without what can't be seen or turns the reading direction."""
    name = unquote(request.headers.get("X-File-Name", ""))
    shown = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C").strip()
    return shown[:255] or "名前のないファイル"


def body_of(request: HttpRequest, limit: int) -> bytes:
    """The whole body; UserError when it is empty, larger than ``limit`` bytes or was cut off."""
    try:
        length = int(request.headers.get("Content-Length") or "0")
    except ValueError:
        raise UserError("ファイルの大きさが分かりません。", "もう一度入れてください。") from None
    if length > limit:
        raise UserError(
            f"ファイルが大きすぎます（{length // 1_000_000:,} MB）。",
            f"{limit // 1_000_000} MB までのファイルにするか、300dpi の白黒かグレーでスキャンし直してください。",
        )
    data = request.read(length)
    if len(data) != length:
        raise UserError("途中で通信が切れました。", "もう一度入れてください。")
    if not data:
        raise UserError("中身のない空のファイルです。", "スキャンし直したものを入れてください。")
    return bytes(data)


def told(refused: UserError, **besides: object) -> JsonResponse:
    """Why something wasn't done, for a script to show, and what else it has to know."""
    said = {"ok": False, "message": refused.message, "remedy": refused.remedy}
    return JsonResponse({**said, **besides}, status=400)
