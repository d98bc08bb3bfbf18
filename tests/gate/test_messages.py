"""Messages: planned with what causes them, sent by a job, «sent» when the other side says so, and gone with the purge."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import transaction
from django.test import override_settings

from sekisho import gate
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate import exceptions
from sekisho.gate.messages import drafts, port, sending
from sekisho.gate.messages.smtp import Smtp
from sekisho.gate.messages.spool import Spool
from sekisho.gate.models import Job, Message, Notice
from sekisho.gate.retention.marker import find_marker
from sekisho.gate.retention.purge import purge_due
from sekisho.people.jobs import remind_heads
from sekisho.people.models import Assignment, Staff
from sekisho.project import postgres
from sekisho.project.scrub import scrub
from tests.cast import Cast, actor, hire, signed_in
from tests.database import DATA
from tests.gate.receivers import Receiver, receiving
from tests.jobs import work_off

ROOT = Path(__file__).parents[2]
MARKER = "hikari-no-machi-mailbox-marker"


def _address(staff: Staff, address: str) -> None:
    Staff.objects.filter(pk=staff.pk).update(email=address)


def _break_glass(cast: Cast) -> int:
    return exceptions.break_glass(actor(cast.charlie), "stool_tests.roster", "life", "園で事故")


def _rows(superuser: psycopg.Connection) -> list[tuple[object, ...]]:
    return superuser.execute("SELECT staff, state, tries, receipt FROM gate_message ORDER BY id").fetchall()


class Server:
    """A running mail server. ``url``: how the adapter reaches it; ``taken``: what it has taken."""

    def __init__(self, receiver: Receiver) -> None:
        self.url, self.taken = f"smtp://127.0.0.1:{receiver.port}?from=sekisho@city.example", receiver.taken


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[Server]:
    """The mail server."""
    with receiving("smtp_server", tmp_path / "mail") as receiver:
        yield Server(receiver)


Later = Callable[[datetime.timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Lets time pass for the sender."""

    def move(by: datetime.timedelta) -> None:
        now = clock.now
        monkeypatch.setattr(clock, "now", lambda: now() + by)

    return move


def test_rolled_back_nobody_is_told(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        drafts.note("inventory", about=1, office=cast.hill.pk)
        raise ZeroDivisionError
    assert not Notice.objects.exists()


def test_broken_glass_is_told_to_the_head_and_the_officer_and_kept_where_nothing_is_sent(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    head = hire("5001", "建部 長", "section_head", cast.building)
    fumi = hire("2001", "藤井 ふみ", "privacy_officer", cast.erin.assignments.get().office)
    silent = hire("5002", "黙田 黙", "section_head", cast.building)
    for staff in (head, fumi, cast.dora):
        _address(staff, f"{staff.number}@city.example")
    _break_glass(cast)
    sending.write_messages()
    assert sending.send_due(Spool()) == 0
    assert _rows(superuser) == [(head.pk, "kept", 1, "spool"), (fumi.pk, "kept", 1, "spool")]
    assert silent.email == ""
    sending.write_messages()
    assert len(_rows(superuser)) == 2, "a notice is written once"
    administrator = hire("6001", "後藤 剛", "administrator", cast.building)
    page = signed_in(administrator).get("/messages/").content.decode()
    assert "5001@city.example" in page and "建部 長 様" in page and "控えのみ（送っていません）" in page
    assert signed_in(cast.alice).get("/messages/").status_code == 403


def test_addresses_and_words_lie_in_the_vault_alone(cast: Cast, superuser: psycopg.Connection) -> None:
    head = hire("5001", "建部 長", "section_head", cast.building)
    _address(head, "tatebe@city.example")
    number = _break_glass(cast)
    with transaction.atomic():
        sending.send_messages.plan(gate.job_actor())
    work_off()
    job = Job.objects.get(name__endswith="send_messages")
    assert (job.state, job.arguments) == (Job.DONE, {})
    for table in ("gate_message", "gate_log", "gate_job", "procrastinate_jobs", "gate_notice"):
        said = str(superuser.execute(f"SELECT array_agg(t::text) FROM {table} t").fetchone())
        assert "tatebe" not in said and "建部" not in said and "非常時の利用が" not in said, table
    looked = superuser.execute(
        "SELECT subjects FROM gate_log WHERE table_name = 'gate_message' AND kind = 'read' AND case_key = 'message:1'"
    ).fetchall()
    assert looked == [([f"people.staff:{head.pk}"],)] and number == 1


def test_sent_is_said_when_the_server_has_taken_it(
    cast: Cast, superuser: psycopg.Connection, mail_server: Server, later: Later
) -> None:
    people = {
        kind: hire(f"70{n}", f"{kind} 長", "section_head", cast.building)
        for n, kind in enumerate(("good", "nobody", "later", "cut"))
    }
    for kind, staff in people.items():
        _address(staff, f"{kind}@city.example")
    _break_glass(cast)
    sending.write_messages()
    assert sending.send_due(Smtp(mail_server.url)) == 1
    states = {staff: (state, tries, receipt) for staff, state, tries, receipt in _rows(superuser)}
    assert states == {
        people["good"].pk: ("sent", 1, "250"),
        people["nobody"].pk: ("failed", 1, "550"),
        people["later"].pk: ("waiting", 1, "451"),
        people["cut"].pk: ("waiting", 1, "SMTPServerDisconnected"),
    }
    assert [mail["to"] for mail in mail_server.taken()] == [["good@city.example"]]
    assert sending.send_due(Smtp(mail_server.url)) == 0 and len(mail_server.taken()) == 1, (
        "not before its time"
    )
    later(datetime.timedelta(minutes=2))
    sending.send_due(Smtp(mail_server.url))
    assert {mail["to"][0] for mail in mail_server.taken()} == {
        f"{one}@city.example" for one in ("good", "later", "cut")
    }
    mail = mail_server.taken()[0]
    assert mail["from"] == "sekisho@city.example" and mail["title"] == "【関所】非常時の利用がありました"
    assert "good 長 様" in mail["body"] and "番号 1" in mail["body"] and "園で事故" not in mail["body"]
    with gate.enter(gate.job_actor(), sending.PURPOSE):
        assert mail["number"] == f"<{Message.objects.get(staff=people['good'].pk).vault_key}@sekisho>"


def test_a_server_that_is_away_is_tried_again_and_given_up(
    cast: Cast, superuser: psycopg.Connection, later: Later
) -> None:
    _address(hire("5001", "建部 長", "section_head", cast.building), "tatebe@city.example")
    _break_glass(cast)
    sending.write_messages()
    away = Smtp("smtp://127.0.0.1:9?from=sekisho@city.example")
    for _ in range(10):
        sending.send_due(away)
        later(datetime.timedelta(days=2))
    assert [row[1:] for row in _rows(superuser)] == [("failed", 6, "ConnectionRefusedError")]


def test_what_is_refused_for_good_makes_the_job_tell_people(cast: Cast, mail_server: Server) -> None:
    _address(hire("5001", "建部 長", "section_head", cast.building), "nobody@city.example")
    _break_glass(cast)
    with transaction.atomic():
        sending.send_messages.plan(gate.job_actor())
    with override_settings(SEKISHO_MAIL=mail_server.url):
        assert isinstance(port.carrier(), Smtp)
        work_off()
    job = Job.objects.get()
    assert job.state == Job.FAILED and "別の方法で知らせ" in job.remedy and "nobody" not in job.message


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: all@city.example", "a@b.example\nSubject: x"])
def test_no_address_adds_a_header(mail_server: Server, address: str) -> None:
    outgoing = port.Outgoing("1", "mail", address, "題", "文")
    with pytest.raises(port.NotTaken) as refused:
        Smtp(mail_server.url).send(outgoing)
    assert refused.value.lasting and mail_server.taken() == []


def test_a_mail_server_takes_no_short_messages(mail_server: Server) -> None:
    with pytest.raises(port.NotTaken) as refused:
        Smtp(mail_server.url).send(port.Outgoing("1", "sms", "09000000000", "", "文"))
    assert refused.value.lasting


def test_a_setting_that_cannot_be_read_is_said() -> None:
    with pytest.raises(UserError, match="SEKISHO_MAIL"):
        Smtp("smtp://host")


def test_heads_are_reminded_of_posts_that_lapse_this_month(cast: Cast) -> None:
    _address(cast.dora, "dora@city.example")
    hire("3001", "森 みどり", "facility_staff", cast.hill)
    Assignment.objects.using("owner").filter(office=cast.hill).update(lapses_on=clock.today())
    Assignment.objects.using("owner").filter(staff=cast.dora).update(
        lapses_on=clock.today() + datetime.timedelta(days=62)
    )
    with transaction.atomic():
        remind_heads.plan(gate.job_actor())
    work_off()
    assert list(Notice.objects.values_list("kind", "about", "office")) == [("inventory", 1, cast.hill.pk)]
    sending.write_messages()
    with gate.enter(gate.job_actor(), sending.PURPOSE):
        message = Message.objects.get()
        assert (
            message.staff == cast.dora.pk
            and "丘の上保育園の職員 1 人" in message.body
            and "森" not in message.body
        )


def test_staff_choose_their_own_address_and_it_is_no_way_in(cast: Cast) -> None:
    client = signed_in(cast.dora)
    client.post("/me/email/", {"email": "dora@city.example"})
    cast.dora.refresh_from_db()
    assert cast.dora.email == "dora@city.example"
    page = client.post("/me/email/", {"email": "なし"}, follow=True).content.decode()
    assert "メールアドレスとして読めません" in page
    client.post("/me/email/", {"email": ""})
    cast.dora.refresh_from_db()
    assert cast.dora.email == ""


def test_the_purge_takes_messages_and_their_keys(
    cast: Cast, database: postgres.Server, superuser: psycopg.Connection
) -> None:
    _address(hire("5001", "建部 長", "section_head", cast.building), f"{MARKER}@city.example")
    _break_glass(cast)
    sending.write_messages()
    sending.send_due(Spool())
    superuser.execute("UPDATE gate_message SET ended_at = ended_at - interval '40 days'")
    superuser.execute("UPDATE people_staff SET email = ''")
    done = purge_due(clock.today())
    assert done.erased == 1 and superuser.execute("SELECT count(*) FROM gate_vault_key").fetchone() == (0,)
    scrub(
        database.url(postgres.OWNER),
        database.url("postgres"),
        ["gate_message", "people_staff", "gate_vault_key"],
    )
    assert find_marker(MARKER, [DATA]) == []
