"""Search finds names as people write them, within what the post sees, and leaves its looks in the log."""

import psycopg
import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from sekisho.affairs.stool_tests.queries import named
from sekisho.base.kanji import GROUPS
from sekisho.project import postgres
from sekisho.site.keys import key
from tests.cast import Cast, actor, signed_in


@pytest.fixture
def people(cast: Cast) -> Cast:
    """A few names, written as rosters write them."""
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(
            Person(facility=place, name=name, kana=kana)
            for place, name, kana in (
                (cast.hill, "髙橋　惠子", "タカハシ ケイコ"),
                (cast.hill, "大空 花子", "おおぞら　はなこ"),
                (cast.brook, "高橋 次郎", "ﾀｶﾊｼ ｼﾞﾛｳ"),
            )
        )
    return cast


def _found(answer: object) -> set[str]:
    text = answer.content.decode()  # type: ignore[attr-defined]
    return {name for name in ("髙橋　惠子", "大空 花子", "高橋 次郎") if name in text}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("高橋", {"髙橋　惠子", "高橋 次郎"}),
        ("たかはし", {"髙橋　惠子", "高橋 次郎"}),
        ("ﾀｶﾊｼｹ", {"髙橋　惠子"}),
        ("高橋恵", {"髙橋　惠子"}),
        ("花子", set()),
        ("%", set()),
        ("' OR 1=1 --", set()),
        ("　 ", set()),
    ],
)
def test_names_are_found_by_their_beginning(people: Cast, words: str, found: set[str]) -> None:
    assert _found(signed_in(people.alice).post("/search/", {"words": words})) == found


def test_a_head_finds_her_own_only_and_others_nothing(people: Cast) -> None:
    assert _found(signed_in(people.dora).post("/search/", {"words": "たかはし"})) == {"髙橋　惠子"}
    assert _found(signed_in(people.charlie).post("/search/", {"words": "たかはし"})) == set()


def test_hits_are_looks_in_the_log(people: Cast, superuser: psycopg.Connection) -> None:
    signed_in(people.dora).post("/search/", {"words": "たかはし"})
    lines = superuser.execute(
        "SELECT kind, purpose, subjects FROM gate_log WHERE actor = %s", [people.dora.pk]
    ).fetchall()
    assert lines == [("read", "stool_tests.roster", ["stool_tests.person:1"])]


def test_a_name_in_the_address_is_not_searched(people: Cast) -> None:
    assert _found(signed_in(people.alice).get("/search/?words=高橋")) == set()


@given(st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=("Cs",))))
@example("".join(GROUPS))
@example("ァアヴヵヶ ﾊﾟｰｶｰ　ＡＢＣ\u3000\ufe00\u200b\x85")
def test_the_database_makes_the_same_key(server: postgres.Server, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.search_key(%s)", [text])
        assert cursor.fetchone()[0] == key(text)


def test_the_index_serves_under_the_policy(people: Cast) -> None:
    with gate.enter(actor(people.alice), "stool_tests.roster"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = named("たかはし").explain()
        cursor.execute("SET LOCAL enable_seqscan = on")
    assert "Index Cond: ((name_key >= 'たかはし'" in plan and "Index Cond: ((kana_key >= 'たかはし'" in plan
