"""What the addresses for programs of any affair take and give alike, as pieces of an OpenAPI 3.1 document."""

from collections.abc import Mapping
from typing import Any

from sekisho.site.downloads import CODINGS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
YES: Schema = {"type": "boolean"}
#: Of a file that is being read.
DONE: Schema = {**YES, "description": "読み取りが終わった"}
REFUSED: Schema = {**TEXT, "description": "受け取れないわけ"}
STOPPED: Schema = {**TEXT, "description": "読み取りが途中で止まったわけと直し方（止まっていない間は空）"}


def thing(**properties: Schema) -> Schema:
    """An object that has all of these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def things(**properties: Schema) -> Schema:
    """A list of such objects."""
    return {"type": "array", "items": thing(**properties)}


def one_of(choices: Mapping[str, str]) -> Schema:
    """One of the codes, their words as its description."""
    said = "、".join(f"{code}＝{word}" for code, word in choices.items() if code)
    return {**TEXT, "enum": list(choices), "description": said}


def answer(description: str, schema: Schema) -> Schema:
    """An answer as JSON."""
    return {"description": description, "content": {"application/json": {"schema": schema}}}


_WRONG_SCHEMA = {"$ref": "#/components/schemas/Wrong"}
#: How every address refuses.
WRONG = {
    "400": answer("送り方に直すところがあります", _WRONG_SCHEMA),
    "401": answer("鍵が使えません", _WRONG_SCHEMA),
    "403": answer("認められていません", _WRONG_SCHEMA),
}
CSV_ANSWER: Schema = {"description": "CSV", "content": {"text/csv": {"schema": TEXT}}}
CODING: Schema = {
    "name": "coding", "in": "query", "description": "文字コード（Excel で開くなら cp932）",
    "schema": {**TEXT, "enum": list(CODINGS), "default": CODINGS[0]},
}  # fmt: skip


def send(*parameters: Schema) -> Schema:
    """A file as the body; the same file again gets the same number."""
    name = {
        "name": "X-File-Name", "in": "header", "description": "ファイルの名前（日本語は URL エンコードする）", "schema": TEXT,
    }  # fmt: skip
    kinds = ("application/pdf", "image/tiff", "image/jpeg", "image/png")
    whole = {"schema": {"type": "string", "format": "binary"}}
    sent = thing(
        scan={**NUMBER, "description": "この用紙の番号"},
        twice={**YES, "description": "前に受け取ったファイルと同じ"},
    )
    return {
        "operationId": "send",
        "summary": "用紙を渡す",
        "parameters": [*parameters, name],
        "requestBody": {"required": True, "content": dict.fromkeys(kinds, whole)},
        "responses": {
            "201": answer("受け取りました", sent),
            "200": answer("前に受け取ったファイルと同じです", sent),
            **WRONG,
        },
    }


def ask(scan: Schema) -> Schema:
    """How far the file of a number is."""
    number = {
        "name": "scan",
        "in": "path",
        "required": True,
        "description": "この用紙の番号",
        "schema": NUMBER,
    }
    missing = answer("その番号の用紙はありません", _WRONG_SCHEMA)
    return {
        "operationId": "ask",
        "summary": "読み取りの様子を尋ねる",
        "parameters": [number],
        "responses": {"200": answer("様子", scan), "404": missing, **WRONG},
    }


def only_of_scan(description: str) -> Schema:
    """The parameter that narrows rows down to one file."""
    return {"name": "scan", "in": "query", "description": description, "schema": NUMBER}


def document(affair: str, title: str, description: str, paths: Mapping[str, Schema]) -> Schema:
    """The whole document of an affair: ``paths`` below its ``api/``, and the document itself."""
    described = {
        "operationId": "openapi",
        "summary": "この文書",
        "responses": {
            "200": answer("OpenAPI の文書", {"type": "object"}), "401": WRONG["401"], "403": WRONG["403"],
        },
    }  # fmt: skip
    known = {**paths, "openapi.json": {"get": described}}
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{title}：ほかのプログラムとの接続", "version": "1", "description": description},
        "security": [{"key": []}],
        "paths": {f"/{affair}/api/{path}": ways for path, ways in known.items()},
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Wrong": thing(message=TEXT, remedy=TEXT)},
        },
    }
