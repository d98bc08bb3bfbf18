"""Programs beside us: keys that the head issues, and what they open."""

import csv
import datetime
import io

import psycopg
import pytest

from sekisho.affairs.stool_tests.tests.sheets import move_in, scan_pdf
from sekisho.affairs.stool_tests.web.api.document import document
from sekisho.base import clock
from sekisho.people import robots
from sekisho.people.models import Assignment, RobotKey
from tests.cast import SINCE, Cast, signed_in
from tests.jobs import work_off
from tests.robots import KEYS, NAME, Robot, as_documented, issue

ROBOTS = "stool_tests.robots"
MONTH = "month=2025-05"


def _robot(key: str) -> Robot:
    return Robot(key, "stool_tests")


def test_a_program_sends_scans_asks_and_fetches_rows(cast: Cast, superuser: psycopg.Connection) -> None:
    move_in(cast)
    key = issue(cast, ROBOTS)
    robot, told = _robot(key), document()
    sent = as_documented(robot.send(scan_pdf(0), query=MONTH), told, "/stool_tests/api/scans/", "post")
    again = as_documented(robot.send(scan_pdf(0), query=MONTH), told, "/stool_tests/api/scans/", "post")
    assert (sent["twice"], again) == (False, {"scan": sent["scan"], "twice": True})
    work_off()
    asked = as_documented(robot.get(f"scans/{sent['scan']}/"), told, "/stool_tests/api/scans/{scan}/")
    assert asked["done"] and asked["pages"][0]["state"] == "read" and asked["name"] == "robot.pdf"
    for coding, read in (("utf-8", "utf-8-sig"), ("cp932", "cp932")):
        answer = robot.get(f"rows/?{MONTH}&coding={coding}")
        lines = list(csv.reader(io.StringIO(answer.content.decode(read))))
        assert lines[0][:5] == ["施設", "月", "氏名", "検査日", "状態"] and len(lines) > 5
        assert f"青木 あかり（{NAME}）" in lines[-1][0]
    only = robot.get(f"rows/?{MONTH}&scan=999").content.decode("utf-8-sig")
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
    robot = _robot(issue(cast, ROBOTS))
    for url in ("/", "/stool_tests/roster/", "/staff/", "/stool_tests/intake/", robot.api):
        assert robot.get(url).status_code in (302, 403), url
    RobotKey.objects.update(purpose="stool_tests.intake")
    refused = robot.get(f"rows/?{MONTH}")
    assert refused.status_code == 403 and "この鍵では" in refused.json()["message"]


def test_a_key_ends_with_its_day_its_revocation_and_the_post_that_it_rests_on(cast: Cast) -> None:
    robot = _robot(issue(cast, ROBOTS))
    url = f"rows/?{MONTH}"
    assert robot.get(url).status_code == 200
    assert "あなたの名で動くプログラム" in signed_in(cast.alice).get("/me/").content.decode()
    RobotKey.objects.update(expires_at=clock.now() - datetime.timedelta(seconds=1))
    assert robot.get(url).status_code == 401
    RobotKey.objects.update(expires_at=clock.now() + datetime.timedelta(days=1))
    head = signed_in(cast.bob)
    assert head.post(f"{KEYS}{RobotKey.objects.get().pk}/revoke/").status_code == 302
    assert robot.get(url).status_code == 401 and "取り消し済み" in head.get(KEYS).content.decode()
    other = _robot(robots.issue("2", ROBOTS, cast.alice.assignments.get(), 9, cast.bob))
    assert other.get(url).status_code == 200
    Assignment.objects.using("owner").filter(staff=cast.alice).update(until=datetime.date(2025, 4, 30))
    refused = other.get(url)
    assert refused.status_code == 403 and refused.json()["remedy"]
    assert _robot("x").get(url).status_code == 401


def test_what_is_sent_wrongly_is_told(cast: Cast) -> None:
    robot = _robot(issue(cast, ROBOTS))
    cases = (
        (robot.send(b"x=1", "application/x-www-form-urlencoded", MONTH), "本文として届いていません"),
        (robot.send(b"", query=MONTH), "空のファイル"), (robot.send(b"%PDF-", query="month=5"), "どの月か分かりません"),
        (robot.get(f"rows/?{MONTH}&coding=ebcdic"), "文字コード"), (robot.get(f"rows/?{MONTH}&scan=-1"), "番号ではありません"),
    )  # fmt: skip
    for answer, sentence in cases:
        assert answer.status_code == 400 and sentence in answer.json()["message"]
    assert robot.get("scans/999/").status_code == 404


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
