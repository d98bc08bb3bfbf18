"""What the addresses for programs take and give, as an OpenAPI 3.1 document."""

from typing import Any

from sekisho.affairs.admissions.delivery import HEADER
from sekisho.affairs.admissions.models import Application, Scan, Sheet
from sekisho.site import openapi
from sekisho.site.openapi import NUMBER, TEXT, YES

_SCAN = openapi.thing(
    scan=NUMBER,
    name=TEXT,
    state=openapi.one_of(dict(Scan.STATES)),
    reason=openapi.REFUSED,
    done=openapi.DONE,
    stopped=openapi.STOPPED,
    undecided={**NUMBER, "description": "どの申込みかを職員が決めるページの数"},
    unchecked={**NUMBER, "description": "職員の確認を待つ申込みの数"},
    pages=openapi.things(
        number={**NUMBER, "description": "何枚目か"},
        state=openapi.one_of(dict(Sheet.STATES)),
        read={**YES, "description": "読み取った"},
        form_page={**NUMBER, "description": "様式の何ページ目か（分からない間は 0）"},
        application={**TEXT, "description": "整理番号（決まらない間は空）"},
        aside=openapi.one_of({"": "", **dict(Sheet.KINDS)}),
    ),
    applications=openapi.things(
        number={**TEXT, "description": "整理番号"},
        state=openapi.one_of(dict(Application.STATES)),
        pages={
            "type": "array",
            "items": NUMBER,
            "description": "届いている様式のページ（ほかのファイルの分も）",
        },
        missing={"type": "array", "items": TEXT, "description": "足りないページ"},
        unchecked={**NUMBER, "description": "職員がまだ確かめていないページの数"},
        closed={**YES, "description": "もう渡し終えた（受け取る申込みに入らない）"},
    ),
)
_FOUND = openapi.thing(
    出力番号=TEXT,
    出力={**TEXT, "description": "出した人・日時・利用目的"},
    申込み=openapi.things(
        **dict.fromkeys(HEADER, TEXT),
        欄={"type": "object", "description": "欄の名前と値（日付は 2025-04-01 の形）"},
    ),
)
_OF_SCAN = openapi.only_of_scan("この用紙にページのある申込みだけ")


def document() -> dict[str, Any]:
    """The whole document."""
    return openapi.document(
        "admissions",
        "入所申込書読取",
        "申込書のファイルを渡し、読み取りの様子と、職員が確かめた申込みを受け取ります。鍵は課長が「ほかのプログラムの鍵」で出します。",
        {
            "scans/": {"post": openapi.send()},
            "scans/{scan}/": {"get": openapi.ask(_SCAN)},
            "rows/": {"get": _rows()},
            "applications/": {"get": _applications()},
        },
    )


def _rows() -> dict[str, Any]:
    return {
        "operationId": "rows",
        "summary": "確かめた申込みを CSV で受け取る",
        "description": "足りないページがなく、職員がすべて確かめ、まだ渡し終えていない申込みです。一家庭が一行です。",
        "parameters": [openapi.CODING, _OF_SCAN],
        "responses": {"200": openapi.CSV_ANSWER, **openapi.WRONG},
    }


def _applications() -> dict[str, Any]:
    return {
        "operationId": "applications",
        "summary": "確かめた申込みを JSON で受け取る",
        "description": "CSV と同じ申込みです。",
        "parameters": [_OF_SCAN],
        "responses": {"200": openapi.answer("申込み", _FOUND), **openapi.WRONG},
    }
