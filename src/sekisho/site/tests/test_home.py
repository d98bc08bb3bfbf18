"""The home page's blocks are behind the gate like any page."""

import psycopg
import pytest

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from sekisho.site import home
from tests.cast import Cast, actor, signed_in


def _fill(cast: Cast) -> None:
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(Person(facility=place, name="大空 花子") for place in (cast.hill, cast.hill, cast.brook))


def test_a_block_counts_what_the_post_sees_and_the_log_says_so(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    _fill(cast)
    assert '<span class="figure-large">3</span>' in signed_in(cast.alice).get("/").content.decode()
    assert '<span class="figure-large">2</span>' in signed_in(cast.dora).get("/").content.decode()
    kinds = superuser.execute("SELECT kind FROM gate_log WHERE actor = %s", [cast.dora.pk]).fetchall()
    assert kinds == [("counted",)]


def test_who_may_not_sees_no_block_and_is_not_refused(cast: Cast, superuser: psycopg.Connection) -> None:
    page = signed_in(cast.charlie).get("/")
    assert page.status_code == 200 and "検便の受検者" not in page.content.decode()
    lines = superuser.execute("SELECT purpose, kind FROM gate_log").fetchall()
    assert [line for line in lines if line[0].startswith("stool_tests.") or line[1] == "refused"] == []


def test_a_place_that_is_not_there_is_said() -> None:
    with pytest.raises(ValueError, match="no such place"):
        home.block("somewhere", "題", "site/home.html")
