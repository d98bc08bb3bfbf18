"""Short messages over a real gateway process: «sent» when it says so, tried again where that helps, nobody's number in any log."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import transaction
from django.test import override_settings

from sekisho import gate
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate import exceptions
from sekisho.gate.messages import port, sending
from sekisho.gate.messages.gateway import Gateway
from sekisho.gate.messages.spool import Spool
from sekisho.gate.models import Job
from sekisho.people.models import Staff
from tests.cast import Cast, actor, hire, signed_in
from tests.gate.receivers import Receiver, receiving
from tests.jobs import work_off

ROOT = Path(__file__).parents[2]
KEY = "key-of-the-gateway"


class Running:
    """A running gateway. ``url``: where it is; ``taken``: what it has taken."""

    def __init__(self, receiver: Receiver) -> None:
        self.url, self.taken = f"http://127.0.0.1:{receiver.port}/messages", receiver.taken

    def carrier(self) -> Gateway:
        """The adapter, whose patience is long enough for a busy machine and shorter than the gateway's silence."""
        return Gateway(self.url, KEY, patience=4)


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Running]:
    """The gateway, in a process of its own."""
    with receiving("sms_gateway", tmp_path / "sms") as receiver:
        yield Running(receiver)


def _told(cast: Cast, **phones: str) -> dict[str, Staff]:
    """Heads with these phones and without mail, who are to be told of broken glass; the messages are written."""
    heads = {}
    for place, (name, phone) in enumerate(phones.items()):
        heads[name] = hire(f"70{place}", f"{name} 長", "section_head", cast.building)
        Staff.objects.filter(pk=heads[name].pk).update(phone=phone)
    exceptions.break_glass(actor(cast.charlie), "stool_tests.roster", "life", "園で事故")
    sending.write_messages()
    return heads


def _states(superuser: psycopg.Connection) -> dict[int, tuple[str, int, str]]:
    rows = superuser.execute(
        "SELECT staff, state, tries, receipt FROM gate_message WHERE channel = 'sms'"
    ).fetchall()
    return {staff: (state, tries, receipt) for staff, state, tries, receipt in rows}


def test_sent_is_said_when_the_gateway_has_taken_it(
    cast: Cast, superuser: psycopg.Connection, gateway: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = _told(
        cast, good="09000000001", never="09000000400", later="09000000503", key="09000000401", astray="09000000302",
        cut="09000000007", noise="09000000066", echo="09000000077",
    )  # fmt: skip
    assert sending.send_due(gateway.carrier(), "sms") == 1
    assert _states(superuser) == {
        heads["good"].pk: ("sent", 1, "202 m-1"), heads["never"].pk: ("failed", 1, "400"),
        heads["later"].pk: ("waiting", 1, "503"), heads["key"].pk: ("waiting", 1, "401"),
        heads["astray"].pk: ("waiting", 1, "302"), heads["cut"].pk: ("waiting", 1, "RemoteDisconnected"),
        heads["noise"].pk: ("waiting", 1, "BadStatusLine"), heads["echo"].pk: ("sent", 1, "202"),
    }  # fmt: skip
    first = gateway.taken()[0]
    assert first["to"] == "+819000000001" and first["path"] == "/messages"
    assert "非常時の利用（番号 1）" in str(first["text"]) and "園で事故" not in str(first["text"])
    assert first["headers"] == {
        "Authorization": f"Bearer {KEY}", "Idempotency-Key": first["number"], "Content-Type": "application/json",
    }  # fmt: skip
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + datetime.timedelta(minutes=2))
    sending.send_due(gateway.carrier(), "sms")
    states = {name: _states(superuser)[head.pk][0] for name, head in heads.items()}
    assert states["later"] == states["cut"] == "sent" and states["astray"] == states["key"] == "waiting"
    assert sum(one["to"] == "+819000000007" for one in gateway.taken()) == 1, (
        "the number told the gateway that it had it"
    )
    assert all(one["path"] == "/messages" for one in gateway.taken())


def test_a_gateway_that_does_not_answer_in_time_is_asked_again_later(gateway: Running) -> None:
    with pytest.raises(port.NotTaken) as refused:
        Gateway(gateway.url, KEY, patience=0.3).send(port.Outgoing("1", "sms", "09000000009", "", "文"))
    assert (refused.value.code, refused.value.lasting) == ("TimeoutError", False) and gateway.taken() == []


def test_numbers_lie_in_the_vault_alone_and_mail_waits_for_nobody(
    cast: Cast, superuser: psycopg.Connection, gateway: Running, capfd: pytest.CaptureFixture[str]
) -> None:
    head = _told(cast, good="09012340001")["good"]
    with transaction.atomic():
        sending.send_messages.plan(gate.job_actor())
    with override_settings(
        SEKISHO_SMS=gateway.url, SEKISHO_SMS_KEY=KEY, SEKISHO_MAIL="smtp://127.0.0.1:9?from=a@city.example"
    ):
        assert isinstance(port.carrier("sms"), Gateway)
        work_off()
    assert Job.objects.get().state == Job.DONE and _states(superuser)[head.pk][0] == "sent"
    for table in ("gate_message", "gate_log", "gate_job", "procrastinate_jobs", "gate_notice"):
        said = str(superuser.execute(f"SELECT array_agg(t::text) FROM {table} t").fetchone())
        assert "12340001" not in said, table
    assert "12340001" not in "".join(capfd.readouterr())


def test_a_setting_that_cannot_be_read_stops_its_own_channel_alone(
    cast: Cast, superuser: psycopg.Connection, gateway: Running
) -> None:
    head = _told(cast, good="09012340001")["good"]
    with override_settings(SEKISHO_SMS=gateway.url, SEKISHO_SMS_KEY=KEY, SEKISHO_MAIL="nonsense"):
        with pytest.raises(UserError, match="SEKISHO_MAIL"):
            sending.send_messages.handler(None)
        assert _states(superuser)[head.pk][0] == "sent"
    with override_settings(SEKISHO_SMS=gateway.url, SEKISHO_SMS_KEY=""):
        assert port.kept_channels() == ["mail"], "asked when the addresses are read: no page falls by it"
    with override_settings(SEKISHO_SMS="", SEKISHO_MAIL=""):
        assert port.kept_channels() == ["mail", "sms"]
        assert isinstance(port.carrier("sms"), Spool) and isinstance(port.carrier(), Spool)


def test_without_a_gateway_it_is_kept(cast: Cast, superuser: psycopg.Connection) -> None:
    head = _told(cast, kept="09000000001")["kept"]
    assert isinstance(port.carrier("sms"), Spool) and sending.send_due(Spool(), "sms") == 0
    assert _states(superuser) == {head.pk: ("kept", 1, "spool")}
    administrator = hire("6001", "後藤 剛", "administrator", cast.building)
    assert "09000000001" in signed_in(administrator).get("/messages/").content.decode()


@pytest.mark.parametrize(
    ("url", "key"),
    [("http://gateway.example/", KEY), ("https://", KEY), ("ftp://gateway.example/", KEY), ("https://gateway.example/", ""), ("", "")],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_said(url: str, key: str) -> None:
    with pytest.raises(UserError, match="SEKISHO_SMS"):
        Gateway(url, key)


@pytest.mark.parametrize("phone", ["0312345678", "+819000000001", "090-0000-0001\r\nX: y", "", "０９０"])
def test_what_is_no_mobile_number_leaves_the_house_never(gateway: Running, phone: str) -> None:
    with pytest.raises(port.NotTaken) as refused:
        gateway.carrier().send(port.Outgoing("1", "sms", phone, "", "文"))
    assert refused.value.lasting and gateway.taken() == []


def test_a_gateway_takes_no_mail(gateway: Running) -> None:
    with pytest.raises(port.NotTaken) as refused:
        gateway.carrier().send(port.Outgoing("1", "mail", "a@city.example", "題", "文"))
    assert refused.value.lasting


def test_staff_choose_their_own_number(cast: Cast) -> None:
    client = signed_in(cast.dora)
    for typed, kept in (
        ("090-0000-0001", "09000000001"),
        ("０８０ 1234 5678", "08012345678"),
        ("03-1234-5678", "08012345678"),
        ("", ""),
    ):
        page = client.post("/me/phone/", {"phone": typed}, follow=True).content.decode()
        cast.dora.refresh_from_db()
        assert cast.dora.phone == kept, typed
        assert ("読めません" in page) is typed.startswith("03")
