"""The year's board, who is missing, and positive results that nobody else sees."""

import datetime
import re

import psycopg
import pytest
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.models import Finding, Page, Row, Scan
from sekisho.affairs.stool_tests.tests.months import DAY, MONTH, read_month, row, settle_people, sheet
from sekisho.base import clock
from tests.cast import Cast, actor, hire, signed_in

BOARD = "/stool_tests/"
MISSING = "/stool_tests/missing/?month=2026-10"
POSITIVES = "/stool_tests/positives/"


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.alice)


def cell(client: Client, facility: int, month: str) -> tuple[str, str]:
    """Class and words of a cell of the board."""
    page = client.get(BOARD).content.decode()
    found = re.search(
        rf'<td class="(\w+)"><a href="missing/\?month={month}&amp;facility={facility}">(.*?)</a>', page
    )
    assert found, page
    return found[1], re.sub(r"<.*?>", "", found[2])


def test_each_state_of_a_month(cast: Cast, client: Client) -> None:
    people = settle_people(cast)
    assert cell(client, cast.hill.pk, "2026-10")[0] == "late"
    assert "丘の上保育園" in client.get(BOARD).content.decode()
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        scan = Scan.objects.create(month=MONTH, facility=cast.brook, received_at=clock.now())
        page = sheet(cast.hill)
        row(page, 1, people["大空 花子"])
        doubtful = row(page, 2, None, name="髙橋")
    assert cell(client, cast.brook.pk, "2026-10")[0] == "received"
    assert cell(client, cast.hill.pk, "2026-10") == ("waiting", "?確認待ち 1")
    with gate.enter(actor(cast.alice), "stool_tests.review"):
        doubtful.state, doubtful.asked, doubtful.judged_by, doubtful.judged_at = Row.VOID, "", 1, clock.now()
        doubtful.save()
    assert cell(client, cast.hill.pk, "2026-10") == ("read", "◎読取済 2")
    assert cell(client, cast.hill.pk, "2027-03") == ("future", "・これから")
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        Scan.objects.filter(pk=scan.pk).update(state=Scan.READ)
        Page.objects.create(
            scan=scan, number=1, facility=cast.brook, month=MONTH, received_at=clock.now(), state=Page.WAITING
        )
    assert cell(client, cast.brook.pk, "2026-10")[0] == "received"
    older = client.get(f"{BOARD}?year=2025").content.decode()
    assert "令和7年度" in older and "遅れている園" in older


def test_who_is_missing(cast: Cast, client: Client) -> None:
    people = settle_people(cast)
    everyone = client.get(MISSING).content.decode()
    assert "用紙が一枚も届いていない園（2）" in everyone
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        september = sheet(cast.hill, "9月.pdf", datetime.date(2026, 9, 1))
        for number, name in enumerate(("大空 花子", "髙橋 恵", "佐藤 翔"), 1):
            row(september, number, people[name], tested_on=datetime.date(2026, 9, 7))
        october = sheet(cast.hill)
        row(october, 1, people["大空 花子"])
        row(october, 2, None, name="髙橋")
    page = client.get(MISSING).content.decode()
    assert "丘の上保育園　3 人／4 人" in page and "用紙が一枚も届いていない園（1）" in page
    assert "まだ確かめていない行が 1 行" in page
    names = re.findall(r"<li>(.*?)</li>", page[page.index('class="names"') :])
    assert [re.sub(r"<.*?>", "　", name).strip("　") for name in names[:3]] == [
        "髙橋 恵", "佐藤 翔", "鈴木 一　前の月もありません（退職・休職かもしれません）",
    ]  # fmt: skip
    one = client.get(f"{MISSING}&facility={cast.brook.pk}").content.decode()
    assert "小川保育園（名簿 3 人）" in one and "丘の上保育園　" not in one


def test_a_positive_result_is_only_the_responsible_posts(
    cast: Cast, client: Client, superuser: psycopg.Connection
) -> None:
    people = read_month(cast)
    head = hire("3001", "馬場 文", "section_head", cast.childcare)
    with gate.enter(actor(cast.alice), "stool_tests.review"):
        found = Row.objects.get(person=people["川原 次郎"])
        found.state, found.judged_by, found.judged_at = Row.APART, cast.alice.pk, clock.now()
        found.save()
        Finding.objects.create(
            row=found, person=found.person, facility=cast.brook, month=MONTH, result="赤痢：陽性",
            found_by=cast.alice.pk, found_at=clock.now(),
        )  # fmt: skip
    stored = superuser.execute("SELECT result FROM stool_tests_finding").fetchone()
    assert stored and "陽性".encode() not in bytes(stored[0])
    for address in ("/", BOARD, MISSING, "/stool_tests/posting/"):
        assert "陽性" not in client.get(address).content.decode(), address
    assert client.get(POSITIVES).status_code == 403
    boss = signed_in(head)
    assert "対応を待っている陽性の結果が 1 件あります" in boss.get("/").content.decode()
    page = boss.get(POSITIVES).content.decode()
    assert "川原 次郎" in page and "赤痢：陽性" in page
    picture = re.findall(r"/stool_tests/positives/rows/(\d+)/strip/", page)[0]
    assert boss.get(f"{POSITIVES}rows/{picture}/strip/").status_code == 200
    other = next(str(n) for n in range(1, 8) if str(n) != picture)
    assert boss.get(f"{POSITIVES}rows/{other}/strip/").status_code == 404, "no row but those"
    settle = re.findall(rf"{POSITIVES}\d+/", page)[0]
    boss.post(settle, {"was": "positive", "note": " "})
    assert "一言書いてください" in boss.get(POSITIVES).content.decode()
    boss.post(settle, {"was": "positive", "note": "園長に電話した。"})
    done = boss.get(POSITIVES).content.decode()
    assert "陽性として対応済み" in done and "園長に電話した。" in done
    assert "件あります" not in boss.get("/").content.decode()
    boss.post(settle, {"was": "mistaken", "note": "もう一度"})
    assert "もう終わっています" in boss.get(POSITIVES).content.decode()
    with gate.enter(actor(cast.alice), "stool_tests.posting"):
        assert Row.objects.get(pk=int(picture)).state == Row.JUDGED, "it may be posted now"


def test_a_positive_without_a_name_goes_back_to_be_asked(cast: Cast) -> None:
    head = hire("3001", "馬場 文", "section_head", cast.childcare)
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        found = row(sheet(cast.hill), 1, None, state=Row.APART, tested_on=DAY)
    with gate.enter(actor(cast.alice), "stool_tests.review"):
        finding = Finding.objects.create(
            row=found, facility=cast.hill, month=MONTH, result="＋", found_by=1, found_at=clock.now()
        )
    signed_in(head).post(f"{POSITIVES}{finding.pk}/", {"was": "mistaken", "note": "汚れだった"})
    with gate.enter(actor(cast.alice), "stool_tests.review"):
        again = Row.objects.get(pk=found.pk)
        assert (again.state, again.asked) == (Row.DOUBTFUL, "name")
