"""A roster handed in by the clerk: read by a job, looked at, applied by another."""

import psycopg
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from tests.cast import Cast, actor, signed_in
from tests.jobs import work_off

UPLOADS = "/stool_tests/roster/uploads/"


def _fill(cast: Cast) -> None:
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(
            [Person(facility=cast.hill, name="大空 花子", number="7"), Person(facility=cast.hill, name="去る 太郎"),
             Person(facility=cast.brook, name="川原 次郎")]
        )  # fmt: skip


def _hand_in(client: Client, text: str, encoding: str = "utf-8-sig") -> str:
    answer = client.post(UPLOADS, {"roster": SimpleUploadedFile("名簿.csv", text.encode(encoding))})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def _names(superuser: psycopg.Connection) -> list[tuple[object, ...]]:
    return superuser.execute(
        "SELECT name, number, left_on IS NULL FROM stool_tests_person ORDER BY id"
    ).fetchall()


def test_from_file_to_roster(cast: Cast, superuser: psycopg.Connection) -> None:
    _fill(cast)
    client = signed_in(cast.alice)
    page = _hand_in(
        client, "facility,name,kana,number\n丘の上保育園,青空 花子,,7\n丘の上保育園,新井 五郎,,\n", "cp932"
    )
    assert "順番を待っています" in client.get(page).content.decode()
    assert 'hx-get="/jobs/1/"' in client.get("/jobs/1/").content.decode()
    work_off()
    told = client.get(page).content.decode()
    assert "入職 1 人、変更 1 人、退職 1 人、変わらない 0 人" in told and "大空 花子 → 青空 花子" in told
    assert "ファイルに載っていないので変えない施設：小川保育園" in told
    assert len(_names(superuser)) == 3, "looking changes nothing"
    for _ in range(2):
        assert client.post(f"{page}apply/").status_code == 302
    work_off()
    assert _names(superuser) == [
        ("青空 花子", "7", True), ("去る 太郎", "", False), ("川原 次郎", "", True), ("新井 五郎", "", True),
    ]  # fmt: skip
    assert "名簿に反映しました" in client.get(page).content.decode()
    queue = superuser.execute("SELECT args::text FROM procrastinate_jobs").fetchall()
    assert queue == [('{"job": 1}',), ('{"job": 2}',)]


def test_lines_with_errors_are_all_told_and_nothing_is_applied(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    _fill(cast)
    client = signed_in(cast.alice)
    page = _hand_in(client, "facility,name\n丘の上保育園,\n海の家保育園,新井 五郎\n丘の上保育園,大空 花子\n")
    work_off()
    told = client.get(page).content.decode()
    assert "直していただく行（2 行）" in told and "施設「海の家保育園」はありません" in told
    client.post(f"{page}apply/")
    work_off()
    assert len(_names(superuser)) == 3
    # The sentences may name people: they stand with the file, not in the table of jobs.
    assert "新井" not in str(superuser.execute("SELECT * FROM gate_job").fetchall())


def test_a_roster_that_changed_since_is_looked_at_again(cast: Cast, superuser: psycopg.Connection) -> None:
    client = signed_in(cast.alice)
    page = _hand_in(client, "facility,name\n丘の上保育園,大空 花子\n")
    work_off()
    with gate.enter(actor(cast.bob), "stool_tests.roster_upkeep"):
        add_people([Person(facility=cast.hill, name="間の 人")])
    client.post(f"{page}apply/")
    work_off()
    assert "いまの名簿が変わりました" in client.get(page).content.decode()
    assert len(_names(superuser)) == 1


def test_what_is_no_roster_is_said_with_a_remedy_and_can_be_tried_again(cast: Cast) -> None:
    client = signed_in(cast.alice)
    page = _hand_in(client, "a,b\n1,2\n")
    work_off()
    told = client.get(page).content.decode()
    assert "列「facility、name」がありません" in told and "もう一度" in told
    assert client.post("/jobs/1/retry/")["Location"] == page
    assert client.post("/jobs/1/cancel/")["Location"] == page
    assert "取り消しました" in client.get(page).content.decode()
    assert client.post(UPLOADS).status_code == 400


def test_jobs_of_others_are_out_of_reach(cast: Cast) -> None:
    _hand_in(signed_in(cast.alice), "facility,name\n丘の上保育園,大空 花子\n")
    assert "名簿の読み込み" in signed_in(cast.bob).get("/jobs/").content.decode()
    outside = signed_in(cast.charlie)
    assert "まだありません" in outside.get("/jobs/").content.decode()
    assert outside.post("/jobs/1/cancel/").status_code == 404
    assert "処理係（worker）が動いていません" in outside.get("/").content.decode()
