"""The ledger typed by hand beside the posted one."""

import datetime
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sekisho import gate
from sekisho.affairs.stool_tests.models import Row
from sekisho.affairs.stool_tests.parallel.figures import KINDS, figures, minutes_of, saved
from sekisho.affairs.stool_tests.tests.ledgers import PARALLEL, bring, compare, ledger_now, look, post
from sekisho.affairs.stool_tests.tests.months import PEOPLE, ledger_bytes, read_month, row, sheet
from tests.cast import Cast, actor, signed_in

HILL, BROOK = "丘の上保育園", "小川保育園"
_NOON = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(KINDS)), st.sampled_from(["", "hand", "machine", "neither", "unclear"])
        )
    )
)
def test_nothing_undecided_speaks_for_the_program(verdicts: list[tuple[str, str]]) -> None:
    found = figures(len(verdicts) + 10, verdicts)
    assert found.alike + found.differences == len(verdicts) + 10
    assert found.left + found.differences == len(verdicts)
    decided_for_it = sum(kind != "left" and verdict == "machine" for kind, verdict in verdicts)
    assert found.counted == found.differences - decided_for_it


def test_time_spent_is_the_time_between_decisions() -> None:
    second = datetime.timedelta(seconds=1)
    assert (
        minutes_of([(1, _NOON), (1, _NOON + 2 * second), (2, _NOON + second), (1, _NOON + 9000 * second)])
        == 0.2
    )
    assert minutes_of([]) == 0
    assert saved(100, 5) == "手入力 100 分が、読み取りの確認 5 分になり、95 % 減りました。"
    assert "減っていません" in saved(5, 5) and saved(None, 5) == "" and saved(0, 1) == ""


@pytest.fixture
def client(cast: Cast) -> Client:
    """Alice, after October was posted: everybody but one whose row still waits for a person."""
    people = read_month(cast)
    with gate.enter(actor(cast.alice), "stool_tests.review"):
        Row.objects.filter(person=people["中村 葵"]).update(state=Row.DOUBTFUL, asked="name")
    found = signed_in(cast.alice)
    bring(found, ledger_bytes())
    post(found, look(found))
    return found


def test_differences_are_judged_and_reported_without_names(client: Client) -> None:
    by_hand = [(HILL, name, 10) for name in PEOPLE["hill"] if name != "鈴木 一"]
    by_hand += [(BROOK, name, 10) for name in PEOPLE["brook"]]
    run = compare(client, ledger_bytes(tuple(by_hand)), "12.5")
    page = client.get(run).content.decode()
    assert "6 セル中 1 件の読み取りの誤り" in page and "まだ決めていない相違 1 件も誤りと数えています" in page
    assert "転記だけが記入" in page and "鈴木 一" in page
    assert "読み取りでは書かずに人へ回したところ" in page, "what waits for a person is no error"
    picture = client.get(re.findall(rf"{PARALLEL}rows/\d+/strip/", page)[0])
    assert picture["Content-Type"] == "image/jpeg"
    verdict = re.findall(rf"{PARALLEL}differences/\d+/", page)[0]
    client.post(verdict, {"verdict": "nobody"})
    client.post(verdict, {"verdict": "machine"})
    page = client.get(run).content.decode()
    assert "6 セル中 0 件の読み取りの誤り" in page and "6 セル中 1 件の手入力の誤り" in page
    client.post(f"{run}minutes/", {"typing": "たくさん", "looking": "1"})
    client.post(f"{run}minutes/", {"typing": "50", "looking": "1"})
    assert "98 % 減りました" in client.get(run).content.decode()
    report = client.get(f"{run}report/")
    assert report.content.startswith(b"%PDF") and re.search(r"S\d{8,}-\d\d", report["Content-Disposition"])
    assert client.get(f"{PARALLEL}rows/99/strip/").status_code == 404


def test_equal_ledgers_and_wrong_files(client: Client) -> None:
    by_hand = tuple(
        (place, name, 10)
        for place, key in ((HILL, "hill"), (BROOK, "brook"))
        for name in PEOPLE[key]
        if name != "中村 葵"
    )
    saved_by_excel = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(ledger_bytes(by_hand))).save(saved_by_excel)
    run = compare(client, saved_by_excel.getvalue())
    page = client.get(run).content.decode()
    assert "違うところは一つもありません" in page and "6 セル中 0 件" in page
    itself = SimpleUploadedFile("台帳.xlsx", ledger_now(client))
    told = client.post(PARALLEL, {"posting": "1", "hand": itself}).content.decode()
    assert "転記した台帳そのものです" in told
    assert "選ばれていません" in client.post(PARALLEL, {"posting": ""}).content.decode()
    hand = SimpleUploadedFile("a.xlsx", ledger_bytes())
    assert (
        "分数として読めません"
        in client.post(PARALLEL, {"posting": "1", "hand": hand, "typing": "-1"}).content.decode()
    )


def test_a_month_with_a_stranger_and_a_second_sheet(cast: Cast, client: Client) -> None:
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        row(sheet(cast.brook, "あと.pdf"), 1, None, name="中村 葵", state=Row.ILLEGIBLE)
    run = compare(client, ledger_bytes(((BROOK, "中村 葵", 10),)))
    page = client.get(run).content.decode()
    assert "6 セル中 6 件" in page and page.count("人へ回したところです") == 1
