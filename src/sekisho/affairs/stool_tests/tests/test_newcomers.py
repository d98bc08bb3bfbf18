"""Names that aren't on the roster, and letters about who is missing."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sekisho import gate
from sekisho.affairs.stool_tests.models import Judgement, Person, Reminder, Row
from sekisho.affairs.stool_tests.overview.newcomers import Known, grouped, guesses
from sekisho.affairs.stool_tests.tests.ledgers import bring, look
from sekisho.affairs.stool_tests.tests.months import (
    MONTH,
    ledger_bytes,
    read_month,
    row,
    settle_people,
    sheet,
)
from sekisho.gate.exports import serial_of
from sekisho.gate.messages import sending
from sekisho.gate.messages.spool import Spool
from sekisho.gate.models import Message
from sekisho.people.models import Staff
from tests.cast import Cast, actor, signed_in

NEWCOMERS = "/stool_tests/newcomers/"


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.alice)


def test_other_nurseries_first_then_likely_slips() -> None:
    roster = [
        Known(1, "山田 花子", 2, "小川保育園"),
        Known(2, "山田 華子", 1, "丘の上保育園"),
        Known(3, "鈴木 一", 1, "丘の上保育園"),
    ]
    assert [guess.key for guess in guesses("山田花子", 1, roster)] == [1, 2]
    assert guesses("", 1, roster) == []


@given(
    st.lists(
        st.tuples(
            st.integers(1, 99), st.integers(1, 2), st.sampled_from(["", "髙橋 恵", "高橋恵", "川原 次郎"])
        ),
        unique_by=lambda one: one[0],
    )
)
def test_every_row_is_in_one_group(names: list[tuple[int, int, str]]) -> None:
    groups = grouped(names)
    assert sorted(key for _, _, keys in groups for key in keys) == sorted(key for key, _, _ in names)
    places = {key: place for key, place, _ in names}
    assert all({places[key] for key in keys} == {place} for place, _, keys in groups)
    assert all(len(keys) == 1 for _, name, keys in groups if not name)


def _unlisted(cast: Cast, *names: str, day: bool = True) -> list[int]:
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        page = sheet(cast.hill, "あと.pdf")
        extra = {} if day else {"tested_on": None}
        return [
            row(page, number, None, name=name, state=Row.UNLISTED, **extra).pk
            for number, name in enumerate(names, 1)
        ]


def _states(cast: Cast) -> dict[str, tuple[str, str]]:
    with gate.enter(actor(cast.alice), "stool_tests.posting"):
        rows = Row.objects.select_related("person__facility").filter(page__scan__name="あと.pdf")
        return {row.name: (row.state, str(row.person.facility) if row.person else "") for row in rows}


def test_a_newcomer_comes_onto_the_roster_and_into_the_ledger(cast: Cast, client: Client) -> None:
    read_month(cast)
    first, second = _unlisted(cast, "新井 五郎", "新井五郎")
    page = client.get(NEWCOMERS).content.decode()
    assert f'value="{first} {second}"' in page, "two rows of one name are one question"
    assert client.get(f"{NEWCOMERS}rows/{first}/strip/").status_code == 200
    client.post(
        f"{NEWCOMERS}decide/",
        {"rows": f"{first} {second}", "what": "enter", "name": "新井 五郎", "kana": "あらい ごろう"},
    )
    with gate.enter(actor(cast.alice), "stool_tests.roster"):
        entered = Person.objects.get(name="新井 五郎")
        assert (entered.facility_id, entered.kana, entered.joined_on) == (
            cast.hill.pk,
            "あらい ごろう",
            MONTH,
        )
    assert _states(cast) == {"新井 五郎": (Row.JUDGED, "丘の上保育園")}
    assert "名簿にない方はいません" in client.get(NEWCOMERS).content.decode()
    assert client.get(f"{NEWCOMERS}rows/{first}/strip/").status_code == 404, (
        "decided: no longer this purpose's"
    )
    client.post(f"{NEWCOMERS}decide/", {"rows": str(first), "what": "mistake"})
    assert "もう決まっています" in client.get(NEWCOMERS).content.decode()
    with gate.enter(actor(cast.alice), "stool_tests.newcomers"):
        assert [one.value for one in Judgement.objects.filter(row=first)] == ["新井 五郎"]


def test_somebody_of_another_nursery_goes_to_their_own_line(cast: Cast, client: Client) -> None:
    people = read_month(cast)
    with gate.enter(actor(cast.alice), "stool_tests.review"):
        Row.objects.filter(person=people["川原 次郎"]).update(
            state=Row.VOID, judged_by=1, judged_at="2026-11-01T00:00Z"
        )
    (key,) = _unlisted(cast, "川原次郎")
    page = client.get(NEWCOMERS).content.decode()
    assert "小川保育園の 川原 次郎 さん" in page
    client.post(f"{NEWCOMERS}decide/", {"rows": str(key), "what": str(people["川原 次郎"].pk)})
    assert _states(cast) == {"川原 次郎": (Row.JUDGED, "小川保育園")}
    bring(client, ledger_bytes())
    plan = client.get(look(client)).content.decode()
    assert re.search(
        r"<th scope=\"row\">小川保育園</th><td>川原 次郎</td><td>10月12日</td><td>小川保育園 J6</td>", plan
    )


def test_a_mistake_isnt_posted_and_a_row_without_a_day_is_asked_again(cast: Cast, client: Client) -> None:
    read_month(cast)
    one, two = _unlisted(cast, "間違い 一", "日のない 人", day=False)
    client.post(f"{NEWCOMERS}decide/", {"rows": str(one), "what": "mistake"})
    client.post(f"{NEWCOMERS}decide/", {"rows": str(two), "what": "enter", "name": "日のない 人"})
    assert _states(cast) == {"間違い 一": (Row.VOID, ""), "日のない 人": (Row.DOUBTFUL, "丘の上保育園")}
    client.post(f"{NEWCOMERS}decide/", {"rows": str(two), "what": ""})
    client.post(f"{NEWCOMERS}decide/", {"rows": "x", "what": "enter", "name": "だれか"})
    assert "もう決まっています" in client.get(NEWCOMERS).content.decode()


def test_letters_name_who_is_missing_and_leave_under_a_number(cast: Cast, client: Client) -> None:
    people = settle_people(cast)
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        row(sheet(cast.hill), 1, people["大空 花子"])
    answer = client.post("/stool_tests/missing/letters/", {"month": "2026-10"})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    number = re.search(r"S\d{8,}-\d\d", answer["Content-Disposition"])
    assert number and serial_of(number[0])
    assert [(str(one.facility), one.people) for one in Reminder.objects.order_by("facility__code")] == [
        ("丘の上保育園", 3), ("小川保育園", 0),
    ]  # fmt: skip
    assert number[0] in client.get("/stool_tests/missing/?month=2026-10").content.decode()
    assert client.post("/stool_tests/missing/letters/", {"month": "x"}).status_code == 302
    assert (
        client.post("/stool_tests/missing/letters/", {"month": "2026-10", "facility": "999"}).status_code
        == 302
    )


def test_heads_are_told_by_mail_and_no_name_leaves(cast: Cast, client: Client) -> None:
    people = settle_people(cast)
    Staff.objects.filter(pk=cast.dora.pk).update(email="dora@city.example")
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        row(sheet(cast.hill), 1, people["大空 花子"])
    answer = client.post("/stool_tests/missing/letters/", {"month": "2026-10", "by": "mail"}, follow=True)
    page = answer.content.decode()
    assert "1 園の施設長に、メールで知らせます" in page
    assert "送れません（小川保育園）" in page, "its head has no address"
    sending.write_messages()
    assert sending.send_due(Spool()) == 0
    with gate.enter(gate.job_actor(), sending.PURPOSE):
        message = Message.objects.get()
        assert (message.staff, message.address, message.state) == (
            cast.dora.pk,
            "dora@city.example",
            Message.KEPT,
        )
        assert "10月分" in message.title and "3 人分が届いていません" in message.body
        assert not any(name in message.body for name in people), "mail leaves the closed network"
    assert [(str(one.facility), one.serial) for one in Reminder.objects.all()] == [("丘の上保育園", "メール")]
    # Asked for again, it is a reminder of its own.
    client.post("/stool_tests/missing/letters/", {"month": "2026-10", "by": "mail"})
    sending.write_messages()
    with gate.enter(gate.job_actor(), sending.PURPOSE):
        assert Message.objects.count() == 2
