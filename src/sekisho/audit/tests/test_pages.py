"""The auditors' pages over the real gate: what they find, what leaves, who decides."""

import datetime
import re

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person
from sekisho.base import clock
from sekisho.people.models import Staff
from tests.cast import Cast, actor, hire, signed_in


@pytest.fixture
def officer(cast: Cast) -> Staff:
    """The privacy officer; Alice has looked at the roster."""
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        Person.objects.create(facility=cast.hill, name="大空 花子", kana="おおぞら はなこ")
    with gate.enter(actor(cast.alice), "stool_tests.roster"):
        list(Person.objects.all())
    return hire("1006", "藤井 ふみ", "privacy_officer", cast.building)


def _text(client: Client, path: str, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_lines_are_found_by_subject_person_purpose_and_time(cast: Cast, officer: Staff) -> None:
    erin = signed_in(cast.erin)
    for asked in (
        {"subject": "stool_tests.person:1"}, {"staff": "1001"}, {"purpose": "stool_tests.roster"}, {"kind": "read"},
        {"since": clock.today().isoformat(), "until": clock.today().isoformat()},
    ):  # fmt: skip
        assert "青木 あかり" in _text(erin, "/audit/log/", **asked), asked
    for asked in (
        {"subject": "stool_tests.person:2"}, {"staff": "9999"}, {"purpose": "people.upkeep"},
        {"until": (clock.today() - datetime.timedelta(days=1)).isoformat()}, {"since": "きのう"},
    ):  # fmt: skip
        assert "青木 あかり" not in _text(erin, "/audit/log/", **asked), asked


def test_a_question_is_a_line_of_the_log(cast: Cast, officer: Staff, superuser: psycopg.Connection) -> None:
    _text(signed_in(cast.erin), "/audit/log/", staff="1001")
    assert superuser.execute(
        "SELECT count(*) FROM gate_log WHERE purpose = 'gate.audit' AND kind = 'read' AND actor = %s",
        [cast.erin.pk],
    ).fetchone() == (1,)


def test_out_of_hours_is_told_from_hours(cast: Cast, officer: Staff, superuser: psycopg.Connection) -> None:
    erin = signed_in(cast.erin)
    # A Wednesday noon, a Wednesday night, a Sunday, a holiday.
    for moment, found in (("2026-11-25 12:00", False), ("2026-11-25 22:00", True), ("2026-11-22 12:00", True),
                          ("2026-11-23 12:00", True)):  # fmt: skip
        superuser.execute("UPDATE gate_log SET at = %s WHERE actor = %s", [f"{moment}+09", cast.alice.pk])
        text = _text(erin, "/audit/log/", staff="1001", hours="on", since="2026-11-01", until="2026-11-30")
        assert ("青木 あかり" in text) is found, moment


def test_older_pages_follow_by_number(cast: Cast, officer: Staff, superuser: psycopg.Connection) -> None:
    superuser.execute(
        "INSERT INTO gate_log (at, actor, post, zone, purpose, case_key, kind, table_name, subjects, fields, rows, note)"
        " SELECT now(), %s, 'clerk', 'lgwan', 'x.y', '', 'read', 'x', '{}', '{}', 1, 'n' || n FROM generate_series(1, 60) n",
        [cast.bob.pk],
    )
    erin = signed_in(cast.erin)
    first = _text(erin, "/audit/log/", staff="1002")
    assert "n60<" in first and "n10<" not in first
    (before,) = re.findall(r"before=(\d+)", first)
    older = _text(erin, "/audit/log/", staff="1002", before=before)
    assert "n10<" in older and "n1<" in older and "n11<" not in older


def test_a_day_far_above_the_habit_is_listed(
    cast: Cast, officer: Staff, superuser: psycopg.Connection
) -> None:
    superuser.execute(
        "INSERT INTO gate_log (at, actor, post, zone, purpose, case_key, kind, table_name, subjects, fields, rows, note)"
        " SELECT now() - d * interval '1 day', who, 'clerk', 'lgwan', 'x.y', '', 'read', 'x', '{}', '{}',"
        " CASE WHEN d = 3 AND who = %s THEN 400 ELSE 60 END, '' FROM generate_series(1, 9) d, unnest(%s::bigint[]) who",
        [cast.bob.pk, [cast.bob.pk, cast.charlie.pk]],
    )
    text = _text(signed_in(cast.erin), "/audit/unusual/")
    assert "馬場 文太" in text and "400" in text and "千葉 千里" not in text


def test_a_leaked_number_finds_its_row(cast: Cast, officer: Staff) -> None:
    erin = signed_in(cast.erin)
    answer = erin.get("/audit/log/csv/", {"subject": "stool_tests.person:1"})
    text = answer.content.decode("utf-8-sig")
    last = text.strip().splitlines()[-1]
    serial = last.rsplit("・", 1)[1]
    assert (
        last.startswith("江口 絵里・令和")
        and "アクセス記録の点検" in last
        and serial in answer["Content-Disposition"]
    )
    found = _text(erin, "/audit/serial/", serial=f"番号 {serial} です")
    assert "江口 絵里" in found and "gate.logline:" in found
    assert "読めません" in _text(erin, "/audit/serial/", serial=serial[:-2] + "00")
    assert signed_in(cast.alice).get("/audit/serial/", {"serial": serial}).status_code == 403


def test_an_exceptional_use_from_request_to_report(cast: Cast, officer: Staff) -> None:
    charlie, fumi = signed_in(cast.charlie), signed_in(officer)
    day = clock.today().isoformat()
    asked = {"ground": "69-1", "aim": "安否確認", "necessity": "災害", "subjects": "stool_tests.person:1",
             "columns": ["stool_tests_person.name"], "since": day, "until": day}  # fmt: skip
    assert charlie.post("/exceptions/", {**asked, "subjects": "だれか"}).status_code == 400
    assert charlie.post("/exceptions/", asked).status_code == 302
    assert charlie.get("/exceptions/1/").status_code == 403
    assert "決定待ち" in _text(charlie, "/exceptions/")
    assert "安否確認" in _text(fumi, "/exceptions/decisions/") and "目的外利用の申請" in _text(fumi, "/")
    fumi.post("/exceptions/decisions/", {"number": "1", "answer": "yes", "decision": ""})
    assert charlie.get("/exceptions/1/").status_code == 403
    fumi.post("/exceptions/decisions/", {"number": "1", "answer": "yes", "decision": "妥当"})
    shown = _text(charlie, "/exceptions/1/")
    assert "大空 花子" in shown and "おおぞら" not in shown
    assert signed_in(cast.bob).get("/exceptions/1/").status_code == 403
    report = fumi.get("/exceptions/decisions/csv/").content.decode("utf-8-sig")
    assert "安否確認" in report and "承認" in report and "藤井 ふみ" in report


def test_broken_glass_is_said_on_every_page_until_it_is_reviewed(cast: Cast, officer: Staff) -> None:
    charlie, fumi = signed_in(cast.charlie), signed_in(officer)
    assert charlie.post("/emergency/", {"purpose": "stool_tests.roster", "ground": "life"}).status_code == 400
    assert charlie.get("/stool_tests/roster/").status_code == 403
    charlie.post("/emergency/", {"purpose": "stool_tests.roster", "ground": "life", "reason": "園児の搬送"})
    assert "大空 花子" in _text(charlie, "/stool_tests/roster/")
    assert "非常時の利用中：「受検者名簿の確認」" in _text(charlie, "/") and "非常時の利用中" not in _text(
        fumi, "/"
    )
    assert "件が点検を待っています" in _text(fumi, "/") and "園児の搬送" in _text(fumi, "/emergency/review/")
    fumi.post("/emergency/review/", {"number": "1", "finding": "救急の照会と合う"})
    assert "点検を待っています" not in _text(fumi, "/") and "救急の照会と合う" in _text(
        fumi, "/emergency/review/"
    )


@pytest.mark.parametrize(
    ("reader", "seen", "said"),
    [
        ("斎藤 一", "齋藤 花子", "同じ姓"), ("斎藤　一", "斉藤花子", "同じ姓"), ("大空 花子", "大空　花子", "同姓同名"),
        ("林 一", "林田 花子", ""), ("林 一", "森 林", ""), ("斎藤一", "斎藤 花子", ""),
    ],
)  # fmt: skip
def test_looks_at_ones_own_family_name_are_listed_without_names(
    cast: Cast, superuser: psycopg.Connection, reader: str, seen: str, said: str
) -> None:
    clerk = hire("5001", reader, "clerk", cast.childcare)
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        Person.objects.create(facility=cast.hill, name=seen)
        Person.objects.create(facility=cast.hill, name="関係 ない")
    with gate.enter(actor(clerk), "stool_tests.roster"):
        list(Person.objects.all())
    text = _text(signed_in(cast.erin), "/audit/kin/")
    assert ("stool_tests.person:1</a>" in text) is bool(said) and "stool_tests.person:2</a>" not in text
    assert said in text and seen not in text
    assert ("照らし合わせていない職員が 1 人" in text) is (" " not in reader and "　" not in reader)
    old = superuser.execute("UPDATE gate_log SET at = at - interval '8 days' WHERE kind = 'read'")
    assert old.rowcount and "stool_tests.person:1</a>" not in _text(signed_in(cast.erin), "/audit/kin/")
    long = _text(signed_in(cast.erin), "/audit/kin/", since="2026-01-01", until="2026-12-31")
    assert "31 日以内" in long


def test_names_are_compared_for_auditors_alone(cast: Cast) -> None:
    assert signed_in(cast.alice).get("/audit/kin/").status_code == 403
    with (
        gate.enter(actor(cast.alice), "stool_tests.roster"),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        connection.cursor().execute("SELECT * FROM gate.same_family(now() - interval '1 day', now(), 10)")
