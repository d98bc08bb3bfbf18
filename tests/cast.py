"""The cast of all tests: Alice, Bob of her office, Charlie outside, Dora who heads a nursery, Erin the auditor."""

import datetime
import secrets
from dataclasses import dataclass

import pytest
from django.db import connections
from django.test import Client

from sekisho import gate
from sekisho.base import clock
from sekisho.people.models import Assignment, Office, Staff, Terminal
from sekisho.people.models.terminals import digest
from sekisho.people.terminals import COOKIE
from sekisho.project import postgres

PASSWORD = "とても長い合言葉 12345"
SINCE = datetime.date(2025, 4, 1)


@dataclass(frozen=True)
class Cast:
    """Alice and Bob are clerks of 保育課, Charlie one of 建築課; Dora heads the nursery ``hill``; Erin audits."""

    childcare: Office
    building: Office
    hill: Office
    brook: Office
    alice: Staff
    bob: Staff
    charlie: Staff
    dora: Staff
    erin: Staff


def hire(number: str, name: str, post: str, office: Office, until: datetime.date | None = None) -> Staff:
    """A new member of staff with one post, without a password yet (hashing one takes its time)."""
    staff = Staff.objects.create_user(number, name)
    Assignment(staff=staff, post=post, office=office, since=SINCE, until=until).save(using="owner")
    return staff


def actor(staff: Staff, terminal_kind: str = "desk") -> gate.Actor:
    """``staff`` as an actor with all posts held."""
    held = tuple(gate.Held(one.post, one.office_id) for one in staff.assignments.order_by("id"))
    return gate.Actor(staff.pk, held, terminal_kind=terminal_kind)


@pytest.fixture
def cast(database: postgres.Server) -> Cast:
    """Everybody, with their offices."""
    childcare = Office.objects.create(code="hoiku", name="保育課", kind=Office.SECTION)
    building = Office.objects.create(code="kenchiku", name="建築課", kind=Office.SECTION)
    general = Office.objects.create(code="somu", name="総務課", kind=Office.SECTION)
    hill = Office.objects.create(code="n01", name="丘の上保育園", kind=Office.FACILITY)
    brook = Office.objects.create(code="n02", name="小川保育園", kind=Office.FACILITY)
    cast = Cast(
        childcare,
        building,
        hill,
        brook,
        alice=hire("1001", "青木 あかり", "clerk", childcare),
        bob=hire("1002", "馬場 文太", "clerk", childcare),
        charlie=hire("1003", "千葉 千里", "clerk", building),
        dora=hire("1004", "土井 ドラ", "facility_head", hill),
        erin=hire("1005", "江口 絵里", "auditor", general),
    )
    with connections["owner"].cursor() as cursor:
        # The owner's own work is logged too; tests look at what comes after it.
        cursor.execute("TRUNCATE gate_log RESTART IDENTITY")
    return cast


def everybody(cast: Cast) -> list[Staff]:
    """One of each post that has pages: clerk, head of a section, head of a nursery, auditor, privacy officer, personnel, and the
    clerks of the sections whose pages are their own."""
    general = cast.erin.assignments.get().office
    Assignment(staff=cast.bob, post="section_head", office=cast.childcare, since=SINCE).save(using="owner")
    fumi = hire("2001", "藤井 ふみ", "privacy_officer", general)
    hayashi = hire("2002", "林 はるか", "personnel", general)
    koseki = Office.objects.create(code="koseki", name="戸籍住民課", kind=Office.SECTION)
    corner = Office.objects.create(code="goizoku", name="ご遺族サポートコーナー", kind=Office.SECTION)
    kaoru = hire("2003", "河合 かおる", "clerk", koseki)
    izumi = hire("2004", "磯部 いずみ", "clerk", corner)
    return [cast.alice, cast.bob, cast.dora, cast.erin, fumi, hayashi, kaoru, izumi]


def browser(office: Office | None = None, kind: str = "desk") -> Client:
    """A browser that is a registered terminal of ``office``; without one, a stranger's."""
    client = Client(headers={"host": "localhost"})
    if office:
        key = secrets.token_hex(8)
        Terminal.objects.create(
            name=kind, kind=kind, office=office, key_digest=digest(key), enrolled_at=clock.now()
        )
        client.cookies[COOKIE] = key
    return client


def signed_in(staff: Staff, kind: str = "desk") -> Client:
    """A browser at a terminal of ``staff``'s office in which they are signed in."""
    client = browser(staff.assignments.earliest("id").office, kind)
    client.force_login(staff)
    return client
