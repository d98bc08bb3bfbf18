"""From read rows to the ledger and back, over the pages."""

import io
import re
import zipfile

import openpyxl
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.models import Ledger, Row
from sekisho.affairs.stool_tests.tests.ledgers import LEDGERS, POSTING, bring, ledger_now, look, post
from sekisho.affairs.stool_tests.tests.months import ledger_bytes, read_month
from tests.cast import Cast, actor, signed_in
from tests.jobs import work_off


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.alice)


def values(data: bytes) -> dict[str, object]:
    """What October's column (J) of both sheets holds, by name."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        book[title][f"B{row}"].value: book[title][f"J{row}"].value
        for title in ("丘の上保育園", "小川保育園")
        for row in range(6, 6 + (4 if title == "丘の上保育園" else 3))
    }


def test_a_month_is_looked_at_posted_and_taken_back(cast: Cast, client: Client) -> None:
    read_month(cast)
    bring(client, ledger_bytes())
    preview = look(client)
    page = client.get(preview).content.decode()
    assert "7 行を台帳に転記する" in page and "施設の名前のシートで" in page
    assert set(values(ledger_now(client)).values()) == {None}, "looking writes nothing"
    posting = post(client, preview)
    assert set(values(ledger_now(client)).values()) == {1}
    shown = client.get(posting).content.decode()
    assert "<dt>書き込んだ</dt>" in shown and "転記した台帳を取り出す" in shown
    assert "第1版 → 第2版" in shown and "書いたところ（7 行）" in shown
    report = client.get(f"{posting}report/")
    assert "書き込んだ,丘の上保育園,大空 花子" in report.content.decode("utf-8-sig")
    # Pressing again, and looking again, changes nothing more.
    assert post(client, preview) == posting
    again = client.get(look(client)).content.decode()
    assert "書き込むところはありません" in again
    client.post(f"{posting}undo/")
    work_off()
    shown = client.get(posting).content.decode()
    assert "この転記は取り消しました" in shown and "<dt>取り消した</dt>" in shown
    assert "取り消したあとの台帳（第3版）を取り出す" in shown and "転記した台帳を取り出す" not in shown
    assert "取り消した転記の台帳（第2版）" in shown
    after = ledger_now(client)
    assert set(values(after).values()) == {None}
    with zipfile.ZipFile(io.BytesIO(after)) as one, zipfile.ZipFile(io.BytesIO(ledger_bytes())) as other:
        assert all(one.read(name) == other.read(name) for name in other.namelist()), (
            "as it was, byte for byte"
        )


def test_what_is_there_is_never_overwritten(cast: Cast, client: Client) -> None:
    people = read_month(cast)
    book = openpyxl.load_workbook(io.BytesIO(ledger_bytes(without="鈴木 一")))
    book["小川保育園"]["J6"] = "休"
    book["小川保育園"]["J7"] = 1
    saved = io.BytesIO()
    book.save(saved)
    bring(client, saved.getvalue())
    preview = look(client)
    page = client.get(preview).content.decode()
    assert "すでに「休」が入っています" in page and "「丘の上保育園」にありません" in page
    assert "4 行を台帳に転記する" in page and "書かずに残すところ（2 行）" in page
    picture = client.get(re.findall(r"/stool_tests/posting/rows/\d+/strip/", page)[0])
    assert picture["Content-Type"] == "image/jpeg" and picture.content.startswith(b"\xff\xd8")
    post(client, preview)
    held = openpyxl.load_workbook(io.BytesIO(ledger_now(client)))["小川保育園"]
    assert [held[f"J{row}"].value for row in (6, 7, 8)] == ["休", 1, 1]
    assert people["鈴木 一"].name not in str(list(held.values))


def test_a_colleagues_newer_ledger_stops_the_posting(cast: Cast, client: Client) -> None:
    read_month(cast)
    bring(client, ledger_bytes())
    preview = look(client)
    bring(signed_in(cast.bob), ledger_bytes((("小川保育園", "川原 次郎", 10),)), rule=False)
    assert "台帳の新しい版ができました" in client.get(preview).content.decode()
    client.post(f"{preview}post/")
    work_off()
    told = client.get(preview).content.decode()
    assert "台帳の新しい版が取り込まれました" in told and "何も書いていません" in told
    assert [value for value in values(ledger_now(client)).values() if value] == [1]
    again = client.get(look(client)).content.decode()
    assert "6 行を台帳に転記する" in again, "the rule goes with the ledger to the next version"


def test_a_row_judged_since_stops_the_posting(cast: Cast, client: Client) -> None:
    read_month(cast)
    bring(client, ledger_bytes())
    preview = look(client)
    with gate.enter(actor(cast.bob), "stool_tests.review"):
        Row.objects.filter(name="川原 次郎").update(state=Row.DOUBTFUL, asked="name")
    assert "確かめた行が変わりました" in client.get(preview).content.decode()
    client.post(f"{preview}post/")
    work_off()
    assert "行か名簿か転記の決まりが変わりました" in client.get(preview).content.decode()
    assert set(values(ledger_now(client)).values()) == {None}


def test_a_file_that_was_tampered_with_isnt_posted_into(
    cast: Cast, client: Client, superuser: psycopg.Connection
) -> None:
    read_month(cast)
    bring(client, ledger_bytes())
    preview = look(client)
    superuser.execute("UPDATE stool_tests_ledger SET digest = repeat('0', 64)")
    client.post(f"{preview}post/")
    work_off()
    assert "取り込んだときと違います" in client.get(preview).content.decode()


def test_what_is_no_ledger_is_told_at_once(cast: Cast, client: Client) -> None:
    for name, data, said in (
        ("台帳.xls", b"x", "台帳ではありません"),
        ("台帳.xlsx", b"abc", "Excel の台帳ではありません"),
        ("台帳.xlsx", b"", "空のファイルです"),
        ("台帳.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "古い形式"),
    ):
        answer = client.post(LEDGERS, {"year": "2026", "ledger": SimpleUploadedFile(name, data)})
        assert answer.status_code == 400 and said in answer.content.decode(), name
    assert "選ばれていません" in client.post(LEDGERS, {"year": "2026"}).content.decode()
    for year in ("0000", "2099", "²", ""):
        assert "どの年度の台帳か" in client.post(LEDGERS, {"year": year}).content.decode()
    bring(client, ledger_bytes(), rule=False)
    again = client.post(LEDGERS, {"year": "2026", "ledger": SimpleUploadedFile("a.xlsx", ledger_bytes())})
    assert "同じ中身です" in again.content.decode()
    assert client.post(f"{POSTING}preview/", {"month": "2026-10"})["Location"] == LEDGERS, (
        "there is no rule yet"
    )
    assert client.post(f"{POSTING}preview/", {"month": "x"})["Location"] == POSTING


def test_a_rule_is_learned_from_cells_filled_in_by_hand(cast: Cast, client: Client) -> None:
    read_month(cast)
    bring(client, ledger_bytes(), rule=False)
    with gate.enter(actor(cast.alice), "stool_tests.posting"):
        key = Ledger.objects.get().pk
    book = openpyxl.load_workbook(io.BytesIO(ledger_bytes()))
    for title, cell in (("丘の上保育園", "J6"), ("丘の上保育園", "J8"), ("小川保育園", "J7")):
        book[title][cell] = 1
    saved = io.BytesIO()
    book.save(saved)
    answer = client.post(
        f"{LEDGERS}{key}/example/", {"after": SimpleUploadedFile("例.xlsx", saved.getvalue())}
    )
    taught = answer["Location"]
    work_off()
    page = client.get(taught).content.decode()
    assert "B列に氏名のある行と5行目にその月のある列が交わるセルに、数「1」を書きます" in page
    assert "書き込む 7 行" in page
    client.post(f"{taught}use/", {"choice": "0"})
    assert "5行目にその月のある列" in client.get(LEDGERS).content.decode()
    assert "7 行を台帳に転記する" in client.get(look(client)).content.decode()


def test_too_few_examples_are_said(cast: Cast, client: Client) -> None:
    read_month(cast)
    bring(client, ledger_bytes(), rule=False)
    filled = ledger_bytes((("小川保育園", "川原 次郎", 10),))
    with gate.enter(actor(cast.alice), "stool_tests.posting"):
        key = Ledger.objects.get().pk
    answer = client.post(f"{LEDGERS}{key}/example/", {"after": SimpleUploadedFile("例.xlsx", filled)})
    work_off()
    assert "1 個しか見つかりません" in client.get(answer["Location"]).content.decode()
