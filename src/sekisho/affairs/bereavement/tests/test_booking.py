"""Walk-ins, the waiting list, closed days, and what the family gets in writing."""

import datetime
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from sekisho import gate
from sekisho.affairs.bereavement import jobs, slots
from sekisho.affairs.bereavement.booking import letters
from sekisho.affairs.bereavement.models import Letter
from sekisho.affairs.bereavement.tests.desk import CALL, a_slot, booked, called, came, text_of
from sekisho.affairs.bereavement.web.forms import CallForm
from sekisho.base import clock
from sekisho.gate.messages.gateway import international
from sekisho.gate.messages.port import NotTaken, Outgoing
from sekisho.gate.messages.smtp import Smtp

NOON = datetime.datetime(2026, 11, 25, 13, 5, tzinfo=clock.TOKYO)


class Gateway:
    """The other side of the port, which takes, or refuses for a while or for good."""

    sends = True

    def __init__(self, refusal: NotTaken | None = None) -> None:
        self.refusal, self.taken = refusal, list[Outgoing]()

    def send(self, message: Outgoing) -> str:
        if self.refusal:
            raise self.refusal
        self.taken.append(message)
        return "ok"


def _states() -> list[str]:
    with gate.enter(gate.job_actor(), "bereavement.letters"):
        return [one.state for one in Letter.objects.order_by("id")]


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("０９０ー００００−0000", True), ("090‐0000–0000", True), ("090（0000）0000", True), ("090-0000-0000 妻", False), ("03-0000-0000", False)],
)  # fmt: skip
def test_the_form_takes_the_numbers_that_the_gateway_takes(typed: str, taken: bool) -> None:
    form = CallForm({**CALL, "caller_phone": typed, "confirm_by": "sms"})
    assert form.is_valid() is taken
    if taken:
        assert international(typed) == "+819000000000"
    else:
        with pytest.raises(NotTaken):
            international(typed)


def test_a_confirmation_goes_by_short_message_and_names_no_dead(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    assert clerk.post("/bereavement/calls/", {**CALL, "confirm_by": "sms"}).status_code == 400
    visit = booked(clerk, confirm_by="sms", caller_phone="090-0000-0000")
    planned = superuser.execute("SELECT arguments FROM gate_job WHERE name LIKE '%%send_letter'").fetchall()
    assert planned == [({"letter": 1},)]
    gateway = Gateway(NotTaken("busy", lasting=False))
    with pytest.raises(NotTaken), gate.enter(gate.job_actor(), "bereavement.letters"):
        letters.send(1, gateway)
    superuser.execute("UPDATE bereavement_letter SET planned_at = planned_at - interval '4 hours'")
    page = clerk.get(f"/bereavement/visits/{visit}/").content.decode()
    assert "電話で伝えてください" in page, "not taken for longer than it is tried"
    assert _states() == ["waiting"]
    gateway.refusal = None
    for _ in range(2):
        with gate.enter(gate.job_actor(), "bereavement.letters"):
            letters.send(1, gateway)
    assert _states() == ["sent"] and len(gateway.taken) == 1, "twice asked, once sent"
    said = gateway.taken[0]
    assert said.address == "090-0000-0000" and "ご予約をお受けしました" in said.body
    assert "高橋" not in said.body and f"受付番号は{visit}" in said.body
    assert "送信済み" in clerk.get(f"/bereavement/visits/{visit}/").content.decode()
    # Moved, and called off: each is told; what waits and holds no more is withdrawn.
    clerk.post(f"/bereavement/visits/{visit}/book/", {"starts_at": a_slot(1).isoformat()})
    clerk.post(f"/bereavement/visits/{visit}/off/", {"state": "cancelled"})
    assert _states() == ["sent", "failed", "waiting"]
    page = clerk.get(f"/bereavement/visits/{visit}/").content.decode()
    assert "取りやめの確認" in page and "取り下げました" in page
    # A mail server takes no short messages: that is said, and the family is called.
    with gate.enter(gate.job_actor(), "bereavement.letters"):
        letters.send(3, Smtp("smtp://localhost:9?from=a@city.example"))
    assert "電話で伝えてください" in clerk.get(f"/bereavement/visits/{visit}/").content.decode()


def test_a_booking_is_moved_to_now_only_where_that_is_meant(
    clerk: Client, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = booked(clerk)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    page, walk_in = f"/bereavement/visits/{visit}/", f"/bereavement/visits/{visit}/walk-in/"
    at = "SELECT starts_at FROM bereavement_visit"
    before = superuser.execute(at).fetchone()
    shown = clerk.get(page).content.decode()
    assert "予約より早く、いま来ている" in shown and "予約なしで、いま来ている" not in shown
    assert clerk.post(walk_in, {"minutes": "60"}).status_code == 400
    assert superuser.execute(at).fetchone() == before
    superuser.execute("UPDATE bereavement_visit SET starts_at = %s, ends_at = %s", [
        NOON - datetime.timedelta(hours=2), NOON - datetime.timedelta(hours=1)])  # fmt: skip
    assert "予約より遅く、いま来ている" in clerk.get(page).content.decode()
    superuser.execute("UPDATE bereavement_visit SET starts_at = %s, ends_at = %s", [
        NOON + datetime.timedelta(minutes=50), NOON + datetime.timedelta(hours=2)])  # fmt: skip
    assert "いま来ている" not in clerk.get(page).content.decode(), "it is received on its booking"
    assert clerk.post(walk_in, {"minutes": "60", "moving": "yes"}).status_code == 302
    assert superuser.execute(at).fetchone() == (NOON,)


def test_who_walks_in_takes_a_desk_and_the_third_waits(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    visits = [called(clerk) for _ in range(3)]
    answers = [clerk.post(f"/bereavement/visits/{visit}/walk-in/", {"minutes": "60"}) for visit in visits]
    assert [answer.status_code for answer in answers] == [302, 302, 400]
    told = answers[2].content.decode()
    assert "いま空いている窓口はありません" in told and "14時30分" in told
    assert clerk.post(f"/bereavement/visits/{visits[2]}/wait/").status_code == 302
    page = clerk.get("/bereavement/").content.decode()
    assert "空き待ち（1）" in page and f"受付 {visits[2]}" in page
    answer = clerk.post(f"/bereavement/visits/{visits[0]}/off/", {"state": "absent"}, follow=True)
    assert f"空き待ちの受付 {visits[2]} の方" in answer.content.decode()
    assert clerk.post(f"/bereavement/visits/{visits[2]}/walk-in/", {"minutes": "60"}).status_code == 302
    page = clerk.get("/bereavement/").content.decode()
    assert "空き待ち（" not in page and "お越しなし" in page
    # Who didn't come may book again.
    later = a_slot().isoformat()
    assert clerk.post(f"/bereavement/visits/{visits[0]}/book/", {"starts_at": later}).status_code == 302


def test_who_is_not_there_a_quarter_of_an_hour_later_is_marked(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    visit = called(clerk)
    begins = NOON.replace(hour=14, minute=30)
    assert (
        clerk.post(f"/bereavement/visits/{visit}/book/", {"starts_at": begins.isoformat()}).status_code == 302
    )
    for minutes, marked in ((14, False), (16, True)):
        monkeypatch.setattr(clock, "now", lambda: begins + datetime.timedelta(minutes=minutes))  # noqa: B023
        assert ("時刻を過ぎました" in clerk.get("/bereavement/").content.decode()) is marked


def test_a_long_visit_is_offered_only_where_it_fits(clerk: Client) -> None:
    first = booked(clerk)
    page = clerk.get(f"/bereavement/visits/{first}/?minutes=120").content.decode()
    assert "120分 多め" in page and "16:00" not in page
    assert "16:00" in clerk.get(f"/bereavement/visits/{first}/?minutes=60").content.decode()
    late = slots.board((), clock.now(), 60)[-1][1][-1].starts_at
    book = f"/bereavement/visits/{first}/book/"
    assert clerk.post(book, {"starts_at": late.isoformat(), "minutes": "120"}).status_code == 400
    assert clerk.post(book, {"starts_at": late.isoformat(), "minutes": "60"}).status_code == 302


def test_a_closed_day_is_off_the_board_and_who_is_booked_on_it_is_named(clerk: Client) -> None:
    visit = booked(clerk)
    day = a_slot().date()
    page = clerk.post(
        "/bereavement/closed-days/", {"day": day.isoformat(), "why": "研修"}, follow=True
    ).content.decode()
    assert f"受付 {visit}" in page and "研修" in page
    other = called(clerk)
    told = clerk.post(f"/bereavement/visits/{other}/book/", {"starts_at": a_slot().isoformat()})
    assert told.status_code == 400 and "予約の枠ではありません" in told.content.decode()
    clerk.post("/bereavement/closed-days/", {"open": day.isoformat()})
    assert (
        clerk.post(f"/bereavement/visits/{other}/book/", {"starts_at": a_slot().isoformat()}).status_code
        == 302
    )
    assert clerk.post("/bereavement/closed-days/", {"day": "2020-01-01"}).status_code == 400


def test_families_that_wish_are_reminded_by_post_once(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    wishing, not_wishing = booked(clerk), booked(clerk, 1)
    brother = {"name": "髙橋 次郎", "relation": "弟", "documents": ["koseki"]}
    refused = clerk.post(f"/bereavement/visits/{wishing}/arrival/", {**brother, "wants_reminder": "on"})
    assert refused.status_code == 400 and "住所が要ります" in refused.content.decode()
    came(clerk, wishing, **brother, wants_reminder="on", address="となり市北町1番")
    came(clerk, not_wishing, **brother, address="となり市北町1番")
    soon = clock.today() + datetime.timedelta(10)
    superuser.execute("UPDATE bereavement_step SET due = %s WHERE procedure IN ('K03', 'H07')", [soon])
    superuser.execute("UPDATE bereavement_step SET due = NULL WHERE procedure NOT IN ('K03', 'H07')")
    superuser.execute("UPDATE bereavement_step SET sure = procedure <> 'H07'")
    for expected in (1, 0):
        with gate.enter(gate.job_actor(), "bereavement.reminders"):
            assert letters.remind_families(clock.today()) == expected
    page = clerk.get("/bereavement/letters/").content.decode()
    assert "1 通" in page and "髙橋 次郎 様" in page
    printed = clerk.get("/bereavement/letters.pdf")
    said = text_of(printed.content, tmp_path)
    assert "となり市北町1番" in said and "世帯主変更届" in said and "高橋太郎" not in said
    assert said.count("（要るかどうかを、お電話でお確かめください）") == 1
    assert "（要るかを聞く）" in clerk.get("/bereavement/follow-up/", {"all": "1"}).content.decode()
    receipt = text_of(clerk.get(f"/bereavement/visits/{wishing}/receipt.pdf").content, tmp_path)
    assert "要るかをお聞きする手続き" in receipt
    clerk.post("/bereavement/letters/1/posted/")
    assert "郵送するお知らせはありません" in clerk.get("/bereavement/letters/").content.decode()
    assert clerk.get("/bereavement/letters.pdf").status_code == 400
    assert jobs.remind_families.every == "50 8 * * *"


def test_who_comes_too_late_books_the_next_slot_from_the_wished_day_on(clerk: Client) -> None:
    booked(clerk), booked(clerk)
    late = called(clerk)
    full = clerk.post(
        f"/bereavement/visits/{late}/book/", {"starts_at": a_slot().isoformat(), "minutes": "90"}
    )
    page = full.content.decode()
    assert full.status_code == 400 and "その時刻は、いま埋まりました。" in page and "予約の表" in page
    offered = page.split('role="alert"')[1].split("</div>")[0]
    after = slots.next_free((), clock.now(), 90, (), wished=a_slot().date())[1:]
    assert [one.isoformat() in offered for one in after] == [True, True] and offered.count("<button") == 3
    again = clerk.post(
        f"/bereavement/visits/{late}/book/", {"starts_at": after[0].isoformat(), "minutes": "90"}
    )
    assert again.status_code == 302
    assert slots.next_free((), clock.now(), 90, (), wished=datetime.date(2999, 1, 1)) != []
