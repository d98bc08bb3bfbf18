"""Programs beside us: keys that the head issues, and what they open."""

import csv
import datetime
import io
import re
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.urls import resolve

from sekisho.affairs.stool_tests.tests.sheets import move_in, scan_pdf
from sekisho.affairs.stool_tests.web.api.document import document
from sekisho.base import clock
from sekisho.people import robots
from sekisho.people.models import Assignment, RobotKey
from sekisho.site.addresses import addresses
from tests.cast import SINCE, Cast, signed_in
from tests.jobs import work_off

API = "/stool_tests/api/"
KEYS = "/staff/robots/"


class Robot:
    """A program that knows nothing but its key."""

    def __init__(self, key: str) -> None:
        self._client = Client(
            headers={"host": "localhost", "authorization": f"Bearer {key}"}, enforce_csrf_checks=True
        )

    def get(self, url: str) -> Any:
        return self._client.get(url)

    def send(self, data: bytes, kind: str = "application/pdf", query: str = "month=2025-05") -> Any:
        return self._client.post(
            f"{API}scans/?{query}", data, content_type=kind, headers={"X-File-Name": "robot.pdf"}
        )


def _issue(cast: Cast, **changed: object) -> str:
    """A key, issued on the page by the head of the section for Alice."""
    Assignment(staff=cast.bob, post="section_head", office=cast.childcare, since=SINCE).save(using="owner")
    head = signed_in(cast.bob)
    told = {
        "name": "RPA 1 号機", "purpose": "stool_tests.robots", "assignment": cast.alice.assignments.get().pk, "days": 90,
        **changed,
    }  # fmt: skip
    answer = head.post(KEYS, told)
    assert answer.status_code == 302, answer.content.decode()
    shown = re.search(r'<code class="big">([^<]+)</code>', head.get(KEYS).content.decode())
    assert shown and "二度と出ません" not in head.get(KEYS).content.decode()
    return shown[1]


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    """As much of JSON Schema as the document uses."""
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str, "integer": int, "boolean": bool, "array": list, "object": dict,
    }  # fmt: skip
    if not isinstance(value, kinds[schema["type"]]) or value not in schema.get("enum", [value]):
        return False
    if schema["type"] == "array":
        return all(_fits(one, schema["items"]) for one in value)
    if schema["type"] == "object" and "properties" in schema:
        told = schema["properties"]
        return set(value) == set(told) and all(_fits(value[name], told[name]) for name in told)
    return True


def _as_documented(answer: Any, address: str, way: str) -> Any:
    """The body of an answer that is one of those in the document."""
    told = document()["paths"][address][way]["responses"][str(answer.status_code)]
    body = answer.json()
    assert _fits(body, told["content"]["application/json"]["schema"]), body
    return body


def test_a_program_sends_scans_asks_and_fetches_rows(cast: Cast, superuser: psycopg.Connection) -> None:
    move_in(cast)
    key = _issue(cast)
    robot = Robot(key)
    sent = _as_documented(robot.send(scan_pdf(0)), "/stool_tests/api/scans/", "post")
    again = _as_documented(robot.send(scan_pdf(0)), "/stool_tests/api/scans/", "post")
    assert (sent["twice"], again) == (False, {"scan": sent["scan"], "twice": True})
    work_off()
    asked = _as_documented(robot.get(f"{API}scans/{sent['scan']}/"), "/stool_tests/api/scans/{scan}/", "get")
    assert asked["done"] and asked["pages"][0]["state"] == "read" and asked["name"] == "robot.pdf"
    for coding, read in (("utf-8", "utf-8-sig"), ("cp932", "cp932")):
        answer = robot.get(f"{API}rows/?month=2025-05&coding={coding}")
        lines = list(csv.reader(io.StringIO(answer.content.decode(read))))
        assert lines[0][:5] == ["施設", "月", "氏名", "検査日", "状態"] and len(lines) > 5
        assert "青木 あかり（RPA 1 号機）" in lines[-1][0]
    only = robot.get(f"{API}rows/?month=2025-05&scan=999").content.decode("utf-8-sig")
    assert len(only.splitlines()) == 2
    # Every look stands in the log under Alice's name and the program's own terminal; the key stands nowhere.
    terminal = RobotKey.objects.get().terminal_id
    kinds = superuser.execute(
        "SELECT DISTINCT kind FROM gate_log WHERE actor = %s AND terminal = %s AND purpose = 'stool_tests.robots'",
        [cast.alice.pk, terminal],
    ).fetchall()
    assert {"read", "exported"} <= {kind for (kind,) in kinds}
    assert key not in str(superuser.execute("SELECT * FROM people_robotkey").fetchall())


def test_a_key_opens_nothing_else(cast: Cast) -> None:
    robot = Robot(_issue(cast))
    for url in ("/", "/stool_tests/roster/", "/staff/", "/stool_tests/intake/", f"{API}"):
        assert robot.get(url).status_code in (302, 403), url
    RobotKey.objects.update(purpose="stool_tests.intake")
    refused = robot.get(f"{API}rows/?month=2025-05")
    assert refused.status_code == 403 and "この鍵では" in refused.json()["message"]


def test_a_key_ends_with_its_day_its_revocation_and_the_post_that_it_rests_on(cast: Cast) -> None:
    robot = Robot(_issue(cast))
    url = f"{API}rows/?month=2025-05"
    assert robot.get(url).status_code == 200
    assert "あなたの名で動くプログラム" in signed_in(cast.alice).get("/me/").content.decode()
    RobotKey.objects.update(expires_at=clock.now() - datetime.timedelta(seconds=1))
    assert robot.get(url).status_code == 401
    RobotKey.objects.update(expires_at=clock.now() + datetime.timedelta(days=1))
    head = signed_in(cast.bob)
    assert head.post(f"{KEYS}{RobotKey.objects.get().pk}/revoke/").status_code == 302
    assert robot.get(url).status_code == 401 and "取り消し済み" in head.get(KEYS).content.decode()
    other = Robot(robots.issue("2", "stool_tests.robots", cast.alice.assignments.get(), 9, cast.bob))
    assert other.get(url).status_code == 200
    Assignment.objects.using("owner").filter(staff=cast.alice).update(until=datetime.date(2025, 4, 30))
    refused = other.get(url)
    assert refused.status_code == 403 and refused.json()["remedy"]
    assert Robot("x").get(url).status_code == 401


def test_what_is_sent_wrongly_is_told(cast: Cast) -> None:
    robot = Robot(_issue(cast))
    cases = (
        (robot.send(b"x=1", "application/x-www-form-urlencoded"), "本文として届いていません"),
        (robot.send(b""), "空のファイル"), (robot.send(b"%PDF-", query="month=5"), "どの月か分かりません"),
        (robot.get(f"{API}rows/?month=2025-05&coding=ebcdic"), "文字コード"), (robot.get(f"{API}rows/?month=2025-05&scan=-1"), "番号ではありません"),
    )  # fmt: skip
    for answer, sentence in cases:
        assert answer.status_code == 400 and sentence in answer.json()["message"]
    assert robot.get(f"{API}scans/999/").status_code == 404


def test_the_document_knows_every_address_and_no_other(cast: Cast) -> None:
    told = set(document()["paths"])
    views = {
        re.sub(r"<\w+:(\w+)>", r"{\1}", one.route) for one in addresses() if getattr(one.view, "robot", False)
    }
    assert told == views
    for address in told:
        assert resolve(address.replace("{scan}", "1")).func.robot
    alice = signed_in(cast.alice)
    assert alice.get(f"{API}openapi.json").json() == document()
    page = alice.get(API).content.decode()
    assert "用紙を渡す" in page and "curl" in page


def test_only_the_head_issues_keys_and_only_of_their_own_people(cast: Cast) -> None:
    assert signed_in(cast.alice).get(KEYS).status_code == 403
    dora = signed_in(cast.dora)
    alien = {
        "name": "x",
        "purpose": "stool_tests.robots",
        "assignment": cast.alice.assignments.get().pk,
        "days": 9,
    }
    assert dora.post(KEYS, alien).status_code == 400
    assert dora.post(KEYS, {**alien, "purpose": "people.upkeep"}).status_code == 400
    assert not RobotKey.objects.exists()


@pytest.mark.parametrize("days", ["0", "366", "x", ""])
def test_no_key_lasts_for_ever(cast: Cast, days: str) -> None:
    Assignment(staff=cast.bob, post="section_head", office=cast.childcare, since=SINCE).save(using="owner")
    told = {
        "name": "x",
        "purpose": "stool_tests.robots",
        "assignment": cast.alice.assignments.get().pk,
        "days": days,
    }
    assert signed_in(cast.bob).post(KEYS, told).status_code == 400
