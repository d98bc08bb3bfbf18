"""A program beside us, as the tests of any affair play one: it knows its key and the OpenAPI document, and nothing else."""

import re
from typing import Any

from django.test import Client

from sekisho.people.models import Assignment
from tests.cast import SINCE, Cast, signed_in

KEYS = "/staff/robots/"
NAME = "RPA 1 号機"


class Robot:
    """A program with a key for the addresses of an affair."""

    def __init__(self, key: str, affair: str) -> None:
        self._client = Client(
            headers={"host": "localhost", "authorization": f"Bearer {key}"}, enforce_csrf_checks=True
        )
        self.api = f"/{affair}/api/"

    def get(self, url: str) -> Any:
        """An address below the affair's ``api/``, or a whole one."""
        return self._client.get(url if url.startswith("/") else f"{self.api}{url}")

    def send(self, data: bytes, kind: str = "application/pdf", query: str = "") -> Any:
        """A file as the body."""
        return self._client.post(
            f"{self.api}scans/?{query}", data, content_type=kind, headers={"X-File-Name": "robot.pdf"}
        )


def issue(cast: Cast, purpose: str, **changed: object) -> str:
    """A key, issued on the page by the head of the section for Alice."""
    Assignment(staff=cast.bob, post="section_head", office=cast.childcare, since=SINCE).save(using="owner")
    head = signed_in(cast.bob)
    told = {
        "name": NAME, "purpose": purpose, "assignment": cast.alice.assignments.get().pk, "days": 90, **changed,
    }  # fmt: skip
    answer = head.post(KEYS, told)
    assert answer.status_code == 302, answer.content.decode()
    shown = re.search(r'<code class="big">([^<]+)</code>', head.get(KEYS).content.decode())
    assert shown and "二度と出ません" not in head.get(KEYS).content.decode()
    return shown[1]


def as_documented(answer: Any, document: dict[str, Any], address: str, way: str = "get") -> Any:
    """The body of an answer that is one of those in the document."""
    told = document["paths"][address][way]["responses"][str(answer.status_code)]
    body = answer.json()
    assert _fits(body, told["content"]["application/json"]["schema"], document), body
    return body


def _fits(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> bool:
    """As much of JSON Schema as the documents use."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str, "integer": int, "boolean": bool, "array": list, "object": dict,
    }  # fmt: skip
    if not isinstance(value, kinds[schema["type"]]) or value not in schema.get("enum", [value]):
        return False
    if schema["type"] == "array":
        return all(_fits(one, schema["items"], document) for one in value)
    if schema["type"] == "object" and "properties" in schema:
        told = schema["properties"]
        return set(value) == set(told) and all(_fits(value[name], told[name], document) for name in told)
    return True
