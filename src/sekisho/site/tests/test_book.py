"""The public register: complete, in the Act's order, with its history, and readable by other programs."""

import csv
import datetime
import io
import subprocess

import psycopg
import pytest
from django.test import Client

from sekisho.gate.register.load import registers
from sekisho.project import postgres
from sekisho.site.book import files, history, lines

DAY = datetime.date(2026, 11, 25)


@pytest.fixture
def public(database: postgres.Server) -> Client:
    """A browser in which nobody is signed in."""
    return Client(headers={"host": "localhost"})


@pytest.mark.parametrize("key", registers())
def test_every_field_of_the_file_book_is_on_the_page(public: Client, key: str) -> None:
    entry = registers()[key].entry
    numbers = [line.number for line in lines.lines(entry) if line.number]
    assert list(dict.fromkeys(numbers)) == [str(number) for number in range(1, 13)]
    page = public.get(f"/register/{key}/").content.decode()
    for purpose in entry.purposes:
        assert purpose.name in page and purpose.why in page
    for item in entry.items:
        assert item.name in page
    assert page.count("要確認</span>") == sum(rule.unsure for rule in entry.retention)
    assert registers()[key].hash()[:16] in page and "承認の記録なし" in page


def test_an_approval_is_shown_with_its_day(public: Client, database: postgres.Server) -> None:
    with psycopg.connect(database.url(postgres.OWNER), autocommit=True) as owner:
        owner.execute(
            "INSERT INTO gate_approval (affair, hash, decided_on, decision, recorded_by)"
            " VALUES ('stool_tests', %s, '2026-10-01', '第82回審議会', '1005')",
            [registers()["stool_tests"].hash()],
        )
    page = public.get("/register/stool_tests/").content.decode()
    assert "第82回審議会" in page and "令和8年10月1日(木)" in page and "1005" not in page


def test_a_changed_wording_is_told_in_words() -> None:
    now = registers()["stool_tests"].entry
    before = now.model_copy(
        update={
            "affair": now.affair.model_copy(update={"recipients": ("県",)}),
            "purposes": tuple(one for one in now.purposes if one.key != "roster_upkeep"),
        }
    )
    assert lines.differences(before, now) == [
        "経常的提供先：「県」から「なし」へ",
        "利用目的「受検者名簿の整備」が加わりました",
    ]


def test_the_csv_is_for_excel(public: Client) -> None:
    answer = public.get("/register/list.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["名称"] for row in rows] == [one.entry.affair.name for one in registers().values()]
    assert all(len(row) == 23 and None not in row for row in rows)


def test_a_formula_in_an_entry_stays_text() -> None:
    entry = registers()["stool_tests"].entry
    evil = entry.model_copy(update={"affair": entry.affair.model_copy(update={"remarks": "=HYPERLINK(1)"})})
    assert "'=HYPERLINK(1)" in files.as_csv([("stool_tests", evil)]).decode("utf-8-sig")


def test_another_program_reads_the_pdf(public: Client) -> None:
    answer = public.get("/register/list.pdf")
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True
    )
    text = "".join(read.stdout.decode().split())
    for registered in registers().values():
        for value in (
            registered.entry.affair.name,
            registered.entry.affair.aim,
            registered.entry.affair.ground,
        ):
            assert "".join(value.split()) in text
    assert "個人情報取扱事務登録簿（" in text and "【要確認】" in text


def test_the_same_book_gives_the_same_bytes() -> None:
    entries = [(key, one.entry) for key, one in registers().items()]
    assert files.as_pdf(entries, 2026, DAY) == files.as_pdf(entries, 2026, DAY)
    assert [files.fiscal_name(year) for year in (2018, 2019, 2020)] == [
        "平成30年度",
        "平成31年度",
        "令和2年度",
    ]


def test_the_years_are_those_that_the_history_knows(public: Client, database: postgres.Server) -> None:
    with psycopg.connect(database.url(postgres.OWNER), autocommit=True) as owner:
        owner.execute("UPDATE gate_wording SET since = '2025-02-01' WHERE affair = 'stool_tests'")
        try:
            assert history.years()[-1] == 2024
            assert [key for key, _ in history.entries_of(2024)] == ["stool_tests"]
            page = public.get("/register/?year=2024").content.decode()
            assert "令和6年度" in page and "検便結果読取事務" in page and "アクセス記録の管理事務" not in page
        finally:
            owner.execute("UPDATE gate_wording SET since = (SELECT max(since) FROM gate_wording)")
    assert public.get("/register/?year=1900").status_code == 200


def test_the_public_sees_no_person(public: Client) -> None:
    for address in ("/register/", "/register/stool_tests/", "/register/list.csv"):
        assert "ログアウト" not in public.get(address).content.decode()
