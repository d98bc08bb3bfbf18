"""What the navigation believes is what the gate does: for every member of the cast, purpose, terminal and zone."""

import psycopg
import pytest
from django.conf import settings

from sekisho import gate
from sekisho.gate import passes
from sekisho.gate.register.load import registers
from sekisho.gate.words import TERMINALS, ZONES
from sekisho.people.models import Assignment
from sekisho.project import postgres
from tests.cast import SINCE, Cast, actor

PURPOSES = [
    f"{key}.{one.key}" for key, registered in registers().items() for one in registered.entry.purposes
]


def _opens(who: gate.Actor, purpose: str) -> bool:
    try:
        with gate.enter(who, purpose, "1"):
            return True
    except gate.Refused:
        return False


@pytest.mark.parametrize("approval", [False, True])
@pytest.mark.parametrize("zone", ZONES)
def test_openable_is_what_opens(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, zone: str, approval: bool
) -> None:
    monkeypatch.setattr(settings, "SEKISHO_ZONE", zone)
    monkeypatch.setattr(settings, "SEKISHO_REQUIRE_APPROVAL", approval)
    for staff in (cast.alice, cast.charlie, cast.dora, cast.erin):
        for terminal in TERMINALS:
            who = actor(staff, terminal)
            # What opens by an approved number alone opens by no other.
            believed = {name for name in gate.openable(who) if name != passes.EXCEPTIONAL_USE}
            assert believed == {purpose for purpose in PURPOSES if _opens(who, purpose)}


def test_asking_leaves_no_line_and_no_pass(cast: Cast, superuser: psycopg.Connection) -> None:
    assert gate.openable(actor(cast.alice))["stool_tests.roster"] == "all"
    assert superuser.execute("SELECT count(*) FROM gate_log").fetchone() == (0,)
    with pytest.raises(gate.GateClosed):
        from sekisho.affairs.stool_tests.models import Person

        Person.objects.count()


def test_nobody_and_jobs_are_offered_nothing(cast: Cast) -> None:
    assert gate.openable(gate.Actor(None)) == {} == gate.openable(gate.job_actor())


def test_a_post_with_cases_does_not_shut_what_another_opens(cast: Cast, database: postgres.Server) -> None:
    Assignment.objects.using("owner").create(
        staff=cast.bob, post="section_chief", office=cast.childcare, since=SINCE
    )
    chief, clerk = reversed(actor(cast.bob).held)
    who = gate.Actor(cast.bob.pk, (chief, clerk), terminal_kind="desk")
    with psycopg.connect(database.url(postgres.OWNER), autocommit=True) as owner:
        added = owner.execute(
            "INSERT INTO gate_grant (purpose, post, at, scope, offices)"
            " VALUES ('stool_tests.roster', 'section_chief', '{hoiku}', 'case', '{}') RETURNING id"
        ).fetchone()
        try:
            assert gate.openable(who)["stool_tests.roster"] == "all"
            with gate.enter(who, "stool_tests.roster") as opened:
                assert opened.held == clerk
            alone = gate.Actor(cast.bob.pk, (chief,), terminal_kind="desk")
            assert gate.openable(alone)["stool_tests.roster"] == "case"
        finally:
            # Grants are the registers' own and stay for all tests: only this one goes.
            owner.execute("DELETE FROM gate_grant WHERE id = %s", added)
