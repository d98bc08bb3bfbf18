"""A staff list comes in whole or not at all, within the reach of who hands it in; offices are added by the personnel section."""

import datetime
import re

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from sekisho.base import clock
from sekisho.people.models import Assignment, AssignmentRequest, FirstSignInCode, Office, Staff
from sekisho.people.staff_list import COLUMNS
from tests.cast import Cast, hire, signed_in

PAGE = "/staff/list/"
HEAD = ",".join(COLUMNS)


@pytest.fixture
def personnel(cast: Cast) -> Client:
    """The personnel section's browser."""
    return signed_in(hire("2001", "林 はるか", "personnel", Office.objects.get(code="somu")))


def _send(client: Client, lines: list[str], enter: bool = False, encoding: str = "utf-8") -> HttpResponse:
    file = SimpleUploadedFile("名簿.csv", "\r\n".join([HEAD, *lines]).encode(encoding))
    return client.post(PAGE, {"list": file, **({"enter": "on"} if enter else {})})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_list_is_looked_at_and_entered_whole(cast: Cast, personnel: Client, encoding: str) -> None:
    lines = [
        "3001,森 みどり,もり みどり,n01,園・施設の職員,令和8年4月1日,",
        "3002,川 ながれ,,n02,園長・施設長,2026-04-01,2027-03-31",
        "1001,青木 あかり,,hoiku,担当者,2025-04-01,",
        "1003,千葉 千里,,hoiku,担当者,R8.4.1,",
    ]
    looked = _send(personnel, lines, encoding=encoding).content.decode()
    assert (
        "新しい職員は 2 人です" in looked
        and "承認を待つ申請になります" in looked
        and "そのままです" in looked
    )
    assert not Staff.objects.filter(number="3001").exists() and not AssignmentRequest.objects.exists()
    done = _send(personnel, lines, True, encoding).content.decode()
    assert "職位を 2 件置きました" in done and "1 件は、別の人の承認" in done
    codes = re.findall(r'<code class="big">([0-9A-F-]+)</code>', done)
    assert len(codes) == len(set(codes)) == 2 and FirstSignInCode.objects.count() == 2
    assert [one.post for one in Staff.objects.get(number="3001").held_on(clock.today())] == ["facility_staff"]
    assert AssignmentRequest.objects.get().staff.number == "3002"
    assert Assignment.objects.filter(staff=cast.alice).count() == 1
    again = _send(personnel, lines, True, encoding).content.decode()
    assert "職位を 0 件置きました" in again and "コード" not in again.split("<aside")[0]


def test_one_bad_line_and_nothing_is_entered(cast: Cast, personnel: Client) -> None:
    bad = [
        "3001,森 みどり,,n01,園・施設の職員,2026-04-01,", "3002,川 ながれ,,n99,担当者,2026-04-01,", "3003,山 たかし,,n01,主任,2026-04-01,",
        "3004,谷 ふかし,,n01,担当者,きのう,", "3005,峰 いただき,,n01,担当者,2026-04-01,2026-03-01", "1001,別の 人,,n01,担当者,2026-04-01,",
        "2001,林 はるか,,somu,監査担当,2026-04-01,", ",名 なし,,n01,担当者,2026-04-01,",
    ]  # fmt: skip
    answer = _send(personnel, bad, True)
    page = answer.content.decode()
    assert answer.status_code == 400 and "まだ何も加えていません" in page
    for line, words in (
        (3, "n99"),
        (4, "主任"),
        (5, "日付として"),
        (6, "より前です"),
        (7, "別の氏名"),
        (8, "自分の職位"),
        (9, "職員番号を"),
    ):
        assert re.search(f"{line} 行目：[^行]*{words}", page), (line, words)
    assert not Staff.objects.filter(number__startswith="300").exists()
    assert personnel.post(PAGE, {}).status_code == 400
    lacking = personnel.post(PAGE, {"list": SimpleUploadedFile("x.csv", "番号\n1\n".encode())})
    assert lacking.status_code == 400 and "列（職員番号" in lacking.content.decode()


def test_a_number_names_one_person_and_a_post_stands_once(cast: Cast, personnel: Client) -> None:
    line = "3001,森 みどり,,n01,園・施設の職員,2026-04-01,2027-03-31"
    page = _send(
        personnel,
        [
            line,
            line,
            "3001,森 みどり,,n01,園・施設の職員,2027-04-01,",
            "3001,林 しげる,,n02,園・施設の職員,2026-04-01,",
        ],
        True,
    )
    assert page.status_code == 400 and not Staff.objects.filter(number="3001").exists()
    told = page.content.decode()
    assert re.search("3 行目：同じ職位の行が二つあります", told) and "4 行目" not in told
    assert re.search("5 行目：同じ番号が、この名簿で別の氏名にも使われています", told)


def test_next_years_line_of_a_post_is_given(cast: Cast, personnel: Client) -> None:
    today = clock.today()
    end, lapsed = today + datetime.timedelta(days=100), today - datetime.timedelta(days=1)
    held = hire("3001", "森 みどり", "facility_staff", cast.hill)
    Assignment.objects.using("owner").filter(staff=held).update(until=end)
    new = "3001,森 みどり,,n01,園・施設の職員,{},".format
    assert "そのままです" in _send(personnel, [new(today) + str(end)]).content.decode()
    assert "重なっています" in _send(personnel, [new(today)], True).content.decode()
    after = end + datetime.timedelta(days=1)
    assert (
        "職位を 1 件置きました"
        in _send(personnel, [new(today) + str(end), new(after)], True).content.decode()
    )
    assert held.held_on(today) and Assignment.objects.filter(staff=held, since=after, until=None).exists()
    Assignment.objects.using("owner").filter(staff=held, until=end).update(lapses_on=lapsed)
    assert "確認の期限が切れています" in _send(personnel, [new(today) + str(end)], True).content.decode()


def test_a_head_reaches_her_own_office_alone(cast: Cast) -> None:
    dora = signed_in(cast.dora)
    other = _send(dora, ["3001,森 みどり,,n02,園・施設の職員,2026-04-01,"], True)
    assert other.status_code == 400 and "あなたの担当ではありません" in other.content.decode()
    assert _send(dora, ["3001,森 みどり,,n01,園・施設の職員,2026-04-01,"], True).status_code == 200
    assert Staff.objects.get(number="3001").held_on(clock.today())[0].office == cast.hill
    assert _send(signed_in(cast.alice), []).status_code == 403


def test_posts_of_a_list_are_in_the_log(cast: Cast, personnel: Client, superuser: psycopg.Connection) -> None:
    _send(personnel, ["3001,森 みどり,,n01,園・施設の職員,2026-04-01,"], True)
    staff = Staff.objects.get(number="3001")
    noted = superuser.execute(
        "SELECT purpose, subjects FROM gate_log WHERE kind = 'added' AND table_name = 'people_assignment' AND actor IS NOT NULL"
    ).fetchall()
    assert noted == [("people.upkeep", [f"people.staff:{staff.pk}"])]


def test_an_office_is_added_and_renamed_by_the_personnel_section(cast: Cast, personnel: Client) -> None:
    page = personnel.get("/staff/offices/").content.decode()
    assert "登録簿が待っている課" in page and "koseki" in page
    personnel.post("/staff/offices/", {"code": "koseki", "name": "戸籍住民課", "kind": "section"})
    office = Office.objects.get(code="koseki")
    assert "<b>koseki</b>" not in personnel.get("/staff/offices/").content.decode()
    twice = personnel.post("/staff/offices/", {"code": "koseki", "name": "別", "kind": "section"})
    assert twice.status_code == 400 and "もう使われています" in twice.content.decode()
    wrong = personnel.post("/staff/offices/", {"code": "課 1", "name": "別", "kind": "section"})
    assert wrong.status_code == 400 and "半角の英数字" in wrong.content.decode()
    personnel.post("/staff/offices/rename/", {"office": office.pk, "name": "市民課"})
    personnel.post("/staff/offices/rename/", {"office": office.pk, "name": " "})
    office.refresh_from_db()
    assert office.name == "市民課"
    assert signed_in(cast.dora).get("/staff/offices/").status_code == 403
