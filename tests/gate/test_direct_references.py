"""Numbers in addresses: whose number it is, an outsider gets the same answer as for a number that nobody has, and nothing changes.

Addresses are found by themselves, so a new one is in here as soon as it exists.
"""

import re
from collections.abc import Iterator

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho import gate
from sekisho.affairs.bereavement.tests.desk import booked
from sekisho.affairs.stool_tests.tests.months import read_month
from sekisho.people.models import Office, Staff, Terminal
from sekisho.residents.tests.people import desk
from sekisho.site.addresses import Address, addresses
from tests.cast import Cast, actor, everybody, hire, signed_in

NOBODYS = 987_654
_TRIED = range(1, 9)
#: Ends the session, or switches what one acts as.
_LEFT_OUT = ("sign_out", "account_logout", "end_sessions")
_CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"|<p class="printed">[^<]*</p>|\d+'
)
#: Tables that say what was tried or seen, or that every visit touches.
_NOTED = (
    "gate_log",
    "gate_sent",
    "gate_job",
    "gate_heart",
    "django_session",
    "usersessions_usersession",
    "people_terminal",
)


@pytest.fixture
def full(cast: Cast) -> Cast:
    """A city in which everything numbered exists, and belongs to the two nurseries and to the sections' clerks."""
    read_month(cast)
    clerk = signed_in(cast.alice)
    roster = SimpleUploadedFile("名簿.csv", "facility,name\n丘の上保育園,大空 花子\n".encode())
    clerk.post("/stool_tests/roster/uploads/", {"roster": roster})
    everybody(cast)
    signed_in(Staff.objects.get(number="2001")).post(
        "/staff/homes/", {"person": f"{cast.dora.pk}-{cast.hill.pk}", "address": "本町1-2-3"}
    )
    signed_in(cast.dora).post(
        "/staff/terminals/new/", {"name": "窓口", "kind": "desk", "office": cast.hill.pk}
    )
    return cast


def _numbered() -> list[Address]:
    """Addresses whose parts are numbers only."""
    found = [
        one for one in addresses()
        if one.parts and set(one.parts.values()) == {"int"} and one.name not in _LEFT_OUT and not one.name.startswith("mfa_")
    ]  # fmt: skip
    assert len(found) > 30
    return found


def _answers(client: Client, path: str) -> Iterator[tuple[int, str]]:
    """Status and words, without numbers and tokens, of a look and of an empty form."""
    for answer in (client.get(path), client.post(path)):
        html = "text/html" in answer.headers.get("Content-Type", "")
        yield answer.status_code, _CHANGING.sub("", answer.content.decode()) if html else str(answer.headers)


def _contents(superuser: psycopg.Connection) -> dict[str, int]:
    """What stands in every table of ours, as a number each."""
    names = [
        name
        for (name,) in superuser.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        if name not in _NOTED and not name.startswith("procrastinate")
    ]
    return {
        name: superuser.execute(f'SELECT coalesce(sum(hashtext(t::text)), 0) FROM "{name}" t').fetchone()[0]  # type: ignore[index]
        for name in names
    }


def _outsiders(cast: Cast) -> list[Staff]:
    """Those who hold posts with purposes of their own, at offices to which nothing belongs: a nursery's head, a section's head
    and clerk."""
    wood = Office.objects.create(code="n03", name="森の保育園", kind=Office.FACILITY)
    parks = Office.objects.create(code="koen", name="公園課", kind=Office.SECTION)
    return [
        hire("8001", "花田 はな", "facility_head", wood),
        hire("8002", "公文 こう", "section_head", parks),
        hire("8003", "木下 きい", "clerk", parks),
    ]


def test_another_offices_numbers_are_nobodys_numbers(full: Cast, superuser: psycopg.Connection) -> None:
    outsiders = _outsiders(full)
    before = _contents(superuser)
    told: list[str] = []
    tried: set[str] = set()
    for staff in outsiders:
        client = signed_in(staff)
        held = staff.assignments.get()
        terminals = Terminal.objects.filter(office=held.office).values_list("pk", flat=True)
        own = {staff.pk, held.pk, *terminals}
        opens = gate.openable(actor(staff))
        for address in _numbered():
            purpose = getattr(address.view, "purpose", None)
            if purpose and purpose not in opens:
                # The gate stops it before it has looked at the number: tests/gate/test_matrix.py.
                continue
            expected = list(_answers(client, address.filled({"int": str(NOBODYS)})))
            for number in _TRIED:
                path = address.filled({"int": str(number)})
                if number not in own and list(_answers(client, path)) != expected:
                    told.append(f"{staff.name} {path}: not as for a number that nobody has")
            tried.add(address.route)
    assert told == []
    assert len(tried) >= 9, tried
    after = _contents(superuser)
    assert {name for name in after if after[name] != before[name]} <= {"people_staff"}, "nothing has changed"


def test_a_case_of_another_desk_is_nobodys_case(cast: Cast, superuser: psycopg.Connection) -> None:
    office = desk()
    visit = booked(signed_in(office.staff["desk"]))
    counter = signed_in(office.staff["counter"])
    for address in _numbered():
        if address.name.startswith("bereavement:"):
            there = list(_answers(counter, address.filled({"int": str(visit)})))
            assert there == list(_answers(counter, address.filled({"int": str(NOBODYS)}))), address.route
            assert {status for status, _ in there} <= {403, 404, 405}, address.route
    assert superuser.execute("SELECT state FROM bereavement_visit").fetchall() == [("booked",)]
