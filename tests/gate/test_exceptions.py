"""Exceptional use and broken glass: as narrow, as short and as loud as written; never one pair of eyes."""

import datetime

import psycopg
import pytest
from django.db import Error as DatabaseError
from django.db import connection

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person, Scan
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate import exceptions, exports
from sekisho.gate.models import Emergency, ExceptionalUse
from sekisho.people.models import Staff
from tests.cast import Cast, actor, hire
from tests.gate.sample_sheets import receive_scan

UPKEEP, ROSTER = "stool_tests.roster_upkeep", "stool_tests.roster"


@pytest.fixture
def fumi(cast: Cast) -> Staff:
    """The privacy officer, with three people in two nurseries' rosters."""
    with gate.enter(actor(cast.alice), UPKEEP):
        Person.objects.create(facility=cast.hill, name="大空 花子", kana="おおぞら はなこ")
        Person.objects.create(facility=cast.brook, name="川原 次郎", kana="かわはら じろう")
    return hire("1006", "藤井 ふみ", "privacy_officer", cast.building)


def _ask(
    who: Staff,
    days: int = 1,
    columns: tuple[str, ...] = ("stool_tests_person.name",),
    subject: str = "stool_tests.person:1",
) -> ExceptionalUse:
    today = clock.today()
    with gate.enter(actor(who), exceptions.REQUEST):
        return exceptions.ask(
            "69-1", "災害時の安否確認", "法令による照会", [subject], columns,
            today, today + datetime.timedelta(days=days),
        )  # fmt: skip


def _approve(who: Staff, number: int) -> None:
    with gate.enter(actor(who), exceptions.DECISION):
        exceptions.decide(number, True, "妥当")


def test_it_opens_exactly_what_was_written_to_whom_it_was_given(
    cast: Cast, fumi: Staff, superuser: psycopg.Connection
) -> None:
    asked = _ask(cast.charlie)
    with pytest.raises(gate.Refused), exceptions.use(actor(cast.charlie), asked.pk):
        pass
    _approve(fumi, asked.pk)
    with exceptions.use(actor(cast.charlie), asked.pk) as opened:
        assert exceptions.shown(opened)[0][2] == [{"name": "大空 花子"}]
        assert [person.name for person in Person.objects.all()] == ["大空 花子"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM stool_tests_person")
            assert cursor.fetchone()[0] == 1
            cursor.execute("UPDATE stool_tests_person SET name = 'x'")
            assert cursor.rowcount == 0
            cursor.execute("SELECT count(*) FROM gate_log")
            assert cursor.fetchone()[0] == 0
    with pytest.raises(gate.Refused), exceptions.use(actor(cast.charlie), asked.pk):
        Person.objects.get().kana  # noqa: B018
    with pytest.raises(gate.Refused), exceptions.use(actor(cast.bob), asked.pk):
        pass
    with pytest.raises(gate.Refused), gate.enter(actor(cast.charlie), ROSTER):
        pass
    notes = superuser.execute(
        "SELECT subjects, fields, note FROM gate_log WHERE kind = 'read' AND purpose = 'gate.exceptional_use'"
    ).fetchall()
    assert notes == [(["stool_tests.person:1"], ["id", "kana", "name"][::2], f"exceptional:{asked.pk}")]


def test_sealed_text_opens_to_it_where_it_is_named_and_files_cannot_be_named(cast: Cast, fumi: Staff) -> None:
    with gate.enter(actor(cast.alice), "stool_tests.intake"):
        scan = receive_scan(cast.hill, clock.today(), b"sheet")
        scan.remark = "3行目は別の人"
        scan.save()
    subject = f"stool_tests.scan:{scan.pk}"
    with pytest.raises(UserError):
        _ask(cast.charlie, columns=("stool_tests_scan.content",), subject=subject)
    for columns, seen in (("remark", {"remark": "3行目は別の人"}), ("month", {"month": scan.month})):
        asked = _ask(cast.charlie, columns=(f"stool_tests_scan.{columns}",), subject=subject)
        _approve(fumi, asked.pk)
        with exceptions.use(actor(cast.charlie), asked.pk) as opened:
            assert exceptions.shown(opened)[0][2] == [seen]
    with pytest.raises(gate.Refused), exceptions.use(actor(cast.charlie), asked.pk):
        Scan.objects.get().remark  # noqa: B018


def test_it_ends_with_its_last_day(cast: Cast, fumi: Staff, superuser: psycopg.Connection) -> None:
    asked = _ask(cast.charlie)
    _approve(fumi, asked.pk)
    superuser.execute("ALTER TABLE gate_exception DISABLE TRIGGER USER")
    superuser.execute("UPDATE gate_exception SET since = '2026-01-01', until = '2026-01-02'")
    superuser.execute("ALTER TABLE gate_exception ENABLE TRIGGER USER")
    with pytest.raises(gate.Refused), exceptions.use(actor(cast.charlie), asked.pk):
        pass


def test_nobody_approves_their_own_and_nobody_widens_while_approving(
    cast: Cast, fumi: Staff, superuser: psycopg.Connection
) -> None:
    asked = _ask(cast.charlie)
    # A colleague of the office sees the request, but its purpose decides nothing.
    with pytest.raises(DatabaseError), gate.enter(actor(cast.charlie), exceptions.REQUEST):
        ExceptionalUse.objects.filter(pk=asked.pk).update(approved=True)
    with gate.enter(actor(fumi), exceptions.DECISION):
        ExceptionalUse.objects.filter(pk=asked.pk).update(approved=True, subjects=["stool_tests.person:2"])
    kept = superuser.execute(
        "SELECT approved, subjects, requested_by, decided_by FROM gate_exception"
    ).fetchone()
    assert kept == (True, ["stool_tests.person:1"], cast.charlie.pk, fumi.pk)
    superuser.execute(
        "UPDATE people_assignment SET post = 'privacy_officer' WHERE staff_id = %s", [cast.bob.pk]
    )
    both = _ask(cast.alice)
    superuser.execute(
        "UPDATE people_assignment SET post = 'privacy_officer' WHERE staff_id = %s", [cast.alice.pk]
    )
    with pytest.raises(UserError), gate.enter(actor(cast.alice), exceptions.DECISION):
        exceptions.decide(both.pk, True, "よい")
    with pytest.raises(DatabaseError), gate.enter(actor(cast.alice), exceptions.DECISION):
        ExceptionalUse.objects.filter(pk=both.pk).update(approved=True)


def test_a_request_names_somebody_and_something_that_there_is(cast: Cast, fumi: Staff) -> None:
    for columns in ((), ("gate_log.actor",), ("pg_authid.rolpassword",)):
        with pytest.raises(UserError):
            _ask(cast.charlie, columns=columns)
    with pytest.raises(UserError):
        _ask(cast.charlie, days=-1)


def test_broken_glass_opens_one_purpose_for_half_an_hour_and_is_loud(
    cast: Cast, fumi: Staff, superuser: psycopg.Connection
) -> None:
    number = exceptions.break_glass(actor(cast.charlie), ROSTER, "life", "園児が搬送された")
    with gate.enter(actor(cast.charlie), ROSTER):
        assert Person.objects.count() == 2
    with pytest.raises(gate.Refused), gate.enter(actor(cast.charlie), UPKEEP):
        pass
    with pytest.raises(gate.Refused), gate.enter(actor(cast.bob), "gate.audit"):
        pass
    ((purpose, until),) = exceptions.emergencies_of(actor(cast.charlie))
    assert purpose == ROSTER and until - clock.now() <= datetime.timedelta(minutes=30)
    told = superuser.execute("SELECT kind, about, office, post FROM gate_notice ORDER BY id").fetchall()
    assert told == [
        ("emergency", number, cast.building.pk, "head"), ("emergency", number, None, "privacy_officer"),
    ]  # fmt: skip
    lines = superuser.execute(
        "SELECT kind, note FROM gate_log WHERE note LIKE 'emergency:%' ORDER BY id"
    ).fetchall()
    assert lines == [(kind, f"emergency:{number}") for kind in ("added", "emergency", "counted")]
    superuser.execute("UPDATE gate_emergency SET until = opened_at")
    with pytest.raises(gate.Refused), gate.enter(actor(cast.charlie), ROSTER):
        pass


def test_the_glass_has_its_limits(cast: Cast, fumi: Staff) -> None:
    for who, purpose, ground, reason in (
        (actor(cast.charlie), "gate.audit", "life", "見たい"),
        (actor(cast.charlie, "any"), ROSTER, "life", "家から"),
        (gate.Actor(cast.charlie.pk, (gate.Held("section_head", cast.childcare.pk),), terminal_kind="desk"), ROSTER, "life", "x"),
    ):  # fmt: skip
        with pytest.raises(gate.Refused):
            exceptions.break_glass(who, purpose, ground, reason)
    with pytest.raises(UserError):
        exceptions.break_glass(actor(cast.charlie), ROSTER, "life", " ")
    with pytest.raises(DatabaseError):
        exceptions.break_glass(actor(cast.charlie), ROSTER, "curiosity", "気になる")


def test_an_emergency_is_reviewed_once_by_somebody_else(
    cast: Cast, fumi: Staff, superuser: psycopg.Connection
) -> None:
    number = exceptions.break_glass(actor(cast.charlie), ROSTER, "body", "けが")
    with gate.enter(actor(fumi), exceptions.REVIEW):
        exceptions.review(number, "救急からの照会と照らし、妥当")
    assert superuser.execute("SELECT reviewed_by, finding FROM gate_emergency").fetchone() == (
        fumi.pk, "救急からの照会と照らし、妥当",
    )  # fmt: skip
    with pytest.raises(UserError), gate.enter(actor(fumi), exceptions.REVIEW):
        exceptions.review(number, "もう一度")
    own = exceptions.break_glass(actor(fumi), ROSTER, "body", "けが")
    with pytest.raises(UserError), gate.enter(actor(fumi), exceptions.REVIEW):
        exceptions.review(own, "よい")
    with pytest.raises(DatabaseError), gate.enter(actor(fumi), exceptions.REVIEW):
        Emergency.objects.filter(pk=own).update(finding="よい")


def test_an_export_has_a_number_and_its_subjects_are_in_the_log(
    cast: Cast, fumi: Staff, superuser: psycopg.Connection
) -> None:
    with gate.enter(actor(cast.erin), "gate.audit"):
        rows = list(gate_log_rows())
        export = exports.issue("csv", "江口 絵里")
        data = export.csv(["種別"], rows).decode("utf-8-sig")
    assert exports.serial_of(export.watermark) == export.serial and data.count(export.serial) == len(rows) + 1
    assert exports.serial_of(export.serial[:-1] + "x") is None
    kind, actor_, subjects = superuser.execute(
        "SELECT kind, actor, subjects FROM gate_log WHERE note = %s", [f"{export.serial} csv"]
    ).fetchone() or ("", 0, [])
    assert (kind, actor_, len(subjects)) == ("exported", cast.erin.pk, len(rows))


def gate_log_rows() -> list[list[str]]:
    """Kinds of the log's lines."""
    from sekisho.gate.models import LogLine

    return [[line.kind] for line in LogLine.objects.all()]


def test_what_the_register_does_not_let_out_stays_in(cast: Cast, fumi: Staff) -> None:
    with pytest.raises(gate.Refused, match="持ち出す"), gate.enter(actor(cast.alice), ROSTER):
        list(Person.objects.all())
        exports.issue("csv", "青木 あかり")


def test_with_required_approval_an_unapproved_entry_stays_shut(
    cast: Cast, fumi: Staff, settings_with_approval: None, superuser: psycopg.Connection
) -> None:
    from sekisho.gate.models import Approval
    from sekisho.gate.register.load import registers

    with pytest.raises(gate.Refused) as refused, gate.enter(actor(cast.alice), ROSTER):
        pass
    assert refused.value.why == "approval"
    wording = Approval(affair="stool_tests", hash=registers()["stool_tests"].hash(), decided_on=clock.today(),
                       decision="諮問事項ア", recorded_by="1005")  # fmt: skip
    wording.save(using="owner")
    with gate.enter(actor(cast.alice), ROSTER):
        assert Person.objects.count() == 2
    superuser.execute("UPDATE gate_approval SET hash = 'another wording'")
    with pytest.raises(gate.Refused), gate.enter(actor(cast.alice), ROSTER):
        pass


@pytest.fixture
def settings_with_approval() -> object:
    """SEKISHO_REQUIRE_APPROVAL=1."""
    from django.test import override_settings

    with override_settings(SEKISHO_REQUIRE_APPROVAL=True):
        yield
