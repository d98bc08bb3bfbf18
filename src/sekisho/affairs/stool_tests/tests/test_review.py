"""A person decides what the engine couldn't."""

import datetime
import json
import threading

import pytest
from django.db import connections

from sekisho import gate
from sekisho.affairs.stool_tests.actions import review
from sekisho.affairs.stool_tests.cells import cells
from sekisho.affairs.stool_tests.models import Finding, Form, Judgement, Page, Person, Row, Scan
from sekisho.affairs.stool_tests.tests.sheets import MONTH
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people.models import Staff
from tests.cast import Cast, actor, signed_in

REVIEW = "stool_tests.review"
DAY = datetime.date(2025, 5, 6)


@pytest.fixture
def people(cast: Cast) -> list[Person]:
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        return [
            Person.objects.create(facility=cast.hill, name=name, kana=kana)
            for name, kana in (("大空　花子", "おおぞら　はなこ"), ("小川　花", "おがわ　はな"))
        ]


@pytest.fixture
def page(cast: Cast, people: list[Person]) -> Page:
    """A page that was read; its rows come with ``_doubt``."""
    form = Form.objects.create(name="f", content="", published_at=clock.now())
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        scan = Scan.objects.create(month=MONTH, name="5月.pdf", received_at=clock.now())
        return Page.objects.create(
            scan=scan,
            number=1,
            facility=cast.hill,
            month=MONTH,
            state=Page.READ,
            form=form,
            received_at=clock.now(),
        )


def _doubt(page: Page, number: int, *doubts: str, **more: object) -> Row:
    values = {
        "name": "大空　花了", "tested_on": DAY, "strip": [0, 0, 10, 5], "box": [0, 0, 10, 5], "alike": doubts[0],
        "candidates": {"name": ["大空　花子"]}, **more,
    }  # fmt: skip
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        return Row.objects.create(
            page=page, number=number, facility=page.facility, month=MONTH, read_at=clock.now(), state=Row.DOUBTFUL,
            asked=doubts[0], doubts=[[one, "はっきり読めません"] for one in doubts], **values,
        )  # fmt: skip


def _decide(who: Staff, row: Row, asked: str, decision: str, value: str = "") -> Row:
    with gate.enter(actor(who), REVIEW):
        return review.decide(who.pk, row.pk, asked, decision, value)


def _take(who: Staff, most: int = 5) -> list[int]:
    with gate.enter(actor(who), REVIEW):
        return [row.pk for row in review.take(who.pk, most)]


def test_two_clerks_never_get_the_same_row(cast: Cast, page: Page) -> None:
    rows = {_doubt(page, number, "name").pk for number in range(1, 41)}
    got: dict[int, list[int]] = {}

    def work(who: Staff) -> None:
        mine: list[int] = []
        while some := [key for key in _take(who, 3) if key not in mine]:
            mine += some
            for key in some:
                _decide(who, Row(pk=key), "name", "illegible")
        got[who.pk] = mine
        connections.close_all()

    threads = [threading.Thread(target=work, args=(who,)) for who in (cast.alice, cast.bob)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got[cast.alice.pk] + got[cast.bob.pk]) == sorted(rows)


def test_a_row_is_free_again_when_its_clerk_has_gone(cast: Cast, page: Page) -> None:
    row = _doubt(page, 1, "name")
    assert _take(cast.alice) == [row.pk]
    assert _take(cast.bob) == []
    with pytest.raises(UserError):
        _decide(cast.bob, row, "name", "illegible")
    with clock.at(clock.now() + review.LEASE + datetime.timedelta(seconds=1)):
        assert _take(cast.bob) == [row.pk]
        with pytest.raises(UserError):
            _decide(cast.alice, row, "name", "illegible")
    with gate.enter(actor(cast.bob), REVIEW):
        review.give_back(cast.bob.pk, [row.pk])
    assert _take(cast.alice) == [row.pk]


def test_what_was_put_off_and_is_looked_at_again_is_nobody_elses(cast: Cast, page: Page) -> None:
    row = _doubt(page, 1, "name").pk
    with gate.enter(actor(cast.alice), REVIEW):
        assert [one.pk for one in review.take(cast.alice.pk, 5)] == [row]
        assert review.take(cast.alice.pk, 5, skip=[row]) == []
        review.take(cast.alice.pk, 0, have=[row])
    assert _take(cast.bob) == []
    with gate.enter(actor(cast.alice), REVIEW):
        review.take(cast.alice.pk, 5, skip=[row])
    assert _take(cast.bob) == [row]
    with gate.enter(actor(cast.alice), REVIEW):
        review.take(cast.alice.pk, 0, have=[row])
    assert _take(cast.bob) == [row]


def test_each_doubt_is_asked_in_turn_and_who_decided_is_kept(
    cast: Cast, page: Page, people: list[Person]
) -> None:
    row = _doubt(page, 1, "name", "date", tested_on=None)
    row = _decide(cast.alice, row, "name", "picked", str(people[0].pk))
    assert (row.state, row.asked, row.person) == (Row.DOUBTFUL, "date", people[0])
    row = _decide(cast.bob, row, "date", "typed", "7")
    assert (row.state, row.tested_on, row.name) == (Row.JUDGED, datetime.date(2025, 5, 7), "大空　花子")
    with gate.enter(actor(cast.alice), REVIEW):
        kept = [(one.asked, one.decision, one.value, one.decided_by) for one in Judgement.objects.all()]
    assert kept == [
        ("name", "picked", "大空　花子", cast.alice.pk),
        ("date", "typed", "2025-05-07", cast.bob.pk),
    ]
    with pytest.raises(UserError):
        _decide(cast.bob, row, "date", "typed", "8")


def test_who_is_meant_stays_where_only_the_day_is_asked(cast: Cast, page: Page, people: list[Person]) -> None:
    row = _decide(cast.alice, _doubt(page, 1, "date", person=people[1]), "date", "picked", "2025-05-08")
    assert (row.state, row.person, row.tested_on) == (Row.JUDGED, people[1], datetime.date(2025, 5, 8))
    row = _doubt(page, 2, "date", person=people[1])
    with pytest.raises(UserError):
        _decide(cast.alice, row, "date", "typed", "令和7年12月1日")


@pytest.mark.parametrize(
    ("decision", "state"), [("unlisted", Row.UNLISTED), ("illegible", Row.ILLEGIBLE), ("void", Row.VOID)]
)
def test_what_cannot_be_posted_asks_no_more(cast: Cast, page: Page, decision: str, state: str) -> None:
    row = _decide(cast.alice, _doubt(page, 1, "name", "date"), "name", decision)
    assert (row.state, row.person, row.asked) == (state, None, "")


def test_a_positive_result_lies_apart_even_of_somebody_who_is_not_on_the_roster(
    cast: Cast, page: Page
) -> None:
    row = _doubt(page, 1, "name", "date", "result:O157")
    row = _decide(cast.alice, row, "name", "unlisted")
    assert row.asked == "result:O157"
    row = _decide(cast.alice, row, "result:O157", "picked", "＋")
    assert (row.state, row.results) == (Row.APART, {})
    with gate.enter(actor(cast.alice), REVIEW):
        finding = Finding.objects.get()
        assert (finding.result, finding.state, finding.facility) == ("O157：＋", Finding.OPEN, cast.hill)
        assert review.take_back(cast.alice.pk)[0].asked == "result:O157"
        assert Finding.objects.get().state == Finding.MISTAKEN
    row = _decide(cast.alice, row, "result:O157", "picked", "−")
    assert (row.state, row.results) == (Row.UNLISTED, {"O157": "−"})


def test_of_a_remark_it_is_asked_whether_its_row_counts(cast: Cast, page: Page, people: list[Person]) -> None:
    """Whoever said truly what stands there, 取消, had put a 1 into the ledger by that."""
    asked, clues = "result:備考", {"result:備考": ["取消"]}
    rows = [_doubt(page, number, asked, person=people[0], candidates=clues) for number in (1, 2, 3)]
    with gate.enter(actor(cast.alice), REVIEW):
        told = cells(review.take(cast.alice.pk, 1))[0]
    assert told["kind"] == "remark" and "数えますか" in told["question"]
    assert [one["label"] for one in told["candidates"]] == ["数える", "数えない"]
    counted, not_counted = (one["value"] for one in told["candidates"])
    row = _decide(cast.alice, rows[0], asked, "picked", not_counted)
    assert (row.state, row.results) == (Row.VOID, {})
    row = _decide(cast.alice, rows[1], asked, "picked", counted)
    assert (row.state, row.results) == (Row.JUDGED, {"備考": "取消"})
    for decision in ("picked", "typed"):
        with pytest.raises(UserError):
            _decide(cast.alice, rows[2], asked, decision, "取消")


def test_a_decision_can_be_taken_back(cast: Cast, page: Page, people: list[Person]) -> None:
    row = _doubt(page, 1, "name")
    _decide(cast.alice, row, "name", "picked", str(people[1].pk))
    with gate.enter(actor(cast.alice), REVIEW):
        (again,) = review.take_back(cast.alice.pk)
    assert (again.pk, again.state, again.asked, again.person_id, again.name) == (
        row.pk, Row.DOUBTFUL, "name", None, "大空　花了",
    )  # fmt: skip
    assert _take(cast.bob) == []
    with gate.enter(actor(cast.alice), REVIEW), pytest.raises(UserError):
        review.take_back(cast.alice.pk)


def test_nobody_of_another_nursery_can_be_meant(cast: Cast, page: Page) -> None:
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        stranger = Person.objects.create(facility=cast.brook, name="川上　葵")
    with pytest.raises(UserError):
        _decide(cast.alice, _doubt(page, 1, "name"), "name", "picked", str(stranger.pk))


def test_the_page_gets_cells_with_their_candidates(cast: Cast, page: Page, people: list[Person]) -> None:
    _doubt(page, 1, "name")
    _doubt(page, 2, "date", candidates={"date": ["2025-05-06", "2025-05-08"]})
    client = signed_in(cast.alice)
    told = json.loads(client.post("/stool_tests/review/take/").content)
    date, name = told["cells"]
    assert told["left"] == 2
    assert [one["label"] for one in date["candidates"]][:2] == ["5月6日(火)", "5月8日(木)"]
    assert (name["candidates"][0]["label"], name["candidates"][0]["value"]) == (
        "大空　花子",
        str(people[0].pk),
    )
    found = json.loads(client.get(name["roster"]).content)["people"]
    assert [one[1] for one in found] == ["大空　花子", "小川　花"]
    answer = client.post(
        "/stool_tests/review/decide/",
        {"row": name["row"], "asked": "name", "decision": "picked", "value": people[0].pk},
    )
    assert json.loads(answer.content) == {
        "ok": True,
        "left": 1,
        "moving": False,
        "state": "職員が確認",
        "again": False,
        "decided": 1,
    }
    assert (
        client.post("/stool_tests/review/decide/", {"row": name["row"], "asked": "name"}).status_code == 400
    )


def test_an_answer_that_is_none_leaves_its_row_open(cast: Cast, page: Page, people: list[Person]) -> None:
    """The page shows the row again, else the next answer would be given for another person."""
    row = _doubt(page, 1, "date", person=people[0])
    sent = {"row": row.pk, "asked": "date", "decision": "typed", "value": "31/5"}
    client = signed_in(cast.alice)
    client.post("/stool_tests/review/take/")
    said = json.loads(client.post("/stool_tests/review/decide/", sent).content)
    assert said["open"] is True and "31/5" in said["message"]
    assert client.post("/stool_tests/review/decide/", {**sent, "value": "6"}).status_code == 200
    assert json.loads(client.post("/stool_tests/review/decide/", sent).content)["open"] is False


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "9" * 30, "1,2,x", "1e3", "0001-01-01", "9999-12-31", "あ" * 300]
)
def test_whatever_is_sent_is_answered(cast: Cast, page: Page, people: list[Person], text: str) -> None:
    row = _doubt(page, 1, "date", person=people[0])
    client = signed_in(cast.alice)
    for address, fields in (
        ("take", {"have": text, "skip": text}), ("leave", {"have": text}), ("decide", {"row": text, "asked": text}),
        ("decide", {"row": row.pk, "asked": "date", "decision": "typed", "value": text}),
        ("decide", {"row": row.pk, "asked": "date", "decision": text, "value": text}),
    ):  # fmt: skip
        assert client.post(f"/stool_tests/review/{address}/", fields).status_code in (200, 400)
    with gate.enter(actor(cast.alice), REVIEW):
        assert Row.objects.get(pk=row.pk).state == Row.DOUBTFUL


def test_equal_cells_are_settled_by_one_stroke_and_taken_back_by_one(
    cast: Cast, page: Page, people: list[Person]
) -> None:
    day = {"candidates": {"date": ["2025-05-07"]}, "person": people[0]}
    rows = [_doubt(page, number, "date", **day) for number in range(1, 6)]
    _take(cast.alice)
    client = signed_in(cast.alice)
    told = {
        "row": ",".join(str(row.pk) for row in rows[:4]),
        "asked": "date",
        "decision": "picked",
        "value": "2025-05-07",
    }
    assert client.post("/stool_tests/review/decide/", told).json()["decided"] == 4
    with gate.enter(actor(cast.alice), REVIEW):
        assert [row.state for row in Row.objects.order_by("number")] == [*[Row.JUDGED] * 4, Row.DOUBTFUL]
        assert {str(row.tested_on) for row in Row.objects.filter(state=Row.JUDGED)} == {"2025-05-07"}
    # A later decision by itself is taken back by itself, then the whole stroke.
    client.post("/stool_tests/review/decide/", {**told, "row": rows[4].pk})
    assert len(client.post("/stool_tests/review/back/").json()["cells"]) == 1
    assert len(client.post("/stool_tests/review/back/").json()["cells"]) == 4
    with gate.enter(actor(cast.alice), REVIEW):
        assert {row.state for row in Row.objects.all()} == {Row.DOUBTFUL}
        assert {str(row.tested_on) for row in Row.objects.all()} == {str(DAY)}


def test_who_is_meant_is_never_settled_for_several_and_all_or_none_is(
    cast: Cast, page: Page, people: list[Person]
) -> None:
    names = [_doubt(page, number, "name") for number in (1, 2)]
    days = [_doubt(page, number, "date", person=people[0]) for number in (3, 4)]
    client = signed_in(cast.alice)
    told = {
        "decision": "picked",
        "value": str(people[0].pk),
        "asked": "name",
        "row": f"{names[0].pk},{names[1].pk}",
    }
    refused = client.post("/stool_tests/review/decide/", told)
    assert "まとめて決められません" in refused.json()["message"]
    with gate.enter(actor(cast.bob), REVIEW):
        review.take(cast.bob.pk, 1, skip=[row.pk for row in (*names, days[0])])
    told = {"decision": "picked", "value": "2025-05-07", "asked": "date", "row": f"{days[0].pk},{days[1].pk}"}
    refused = client.post("/stool_tests/review/decide/", told)
    assert refused.status_code == 400 and "ほかの職員が見ています" in refused.json()["message"]
    with gate.enter(actor(cast.alice), REVIEW):
        assert {row.state for row in Row.objects.all()} == {Row.DOUBTFUL}
