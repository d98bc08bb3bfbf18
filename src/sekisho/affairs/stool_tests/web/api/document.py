"""What the addresses for programs take and give, as an OpenAPI 3.1 document."""

from typing import Any

from sekisho.affairs.stool_tests.models import Page, Scan
from sekisho.site import openapi
from sekisho.site.openapi import NUMBER, TEXT

_MONTH = {
    "name": "month", "in": "query", "required": True, "description": "用紙の月（例：2025-05）",
    "schema": {"type": "string", "pattern": r"^20\d\d-(0[1-9]|1[0-2])$"},
}  # fmt: skip
_SCAN = openapi.thing(
    scan=NUMBER,
    name=TEXT,
    month=TEXT,
    state=openapi.one_of(dict(Scan.STATES)),
    reason=openapi.REFUSED,
    done=openapi.DONE,
    stopped=openapi.STOPPED,
    doubtful={**NUMBER, "description": "職員の確認を待つ行の数"},
    pages=openapi.things(
        number=NUMBER,
        facility=TEXT,
        state=openapi.one_of(dict(Page.STATES)),
        reason=TEXT,
    ),
)


def document() -> dict[str, Any]:
    """The whole document."""
    return openapi.document(
        "stool_tests",
        "検便結果読取",
        "結果用紙を渡し、読み取りの様子と決まった行を受け取ります。鍵は課長が「ほかのプログラムの鍵」で出します。",
        {
            "scans/": {"post": openapi.send(_MONTH)},
            "scans/{scan}/": {"get": openapi.ask(_SCAN)},
            "rows/": {"get": _rows()},
        },
    )


def _rows() -> dict[str, Any]:
    return {
        "operationId": "rows",
        "summary": "決まった行を受け取る",
        "description": "確かに読めた行と、職員が確かめた行です。どの行にも出力番号が付き、最後の行に出した人と日時が入ります。",
        "parameters": [_MONTH, openapi.CODING, openapi.only_of_scan("この用紙の行だけ")],
        "responses": {"200": openapi.CSV_ANSWER, **openapi.WRONG},
    }
