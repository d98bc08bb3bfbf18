"""The measures of the desk, and what is found after the visit."""

import datetime

import psycopg
from django.test import Client

from sekisho.affairs.bereavement.tests.desk import booked, came
from sekisho.base import clock
from sekisho.residents.tests.people import Desk
from tests.cast import signed_in

BROTHER = {"name": "髙橋 次郎", "relation": "弟", "documents": ["koseki"]}


def test_finished_in_one_visit_minutes_and_what_was_forgotten(
    office: Desk, clerk: Client, superuser: psycopg.Connection
) -> None:
    first, second, stranger, absent = (booked(clerk, slot) for slot in range(4))
    for visit in (first, second):
        came(clerk, visit, **BROTHER)
        clerk.post(f"/bereavement/visits/{visit}/leave/")
    came(clerk, stranger, name="見知 らぬ")
    clerk.post(f"/bereavement/visits/{absent}/off/", {"state": "absent"})
    superuser.execute(
        "UPDATE bereavement_step SET outcome = 'done', closed_on = %s WHERE visit_id = %s",
        [clock.today(), first],
    )
    superuser.execute(
        "UPDATE bereavement_step SET outcome = 'not_needed', closed_on = %s WHERE visit_id = %s AND procedure <> 'K06'",
        [clock.today(), second],
    )
    superuser.execute(
        "UPDATE bereavement_visit SET left_at = arrived_at + interval '40 minutes' WHERE left_at IS NOT NULL"
    )
    soon = (clock.today() + datetime.timedelta(40)).isoformat()
    page = clerk.get("/bereavement/measures/", {"until": soon}).content.decode()
    assert "50 %" in page and "関係を確かめられた 2 組" in page and "になった 1 組" in page
    assert "40 分" in page and "1 ・ 1" in page and "0 件" in page
    # A procedure that nobody thought of opens the case again and is counted.
    forgotten = "/bereavement/follow-up/forgotten/"
    for wrong in ({"visit": "999", "procedure": "K03"}, {"visit": str(stranger), "procedure": "K03"},
                  {"visit": str(second), "procedure": "K06"}, {"visit": "", "procedure": "ZZ"}):  # fmt: skip
        assert clerk.post(forgotten, wrong).status_code == 400
    assert clerk.post(forgotten, {"visit": str(second), "procedure": "e01"}).status_code == 302
    assert "犬の所有者変更" in clerk.get("/bereavement/follow-up/").content.decode()
    page = clerk.get("/bereavement/measures/").content.decode()
    assert page.count("1 件") == 1
    assert clerk.get("/bereavement/measures/", {"since": "きのう"}).status_code == 400
    assert (
        "この間の来庁はありません"
        in clerk.get("/bereavement/measures/", {"until": "2020-01-01"}).content.decode()
    )
    # Numbers for the head too, and nobody's case.
    assert signed_in(office.staff["head"]).get("/bereavement/measures/").status_code == 200
    assert "髙橋" not in page
