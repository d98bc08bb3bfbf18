"""A confirmed posting starts the clock; then only the ledger and nobody's counts remain."""

import datetime
import re

import psycopg
import pytest
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.models import Closing, Judgement, Ledger, Page, Person, Row, Scan, Settings
from sekisho.affairs.stool_tests.tests.ledgers import bring, look, post
from sekisho.affairs.stool_tests.tests.months import MONTH, ledger_bytes, read_month, row, sheet
from sekisho.base import clock
from sekisho.gate.retention.purge import purge_due
from sekisho.gate.vault.storage import storage
from tests.cast import Cast, actor, signed_in

ERASURE, SETTINGS = "/stool_tests/erasure/", "/stool_tests/settings/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.alice)


@pytest.fixture
def posting(cast: Cast, client: Client) -> str:
    """October is posted; on brook's sheet somebody still waits for a person. Address of the posting."""
    people = read_month(cast)
    with gate.enter(actor(cast.alice), "stool_tests.review"):
        waits = Row.objects.get(person=people["中村 葵"])
        waits.state, waits.asked, waits.person = Row.DOUBTFUL, "name", None
        waits.save()
        judged = Row.objects.get(person=people["大空 花子"])
        Judgement.objects.create(
            row=judged, asked="name", decision=Judgement.PICKED, value=judged.name, person=judged.person, decided_by=1,
            decided_at=clock.now(),
        )  # fmt: skip
    bring(client, ledger_bytes())
    return post(client, look(client))


def anchors(cast: Cast) -> dict[str, list[datetime.date | None]]:
    """The day from which each kind's time runs."""
    with gate.enter(actor(cast.alice), "stool_tests.posting"):
        models = (Row, Page, Scan, Judgement)
        return {model.__name__: [one.posted_on for one in model.objects.order_by("id")] for model in models}


def test_what_stands_in_the_ledger_starts_its_clock_and_nothing_else(
    cast: Cast, client: Client, posting: str
) -> None:
    page = client.get(posting).content.decode()
    assert "転記した用紙の画像と読み取りの記録が消えます（転記を確かめた日から30日）" in page
    client.post(f"{posting}confirm/")
    today = clock.today()
    assert anchors(cast) == {
        "Row": [today] * 6 + [None], "Page": [today, None], "Scan": [today, None], "Judgement": [today],
    }  # fmt: skip
    closings = {
        str(one.facility): (one.pages, one.rows) for one in Closing.objects.select_related("facility")
    }
    assert closings == {"丘の上保育園": (1, 4), "小川保育園": (1, 2)}
    plan = client.get(ERASURE).content.decode()
    assert "6 行" in plan and re.search(r'<td class="number">7</td><td class="number">1</td>', plan)
    client.post(f"{posting}undo/")
    client.post(f"{posting}confirm/")
    told = client.get(posting).content.decode()
    assert "もう確かめてあります" in told and "もう取り消せません" in told
    board = client.get("/stool_tests/").content.decode()
    assert 'class="confirmed"' in board and 'class="waiting"' in board


def test_after_its_time_only_the_ledger_and_counts_remain(
    cast: Cast, client: Client, posting: str, superuser: psycopg.Connection
) -> None:
    client.post(f"{posting}confirm/")
    with gate.enter(actor(cast.alice), "stool_tests.posting"):
        strips = Page.objects.get(facility=cast.hill).strips
    long_ago = clock.today() - 31 * DAY
    for table in ("row", "page", "scan", "judgement"):
        superuser.execute(
            f"UPDATE stool_tests_{table} SET posted_on = %s WHERE posted_on IS NOT NULL", [long_ago]
        )
    done = purge_due(clock.today())
    assert done.certificate and done.erased == 6 + 1 + 1 + 1
    assert strips not in [name for name, _ in storage().names()]
    with gate.enter(actor(cast.alice), "stool_tests.posting"):
        assert Ledger.objects.count() == 2
    board = client.get("/stool_tests/").content.decode()
    assert re.search(
        rf'<td class="erased"><a href="missing/\?month=2026-10&amp;facility={cast.hill.pk}"', board
    )
    gone = client.get(f"/stool_tests/missing/?month=2026-10&facility={cast.hill.pk}").content.decode()
    assert "消去を終えた園（1）" in gone and "大空" not in gone
    assert done.certificate.number in client.get(ERASURE).content.decode()


def test_a_trial_goes_all_together_at_its_end(cast: Cast, client: Client, posting: str) -> None:
    end, later = clock.today() + 100 * DAY, clock.today() + 200 * DAY
    form = {"months": ["5", "10"], "due_day": "15"}
    assert client.post(SETTINGS, {**form, "trial_until": end.isoformat()}).status_code == 302
    client.post(f"{posting}confirm/")
    assert anchors(cast)["Row"] == [end] * 6 + [None]
    assert "検証中です" in client.get(ERASURE).content.decode()
    assert purge_due(clock.today()).erased == 0
    client.post(SETTINGS, {**form, "trial_until": later.isoformat()})
    assert set(anchors(cast)["Row"]) == {later, None} and anchors(cast)["Scan"] == [later, None]
    client.post(SETTINGS, {**form, "trial_until": ""})
    assert set(anchors(cast)["Judgement"]) == {clock.today()}
    assert "検証中です" not in client.get(ERASURE).content.decode()
    held = Settings.now()
    assert (held.months, held.due_day) == ([5, 10], 15)
    board = client.get("/stool_tests/").content.decode()
    assert board.count('scope="col"') == 3, "the nurseries and two months"


def test_settings_that_make_no_sense_are_told(client: Client) -> None:
    for values, said in (
        ({"months": ["5"], "due_day": "31"}, "due_day"),
        ({"months": [], "due_day": "5"}, "months"),
        ({"months": ["5"], "due_day": "5", "trial_until": "2020-01-01"}, "今日より前です"),
        ({"months": ["5"], "due_day": "5", "trial_until": "2099-12-31"}, "3 年より先です"),
        ({"months": ["5"], "due_day": "5", "trial_until": "いつか"}, "trial_until"),
    ):
        answer = client.post(SETTINGS, values)
        assert answer.status_code == 400 and said in answer.content.decode()


def test_the_papers_return_is_noted(client: Client, posting: str) -> None:
    client.post(f"{posting}confirm/")
    address = f"{ERASURE}2026-10/originals/"
    assert "今日より後" in client.post(address, {"day": "2099-01-01"}).content.decode()
    assert "その月より前か" in client.post(address, {"day": "2026-09-30"}).content.decode()
    assert client.post(address, {"day": clock.today().isoformat()}).status_code == 302
    assert "に返しました" in client.get(ERASURE).content.decode()
    assert client.get(f"{ERASURE}x/originals/").status_code == 302


def test_a_later_sheet_of_the_month_keeps_what_it_needs(cast: Cast, client: Client, posting: str) -> None:
    client.post(f"{posting}confirm/")
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        late = sheet(cast.brook, "あと.pdf")
        row(late, 1, None, name="だれか", state=Row.VOID)
        waits = Row.objects.get(state=Row.DOUBTFUL)
    with gate.enter(actor(cast.alice), "stool_tests.newcomers"):
        waits.person = Person.objects.get(name="中村 葵")
        waits.state, waits.asked, waits.judged_by, waits.judged_at = Row.JUDGED, "", 1, clock.now()
        waits.save()
    second = post(client, look(client))
    assert second != posting
    client.post(f"{second}confirm/")
    assert None not in [day for days in anchors(cast).values() for day in days]
    assert Closing.objects.get(facility=cast.brook, month=MONTH).rows == 3
