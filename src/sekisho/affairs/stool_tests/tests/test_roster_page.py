"""The roster's page: whoever the register names sees it, others get the refusal page."""

import psycopg

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from tests.cast import Cast, actor, browser, signed_in


def _fill(cast: Cast) -> None:
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(
            [Person(facility=cast.hill, name="大空 花子"), Person(facility=cast.brook, name="川原 次郎")]
        )


def test_a_clerk_sees_everybody_and_a_head_her_own(cast: Cast) -> None:
    _fill(cast)
    everybody = signed_in(cast.alice).get("/stool_tests/roster/").content.decode()
    assert "大空 花子" in everybody and "川原 次郎" in everybody
    own = signed_in(cast.dora).get("/stool_tests/roster/").content.decode()
    assert "大空 花子" in own and "川原 次郎" not in own


def test_others_are_told_whom_to_ask(cast: Cast, superuser: psycopg.Connection) -> None:
    _fill(cast)
    answer = signed_in(cast.charlie).get("/stool_tests/roster/")
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "保育課の担当者" in text and "大空" not in text
    kinds = superuser.execute("SELECT kind FROM gate_log WHERE actor = %s", [cast.charlie.pk]).fetchall()
    assert kinds == [("refused",)]


def test_who_is_not_signed_in_is_asked_to(cast: Cast) -> None:
    answer = browser(cast.childcare).get("/stool_tests/roster/")
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
