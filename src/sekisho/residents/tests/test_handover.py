"""What a night's extract hands over: every piece of news once, and again when it was taken back and comes again."""

import dataclasses
import datetime
import hashlib

import psycopg
import pytest

from sekisho.gate.models import Handover
from sekisho.gate.register.load import registers
from sekisho.gate.register.schema import Gives
from sekisho.project.commands.purge import _OWN
from sekisho.residents.actions import load
from sekisho.residents.handover import DEATH, HOUSEHOLD
from sekisho.residents.port import Person
from sekisho.residents.tests.people import EVERYBODY, TODAY, Written, desk
from tests.cast import Cast

DIED = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The register lets both be given to an affair."""
    residents = registers()["residents"]
    gives = tuple(
        Gives(key=one.partition(".")[2], to=("stool_tests",), items=("宛名番号",), why="試す")
        for one in (DEATH, HOUSEHOLD)
    )
    entry = residents.entry.model_copy(update={"gives": gives})
    monkeypatch.setitem(registers(), "residents", dataclasses.replace(residents, entry=entry))


def _night(first: Person, later: int) -> list[str]:
    load(Written((first, *EVERYBODY[1:])), TODAY + datetime.timedelta(days=later))
    return [giver.partition(".")[2] for giver in Handover.objects.values_list("giver", flat=True)]


def test_every_piece_of_news_of_a_night_is_given_and_comes_again(
    cast: Cast, given: None, superuser: psycopg.Connection
) -> None:
    desk()
    alive = EVERYBODY[0]
    gone = dataclasses.replace(alive, died_on=DIED, household="30")
    assert _night(gone, 1) == ["death", "household"], "a death hides no other news"
    assert _night(gone, 2) == ["death", "household"]
    # The entry was a mistake, taken back, and then made for good.
    assert _night(alive, 3) == ["death", "household", "household"]
    assert _night(gone, 4)[3:] == ["death", "household"]
    row = Handover.objects.filter(giver=DEATH).first()
    assert row and row.about == alive.number
    said = "\n".join((DEATH, row.taker, row.about, f"{TODAY + datetime.timedelta(days=1)} {DIED}"))
    assert row.fingerprint != hashlib.sha256(said.encode()).hexdigest(), "nobody finds the number by trying"


def test_what_was_taken_leaves_no_trace(cast: Cast, superuser: psycopg.Connection) -> None:
    told = superuser.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'gate_handover'::regclass AND attstattarget = 0 AND attstorage = 'e'"
    ).fetchall()
    assert {name for (name,) in told} == {"about", "subject"} and "gate_handover" in _OWN
