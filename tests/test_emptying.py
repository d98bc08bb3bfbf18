"""What empties the tests' database leaves no row, no begun number and no page, whatever refers to what."""

import psycopg

from sekisho.affairs.stool_tests.tests.sheets import move_in
from sekisho.people.models import Office
from tests.cast import Cast
from tests.database import KEPT
from tests.emptying import empty


def _rows(superuser: psycopg.Connection) -> dict[str, int]:
    names = superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    counts = {name: superuser.execute(f'SELECT count(*) FROM "{name}"').fetchone() for (name,) in names}
    return {name: row[0] for name, row in counts.items() if row and row[0] and name not in KEPT}


def test_everything_is_empty_and_counts_from_one(cast: Cast, superuser: psycopg.Connection) -> None:
    move_in(cast)
    assert {"people_office", "people_assignment", "stool_tests_person", "gate_log"} <= set(_rows(superuser))
    empty(superuser, KEPT)
    assert _rows(superuser) == {}
    sizes = superuser.execute(
        "SELECT pg_relation_size('people_office') + pg_relation_size('stool_tests_person')"
    )
    assert sizes.fetchone() == (0,)
    assert Office.objects.create(code="hoiku", name="保育課", kind=Office.SECTION).pk == 1
