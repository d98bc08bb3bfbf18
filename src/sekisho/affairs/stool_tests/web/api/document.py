"""What the addresses for programs take and give, as an OpenAPI 3.1 document."""

from typing import Any

from sekisho.affairs.stool_tests.models import Page, Scan

#: Ways in which a CSV is written: for programs, and for an Excel that is opened by a double click.
CODINGS = ("utf-8", "cp932")
_TEXT, _NUMBER, _YES = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_MONTH = {
    "name": "month", "in": "query", "required": True, "description": "用紙の月（例：2025-05）",
    "schema": {"type": "string", "pattern": r"^20\d\d-(0[1-9]|1[0-2])$"},
}  # fmt: skip


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


_WRONG = {
    "400": _json("送り方に直すところがあります", {"$ref": "#/components/schemas/Wrong"}),
    "401": _json("鍵が使えません", {"$ref": "#/components/schemas/Wrong"}),
    "403": _json("認められていません", {"$ref": "#/components/schemas/Wrong"}),
}
_SENT = _object(
    scan={**_NUMBER, "description": "この用紙の番号"},
    twice={**_YES, "description": "前に受け取ったファイルと同じ"},
)
_SCAN = _object(
    scan=_NUMBER,
    name=_TEXT,
    month=_TEXT,
    state={**_TEXT, "enum": [state for state, _ in Scan.STATES]},
    reason={**_TEXT, "description": "受け取れないわけ"},
    done={**_YES, "description": "読み取りが終わった"},
    doubtful={**_NUMBER, "description": "職員の確認を待つ行の数"},
    pages={
        "type": "array",
        "items": _object(
            number=_NUMBER,
            facility=_TEXT,
            state={**_TEXT, "enum": [state for state, _ in Page.STATES]},
            reason=_TEXT,
        ),
    },
)


def document() -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "検便結果読取：ほかのプログラムとの接続",
            "version": "1",
            "description": "結果用紙を渡し、読み取りの様子と決まった行を受け取ります。鍵は課長が「ほかのプログラムの鍵」で出します。",
        },
        "security": [{"key": []}],
        "paths": {
            "/stool_tests/api/scans/": {"post": _send()},
            "/stool_tests/api/scans/{scan}/": {"get": _ask()},
            "/stool_tests/api/rows/": {"get": _rows()},
            "/stool_tests/api/openapi.json": {"get": _describe()},
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Wrong": _object(message=_TEXT, remedy=_TEXT)},
        },
    }


def _send() -> dict[str, Any]:
    name = {
        "name": "X-File-Name", "in": "header", "description": "ファイルの名前（日本語は URL エンコードする）", "schema": _TEXT,
    }  # fmt: skip
    kinds = ("application/pdf", "image/tiff", "image/jpeg", "image/png")
    whole = {"schema": {"type": "string", "format": "binary"}}
    return {
        "operationId": "send",
        "summary": "用紙を渡す",
        "parameters": [_MONTH, name],
        "requestBody": {"required": True, "content": dict.fromkeys(kinds, whole)},
        "responses": {
            "201": _json("受け取りました", _SENT),
            "200": _json("前に受け取ったファイルと同じです", _SENT),
            **_WRONG,
        },
    }


def _ask() -> dict[str, Any]:
    number = {"name": "scan", "in": "path", "required": True, "schema": _NUMBER}
    return {
        "operationId": "ask",
        "summary": "読み取りの様子を尋ねる",
        "parameters": [number],
        "responses": {
            "200": _json("様子", _SCAN),
            "404": _json("その番号の用紙はありません", {"$ref": "#/components/schemas/Wrong"}),
            **_WRONG,
        },
    }


def _rows() -> dict[str, Any]:
    coding = {
        "name": "coding", "in": "query", "description": "文字コード（Excel で開くなら cp932）",
        "schema": {"type": "string", "enum": list(CODINGS), "default": CODINGS[0]},
    }  # fmt: skip
    only = {"name": "scan", "in": "query", "description": "この用紙の行だけ", "schema": _NUMBER}
    return {
        "operationId": "rows",
        "summary": "決まった行を受け取る",
        "description": "確かに読めた行と、職員が確かめた行です。どの行にも出力番号が付き、最後の行に出した人と日時が入ります。",
        "parameters": [_MONTH, coding, only],
        "responses": {"200": {"description": "CSV", "content": {"text/csv": {"schema": _TEXT}}}, **_WRONG},
    }


def _describe() -> dict[str, Any]:
    return {
        "operationId": "openapi",
        "summary": "この文書",
        "responses": {
            "200": _json("OpenAPI の文書", {"type": "object"}),
            "401": _WRONG["401"],
            "403": _WRONG["403"],
        },
    }
