"""The demo city's cases go the same way as a clerk's."""

import psycopg

from sekisho.affairs.bereavement.demo import build_blanks, build_cases
from sekisho.residents.tests.people import EVERYBODY, desk
from tests.cast import Cast


def test_cases_of_the_demo_city_get_as_far_as_they_should(cast: Cast, superuser: psycopg.Connection) -> None:
    office = desk()
    build_blanks()
    build_cases(office.desk, [(EVERYBODY[1], EVERYBODY[0])] * 4)
    states = superuser.execute("SELECT array_agg(state ORDER BY id) FROM bereavement_visit").fetchone()
    assert states == (["received", "booked", "booked", "arrived"],)
    counted = superuser.execute(
        "SELECT (SELECT count(DISTINCT visit_id) FROM bereavement_inquiry), (SELECT count(*) FROM bereavement_blank)"
    ).fetchone()
    assert counted == (2, 17)
