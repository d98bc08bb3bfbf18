"""Programs beside us: files in, how far they are, confirmed applications out, with a key of the affair's own purpose."""

import csv
import dataclasses
import io
import json

import psycopg
from django.test import Client

from sekisho import gate
from sekisho.affairs.admissions.actions.forms import publish_form
from sekisho.affairs.admissions.demo import FORM
from sekisho.affairs.admissions.models import Application, Sheet
from sekisho.affairs.admissions.tests.papers import family, form_text, pages_pdf
from sekisho.affairs.admissions.web.api.document import document
from sekisho.people import robots
from sekisho.people.models import RobotKey
from tests.cast import Cast, actor, signed_in
from tests.jobs import work_off
from tests.robots import NAME, Robot, as_documented, issue

ROBOTS = "admissions.robots"
SCANS, SCAN = "/admissions/api/scans/", "/admissions/api/scans/{scan}/"


def _robot(cast: Cast) -> Robot:
    key = robots.issue(NAME, ROBOTS, cast.alice.assignments.get(), 9, cast.bob)
    return Robot(key, "admissions")


def _look_at(client: Client, cast: Cast, number: str, name: str) -> None:
    """Alice looks at every page of the application, and puts the guardian's name right."""
    with gate.enter(actor(cast.alice), "admissions.review"):
        row = Application.objects.get(number=number)
        sheets = list(Sheet.objects.filter(application=row).order_by("form_page"))
        boxes = [one["name"] for one in json.loads(sheets[0].entries)]
    for sheet in sheets:
        told = {f"b{boxes.index('保護者氏名')}": name} if sheet.form_page == 1 else {}
        assert client.post(f"/admissions/applications/{row.pk}/pages/{sheet.pk}/", told).status_code == 302


def test_a_program_sends_files_asks_and_fetches_what_was_confirmed(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    publish_form(FORM, form_text())
    key = issue(cast, ROBOTS)
    robot, told = Robot(key, "admissions"), document()
    one, other = family("one"), family("other")
    # The third page bears the other family's number: a person must say whose it is.
    astray = dataclasses.replace(one, values=one.values | {"3/整理番号": other.number})
    data = pages_pdf((one, (1, 2)), (astray, (3,)), (other, (1, 2)), (one, (4, 5, 6)))
    sent = as_documented(robot.send(data), told, SCANS, "post")
    again = as_documented(robot.send(data), told, SCANS, "post")
    assert (sent["twice"], again) == (False, {"scan": sent["scan"], "twice": True})
    waiting = as_documented(robot.get(f"scans/{sent['scan']}/"), told, SCAN)
    assert not waiting["done"] and waiting["name"] == "robot.pdf"
    work_off()
    asked = as_documented(robot.get(f"scans/{sent['scan']}/"), told, SCAN)
    assert asked["done"] and (asked["undecided"], asked["unchecked"]) == (1, 2)
    assert [(page["form_page"], page["application"], page["aside"]) for page in asked["pages"]] == [
        (1, one.number, ""), (2, one.number, ""), (3, "", "whose"), (1, other.number, ""), (2, other.number, ""),
        (4, one.number, ""), (5, one.number, ""), (6, one.number, ""),
    ]  # fmt: skip
    mine = next(found for found in asked["applications"] if found["number"] == one.number)
    assert mine["pages"] == [1, 2, 4, 5, 6] and mine["unchecked"] == 5
    assert mine["missing"] == ["3 ページ目「保護者の就労の状況」がありません。"]
    # A program's log may keep all of that: nobody's name is in it.
    assert one.child.split()[0] not in json.dumps(asked, ensure_ascii=False)
    assert robot.get("applications/").json()["申込み"] == [], "nothing leaves unseen"
    later = robot.send(pages_pdf((one, (3,)))).json()["scan"]
    work_off()
    _look_at(signed_in(cast.alice), cast, one.number, "𠮷野 はな")
    asked = robot.get(f"scans/{later}/").json()
    assert asked["unchecked"] == 0 and asked["applications"][0]["missing"] == []
    _fetched(robot, one.number)
    for scan, count in ((later, 1), (999, 0)):
        assert len(robot.get(f"applications/?scan={scan}").json()["申込み"]) == count
    # Every look stands in the log under Alice's name and the program's own terminal; the key stands nowhere.
    terminal = RobotKey.objects.get().terminal_id
    kinds = superuser.execute(
        "SELECT DISTINCT kind FROM gate_log WHERE actor = %s AND terminal = %s AND purpose = %s",
        [cast.alice.pk, terminal, ROBOTS],
    ).fetchall()
    assert {"read", "exported"} <= {kind for (kind,) in kinds}
    assert key not in str(superuser.execute("SELECT * FROM people_robotkey").fetchall())


def _fetched(robot: Robot, number: str) -> None:
    """The one confirmed application, as CSV in both codings and as JSON."""
    for coding, read, name in (("utf-8", "utf-8-sig", "𠮷野 はな"), ("cp932", "cp932", "〓野 はな")):
        answer = robot.get(f"rows/?coding={coding}")
        lines = list(csv.reader(io.StringIO(answer.content.decode(read))))
        first = dict(zip(lines[0], lines[1], strict=True))
        assert (first["整理番号"], first["保護者氏名"]) == (number, name)
        assert len(lines) == 3 and f"青木 あかり（{NAME}）" in lines[-1][0]
    found = as_documented(robot.get("applications/"), document(), "/admissions/api/applications/")
    assert [row["整理番号"] for row in found["申込み"]] == [number]
    assert found["申込み"][0]["欄"]["保護者氏名"] == "𠮷野 はな" and NAME in found["出力"]


def test_a_file_of_another_kind_is_refused_with_a_reason(cast: Cast) -> None:
    publish_form(FORM, form_text())
    robot = _robot(cast)
    sent = as_documented(robot.send(b"PK\x03\x04 a workbook", "application/zip"), document(), SCANS, "post")
    work_off()
    asked = as_documented(robot.get(f"scans/{sent['scan']}/"), document(), SCAN)
    assert asked["done"] and asked["state"] == "refused" and asked["reason"] and asked["pages"] == []


def test_a_page_of_another_form_is_told(cast: Cast) -> None:
    from sekisho.affairs.stool_tests.tests.sheets import scan_pdf

    publish_form(FORM, form_text())
    robot = _robot(cast)
    sent = robot.send(scan_pdf(0)).json()
    work_off()
    asked = as_documented(robot.get(f"scans/{sent['scan']}/"), document(), SCAN)
    assert {page["aside"] for page in asked["pages"]} == {"form"}
    assert (asked["undecided"], asked["applications"]) == (0, [])


def test_a_reading_that_stopped_says_why(cast: Cast) -> None:
    robot = _robot(cast)
    sent = robot.send(pages_pdf((family("one"), (1,)))).json()
    assert robot.get(f"scans/{sent['scan']}/").json()["stopped"] == ""
    work_off()
    asked = as_documented(robot.get(f"scans/{sent['scan']}/"), document(), SCAN)
    assert not asked["done"] and "様式が、まだ登録されていません" in asked["stopped"]


def test_what_is_sent_wrongly_is_told_and_a_key_opens_nothing_else(cast: Cast) -> None:
    robot = _robot(cast)
    cases = (
        (robot.send(b"x=1", "application/x-www-form-urlencoded"), "本文として届いていません"),
        (robot.send(b""), "空のファイル"), (robot.get("rows/?coding=ebcdic"), "文字コード"),
        (robot.get("rows/?scan=-1"), "番号ではありません"), (robot.get("applications/?scan=x"), "番号ではありません"),
    )  # fmt: skip
    for answer, sentence in cases:
        assert answer.status_code == 400 and sentence in answer.json()["message"]
    assert robot.get("scans/999/").status_code == 404
    for url in ("/admissions/", "/admissions/delivery/csv/", "/admissions/intake/", robot.api):
        assert robot.get(url).status_code in (302, 403), url
    alien = Robot(
        robots.issue("検便", "stool_tests.robots", cast.alice.assignments.get(), 9, cast.bob), "admissions"
    )
    for answer in (
        alien.send(b"%PDF-"),
        alien.get("rows/"),
        alien.get("applications/"),
        alien.get("scans/1/"),
    ):
        assert answer.status_code == 403 and "この鍵では" in answer.json()["message"]
