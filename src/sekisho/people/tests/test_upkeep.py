"""Heads keep their own people; nobody raises their own rights; wide rights need two; what nobody confirms lapses."""

import datetime

import pytest
from django.db import ProgrammingError

from sekisho import gate
from sekisho.base import clock
from sekisho.people.lapse import lapse_day
from sekisho.people.models import Assignment, AssignmentRequest, Staff
from tests.cast import SINCE, Cast, actor, hire, signed_in


def _new(cast: Cast, **fields: object) -> dict[str, object]:
    entry = {"number": "2001", "name": "新井 新", "kana": "あらい あらた", "office": cast.hill.pk,
             "post": "facility_staff", "since": clock.today().isoformat(), "until": ""}  # fmt: skip
    return entry | fields


def test_a_head_enters_somebody_and_the_code_is_shown_once(cast: Cast) -> None:
    client = signed_in(cast.dora)
    page = client.post("/staff/new/", _new(cast), follow=True).content.decode()
    assert "新井 新さんのコード" in page
    assert "新井 新さんのコード" not in client.get("/staff/").content.decode()
    assert [one.post for one in Staff.objects.get(number="2001").held_on(clock.today())] == ["facility_staff"]


@pytest.mark.parametrize("who", ["alice", "charlie", "erin"])
def test_others_do_not_keep_accounts(cast: Cast, who: str) -> None:
    assert signed_in(getattr(cast, who)).get("/staff/").status_code == 403


def test_a_head_cannot_reach_another_house(cast: Cast) -> None:
    client = signed_in(cast.dora)
    client.post("/staff/new/", _new(cast, office=cast.brook.pk))
    assert not Staff.objects.filter(number="2001").exists()
    theirs = hire("3001", "別府 弁", "facility_staff", cast.brook).assignments.get()
    assert client.post(f"/staff/assignments/{theirs.pk}/end/").status_code == 404
    with pytest.raises(ProgrammingError, match="not in reach"), gate.enter(actor(cast.dora), "people.upkeep"):
        Assignment.objects.filter(pk=theirs.pk).update(until=SINCE)


def test_nobody_changes_their_own_posts_whatever_way_they_try(cast: Cast) -> None:
    own = cast.dora.assignments.get()
    client = signed_in(cast.dora)
    client.post("/staff/move/", _new(cast, number=cast.dora.number, post="facility_staff"))
    client.post("/staff/confirm/", {"assignment": [own.pk]})
    client.post(f"/staff/assignments/{own.pk}/end/")
    assert list(cast.dora.assignments.values_list("pk", "until", "lapses_on")) == [
        (own.pk, None, own.lapses_on)
    ]
    with pytest.raises(ProgrammingError, match="own posts"), gate.enter(actor(cast.dora), "people.upkeep"):
        Assignment.objects.create(staff=cast.dora, post="facility_staff", office=cast.hill, since=SINCE)
    with pytest.raises(ProgrammingError, match="assignments change under"):
        Assignment.objects.create(staff=cast.dora, post="personnel", office=cast.hill, since=SINCE)


def test_a_wide_post_waits_for_another_person(cast: Cast) -> None:
    signed_in(cast.dora).post("/staff/move/", _new(cast, number=cast.bob.number, post="facility_head"))
    request = AssignmentRequest.objects.get()
    fuji = hire("1006", "藤井 ふみ", "privacy_officer", cast.childcare)
    assert not cast.bob.assignments.filter(post="facility_head").exists()
    with (
        pytest.raises(ProgrammingError, match="second person"),
        gate.enter(actor(cast.dora), "people.upkeep"),
    ):
        Assignment.objects.create(staff=cast.bob, post="facility_head", office=cast.hill, since=SINCE)
    with pytest.raises(ProgrammingError, match="no granted request"), gate.enter(actor(fuji), "people.grant"):
        Assignment.objects.create(staff=cast.alice, post="auditor", office=cast.hill, since=SINCE)
    signed_in(fuji).post("/staff/requests/", {"request": request.pk, "granted": "yes"})
    assert cast.bob.assignments.get(post="facility_head").office == cast.hill


def test_the_one_who_asked_does_not_grant(cast: Cast) -> None:
    hana = hire("1007", "林 花", "personnel", cast.childcare)
    signed_in(hana).post("/staff/move/", _new(cast, number=cast.bob.number, post="auditor"))
    page = signed_in(hana).post(
        "/staff/requests/", {"request": AssignmentRequest.objects.get().pk, "granted": "yes"}, follow=True
    )
    assert "申請した人と本人は、承認できません" in page.content.decode()
    assert AssignmentRequest.objects.get().granted is None


def test_a_deputy_needs_an_end(cast: Cast) -> None:
    client = signed_in(cast.dora)
    page = client.post(
        "/staff/move/", _new(cast, number=cast.bob.number, post="facility_head", deputy="on"), follow=True
    )
    assert "代理には終わりの日が要ります" in page.content.decode()
    until = (clock.today() + datetime.timedelta(days=7)).isoformat()
    client.post(
        "/staff/move/", _new(cast, number=cast.bob.number, post="facility_head", deputy="on", until=until)
    )
    assert cast.bob.assignments.get(post="facility_head").deputy


def test_what_the_head_does_not_confirm_lapses_and_one_tap_brings_it_back(cast: Cast) -> None:
    staff = hire("3002", "保科 帆", "facility_staff", cast.hill)
    own = staff.assignments.get()
    Assignment.objects.using("owner").filter(pk=own.pk).update(
        lapses_on=clock.today() - datetime.timedelta(days=1)
    )
    assert staff.held_on(clock.today()) == []
    page = signed_in(cast.dora).get("/staff/").content.decode()
    assert "切れています" in page
    signed_in(cast.dora).post("/staff/confirm/", {"assignment": [own.pk]})
    assert staff.held_on(clock.today()) == [own]


def test_the_lapse_day_is_the_end_of_next_month() -> None:
    assert lapse_day(datetime.date(2026, 1, 5)) == datetime.date(2026, 2, 28)
    assert lapse_day(datetime.date(2026, 11, 30)) == datetime.date(2026, 12, 31)
    assert lapse_day(datetime.date(2026, 12, 1)) == datetime.date(2027, 1, 31)


def test_who_looked_at_whose_posts_is_in_the_log(cast: Cast, superuser: object) -> None:
    signed_in(cast.dora).get("/staff/")
    line = superuser.execute("SELECT actor, purpose, subjects FROM gate_log WHERE kind = 'read'").fetchone()  # type: ignore[attr-defined]
    assert line == (cast.dora.pk, "people.upkeep", [f"people.staff:{cast.dora.pk}"])
