"""Error pages: what happened and what to do, in Japanese; nothing of the program's inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from sekisho.base.errors import UserError

_LATER = "しばらくしてからもう一度お試しください。続くときは、起きた時刻を添えて情報システムの担当にお知らせください。"


def _bare(status: int, title: str, message: str, remedy: str) -> HttpResponse:
    """A page that needs neither session nor database, since these may be what has failed."""
    words = {"title": title, "message": message, "remedy": remedy}
    return HttpResponse(render_to_string("site/bare.html", words), status=status)


def _page(request: HttpRequest, status: int, title: str, message: str, remedy: str) -> HttpResponse:
    words = {"title": title, "message": message, "remedy": remedy}
    template = "site/parts/error.html" if _htmx(request) else "site/error.html"
    return render(request, template, words, status=status)


def _htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request makes no sense."""
    return _bare(
        400,
        "受け取れない内容です",
        "ブラウザーから届いた内容を読めませんでした。",
        "前の画面に戻り、入力し直してください。",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 that isn't the gate's (the gate's refusals have their own page)."""
    return _page(
        request,
        403,
        "この操作はできません",
        "いまの職位や端末では行えない操作です。",
        "所属長にお尋ねください。",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also where something may exist that the person may not see."""
    return _page(
        request,
        404,
        "画面が見つかりません",
        "この番地に画面はありません。移ったか、番地が違うのかもしれません。",
        "ホームから選び直してください。",
    )


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes a form was opened by itself."""
    return _page(
        request,
        405,
        "この番地だけでは開けません",
        "画面のボタンから送るための番地です。",
        "ホームから選び直してください。",
    )


def told(request: HttpRequest, error: UserError) -> HttpResponse:
    """400: what the user can mend."""
    return _page(request, 400, "このままではできません", error.message, error.remedy)


def still_at_work(request: HttpRequest) -> HttpResponse:
    """409: the same form was sent a moment ago and isn't answered yet."""
    return _page(
        request,
        409,
        "いま処理しています",
        "同じ内容がすでに送られ、処理が続いています。もう一度送る必要はありません。",
        "しばらくしてから前の画面を開き直し、結果を確かめてください。",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a mistake of the program."""
    return _bare(
        500,
        "処理できませんでした",
        "仕組みの側で誤りが起きました。入力した内容は書き込まれていません。",
        _LATER,
    )


def gate_closed(request: HttpRequest) -> HttpResponse:
    """500: the program asked for records without a pass, and the gate stopped it before anything was seen."""
    return _bare(
        500,
        "関所で止まりました",
        "画面が、利用目的を示さずに記録を読もうとしたため、何も見せる前に止めました。プログラムの誤りです。",
        "情報システムの担当に、起きた時刻と画面の名前をお知らせください。",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is old or foreign."""
    return _page(
        request,
        403,
        "送信を受け付けられませんでした",
        "画面を開いてから時間がたったか、別の画面でログインし直したため、安全のため受け付けませんでした。",
        "前の画面を開き直して、もう一度送ってください。",
    )
