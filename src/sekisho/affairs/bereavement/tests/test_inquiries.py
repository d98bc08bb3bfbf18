"""The inquiry board: who is asked what, what a section sees, when it shuts, who is reminded, who has looked."""

import datetime

import psycopg
import pytest
from django.test import Client

from sekisho import gate
from sekisho.affairs.bereavement.inquiries.actions import LATE
from sekisho.affairs.bereavement.inquiries.sections import due, sections, to_ask
from sekisho.affairs.bereavement.jobs import remind_sections
from sekisho.affairs.bereavement.models import Inquiry, Visit
from sekisho.affairs.bereavement.procedures import catalogue
from sekisho.affairs.bereavement.tests.desk import CALL, WIFE, booked, came, looked_up, section_clerk
from sekisho.base import clock
from sekisho.base.opendays import next_open
from sekisho.gate.messages.sending import write_messages
from sekisho.gate.models import Message, Notice
from sekisho.gate.register.load import find
from sekisho.people.models import Staff
from sekisho.residents.tests.people import Desk
from tests.cast import actor, signed_in


@pytest.fixture
def dogs(office: Desk) -> Staff:
    return section_clerk("kankyo", "環境課", "5001")


@pytest.fixture
def care(office: Desk) -> Staff:
    return section_clerk("kaigo", "高齢介護課", "5002")


def _asked(clerk: Client, **told: str) -> int:
    visit = booked(clerk, deceased_address="みほん市本町1丁目", **told)
    looked_up(clerk, visit)
    assert clerk.post(f"/bereavement/visits/{visit}/preparation/ask/").status_code == 302
    return visit


def _of(section: str, superuser: psycopg.Connection) -> int:
    found = superuser.execute("SELECT id FROM bereavement_inquiry WHERE section = %s", [section]).fetchone()
    return found[0]  # type: ignore[index]


def test_every_attribute_that_a_section_knows_has_one_section_that_the_register_names() -> None:
    known = {
        one.name for one in catalogue().attributes.values() if one.source in ("section", "offsite")
    } & set().union(*(one.when.names for one in catalogue().procedures))
    asked = [name for one in sections() for name in one.asks]
    assert len(asked) == len(set(asked)) and set(asked) >= known
    found = find("bereavement.inquiry")
    assert found is not None
    by_page = {one.office for one in sections() if not one.phone}
    assert all(set(who.at) == by_page and who.scope == "office" for who in found[1].who)
    assert to_ask(["d.dog", "d.debt"]) == {"kankyo": ("d.dog",)}


@pytest.mark.parametrize(
    ("today", "visit", "last"),
    [("2026-11-25", "2026-12-09", "2026-11-30"), ("2026-11-25", "2026-11-27", "2026-11-26"),
     ("2026-11-25", "2026-11-26", "2026-11-25"), ("2026-12-25", "2027-01-20", "2027-01-05"),
     ("2026-11-27", "2026-11-30", "2026-11-27")],
)  # fmt: skip
def test_answers_are_due_on_the_third_open_day_and_before_the_visit(
    today: str, visit: str, last: str
) -> None:
    day = datetime.date.fromisoformat
    assert due(day(today), day(visit)) == day(last)


def test_a_section_sees_what_it_needs_and_no_more(
    office: Desk, clerk: Client, dogs: Staff, care: Staff, superuser: psycopg.Connection
) -> None:
    visit = _asked(clerk)
    page = clerk.get(f"/bereavement/visits/{visit}/preparation/").content.decode()
    assert "各課への照会（0 / " in page and "環境課" in page and "水道局" in page
    mine = signed_in(dogs)
    listed = mine.get("/bereavement/inquiries/").content.decode()
    asked = f"/bereavement/inquiries/{_of('kankyo', superuser)}/"
    page = mine.get(asked).content.decode()
    assert "犬" in listed and "高橋" not in listed
    assert "高橋 太郎" in page and "みほん市本町1丁目" in page
    # Neither the birth date, nor who called, nor another section's question.
    for secret in ("S13.3.5", "花子", "000-0000", "介護", "国民健康保険"):
        assert secret not in page, secret
    assert signed_in(care).get(asked).status_code == 404
    assert signed_in(office.staff["counter"]).get(f"/bereavement/visits/{visit}/").status_code == 403
    with gate.enter(actor(dogs), "bereavement.inquiry"):
        assert Visit.objects.count() == 0
        assert [one.section for one in Inquiry.objects.all()] == ["kankyo"]
    # A question of another section isn't its to answer.
    assert mine.post(asked, {"d.welfare": "true"}).status_code == 400
    assert mine.post(asked, {"d.dog": "たぶん"}).status_code == 400
    # To know nothing is an answer, once one has said that it is meant.
    answered = "SELECT answers, answered_at IS NOT NULL FROM bereavement_inquiry WHERE section = 'kankyo'"
    page = mine.post(asked, {"d.dog": "", "note": ""}).content.decode()
    assert "すべて「分かりません」で答えますか" in page and superuser.execute(answered).fetchone() == (
        {},
        False,
    )
    assert mine.post(asked, {"nothing": "1"}).status_code == 302
    assert superuser.execute(answered).fetchone() == ({}, True)


def test_a_corrected_call_forgets_the_other_persons_facts_and_answers(
    clerk: Client, dogs: Staff, superuser: psycopg.Connection
) -> None:
    visit = _asked(clerk)
    signed_in(dogs).post(f"/bereavement/inquiries/{_of('kankyo', superuser)}/", {"d.dog": "true"})
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", {"d.ins": "latter_elderly"})
    preparation = f"/bereavement/visits/{visit}/preparation/"
    assert "もう一度確かめる" in clerk.get(preparation).content.decode()
    told = {**CALL, "deceased_name": "高橋 一郎", "deceased_address": "みほん市本町1丁目"}
    assert clerk.post(f"/bereavement/visits/{visit}/correct/", told).status_code == 302
    page = looked_up(clerk, visit)
    assert "住民記録では確かめられませんでした" in page
    row = "SELECT facts, resident_number FROM bereavement_visit"
    assert superuser.execute(row).fetchone() == ({"d.ins": "latter_elderly"}, ""), "what the desk wrote stays"
    # The right person is found after all (here: the first one, by another writing of the name).
    clerk.post(f"/bereavement/visits/{visit}/correct/", {**told, "deceased_name": "髙橋 太郎"})
    looked_up(clerk, visit)
    clerk.post(f"{preparation}ask/")
    answered = "SELECT name, answers, answered_at FROM bereavement_inquiry WHERE section = 'kankyo'"
    assert superuser.execute(answered).fetchone() == ("髙橋 太郎", {}, None), "asked again"
    signed_in(dogs).post(f"/bereavement/inquiries/{_of('kankyo', superuser)}/", {"d.dog": "false"})
    clerk.post(f"{preparation}ask/")
    again = superuser.execute(answered).fetchone()
    assert again and again[1] == {"d.dog": False}, "nothing changed, so the answer stays"


def test_answers_feed_the_plan_and_who_looked_is_seen(
    clerk: Client, dogs: Staff, superuser: psycopg.Connection
) -> None:
    visit = _asked(clerk)
    answer = f"/bereavement/inquiries/{_of('kankyo', superuser)}/"
    told = {"d.dog": "true", "d.night_soil": "false", "note": "鑑札をお持ちください"}
    assert signed_in(dogs).post(answer, told).status_code == 302
    page = clerk.get(f"/bereavement/visits/{visit}/preparation/").content.decode()
    assert (
        "登録した犬の飼い主だった：はい" in page
        and "鑑札をお持ちください" in page
        and "各課への照会（1 / " in page
    )
    assert "担当 5001" in page and "ご遺族コーナーからの照会への回答" in page
    cases = clerk.get("/bereavement/").content.decode()
    assert "1 / " in cases
    # On the telephone, and against what the desk has heard itself.
    phone = f"/bereavement/visits/{visit}/preparation/asked/{_of('suido', superuser)}/"
    assert "水道局への照会" in clerk.get(phone).content.decode()
    assert clerk.post(phone, {"d.water_contract": "true"}).status_code == 302
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", {"d.dog": "false"})
    page = clerk.get(f"/bereavement/visits/{visit}/preparation/").content.decode()
    assert "コーナーで書いたことと、担当課の回答が違います" in page and "水道 使用者" in page
    superuser.execute("UPDATE bereavement_visit SET facts = facts - 'd.dog'")
    came(clerk, visit, **WIFE)
    steps = superuser.execute("SELECT procedure FROM bereavement_step WHERE sure").fetchall()
    assert {"E01", "U01"} <= {one for (one,) in steps} and "U06" not in {one for (one,) in steps}


def test_answering_shuts_with_the_visit_and_moves_with_it(
    clerk: Client, dogs: Staff, superuser: psycopg.Connection
) -> None:
    visit = _asked(clerk)
    mine, page = signed_in(dogs), f"/bereavement/inquiries/{_of('kankyo', superuser)}/"
    superuser.execute("UPDATE bereavement_inquiry SET until = now() - interval '1 second'")
    assert mine.get(page).status_code == 404
    superuser.execute("UPDATE bereavement_inquiry SET until = now() + interval '1 hour'")
    assert mine.get(page).status_code == 200
    clerk.post(f"/bereavement/visits/{visit}/off/", {"state": "cancelled"})
    assert mine.get(page).status_code == 404 and mine.post(page, {"d.dog": "true"}).status_code == 404


def test_nobody_is_looked_up_who_is_not_known_to_be_dead(clerk: Client, dogs: Staff) -> None:
    for told in ({"deceased_name": "高橋花子", "deceased_birth": "S15.5.1"}, {"deceased_name": "田中守子"}):
        visit = booked(clerk, **told)  # type: ignore[arg-type]
        looked_up(clerk, visit)
        refused = clerk.post(f"/bereavement/visits/{visit}/preparation/ask/")
        assert refused.status_code == 400 and "照会できません" in refused.content.decode()
        clerk.post(f"/bereavement/visits/{visit}/off/", {"state": "cancelled"})
    assert "照会はありません" in signed_in(dogs).get("/bereavement/inquiries/").content.decode()


def test_who_is_late_is_reminded_without_a_name(
    clerk: Client, dogs: Staff, superuser: psycopg.Connection
) -> None:
    _asked(clerk)
    superuser.execute("UPDATE bereavement_inquiry SET due_on = '2026-11-24'")
    sunday = clock.now() + datetime.timedelta(days=6 - clock.today().weekday())
    opened = clock.now() + (next_open(clock.today()) - clock.today())
    for moment, told in ((sunday, False), (opened, True)):
        with clock.at(moment), gate.enter(gate.job_actor(), "bereavement.inquiry_reminder"):
            remind_sections.handler(None)
        assert Notice.objects.filter(kind=LATE).exists() is told, moment
    environment = dogs.assignments.get().office_id
    late = Notice.objects.filter(kind=LATE, office=environment)
    assert list(late.values_list("about", "post")) == [(1, "clerk")]
    write_messages()
    with gate.enter(gate.job_actor(), "gate.messages"):
        said = [(one.title, one.body) for one in Message.objects.filter(staff=dogs.pk).order_by("id")]
    assert [title for title, _ in said] == [
        "【関所】ご遺族コーナーから照会があります",
        "【関所】照会の期限が過ぎています",
    ]
    assert all("高橋" not in body for _, body in said)
