"""Blocks that staff live in: what is made of an address, who keeps it, and what auditors learn by it."""

import datetime
from collections.abc import Iterator

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from sekisho import gate
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.models import City
from sekisho.gate.retention.purge import purge_due
from sekisho.people import homes
from sekisho.people.models import HomeBlock, Office, Staff
from sekisho.residents import actions
from sekisho.residents.birth import Birth
from sekisho.residents.models import Resident
from sekisho.residents.port import Person
from tests.cast import Cast, actor, hire, signed_in

PAGE = "/staff/homes/"


def _key(staff: Staff) -> str:
    held = staff.assignments.get()
    return f"{held.staff_id}-{held.office_id}"


@pytest.fixture
def city(cast: Cast) -> Cast:
    """The cast in a city with a name."""
    City.objects.using("owner").create(name="みほん市", demo=True, created_at=clock.now())
    return cast


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("みほん市さくら町3丁目12番5号", "さくら町3丁目12番"), ("さくら町三丁目１２番地の５", "さくら町3丁目12番"),
        ("埼玉県みほん市さくら町3－12－5 メゾン101", "さくら町3丁目12番"), ("さくら町 3丁目 12−5", "さくら町3丁目12番"),
        ("大字本町012番地4", "本町12番"), ("本町12-4", "本町12番"), ("本町12番4号", "本町12番"), ("本町１２の４", "本町12番"),
        ("となり市本町1-2-3", "となり市本町1丁目2番"), ("八日市場二十丁目1", "八日市場20丁目1番"), ("本町12番地4-201", "本町12番"),
        ("さくら町3丁目", None), ("さくら町", None), ("12番", None), ("", None),
    ],
)  # fmt: skip
def test_the_block_of_an_address(
    city: Cast, superuser: psycopg.Connection, address: str, block: str | None
) -> None:
    found = superuser.execute("SELECT gate.home_block(%s)", [address]).fetchone()
    assert found == (block,)
    if block:
        assert superuser.execute("SELECT gate.home_block(%s)", [block]).fetchone() == (block,), (
            "the same again"
        )


def test_a_head_keeps_the_block_of_her_people_and_no_address(
    city: Cast, superuser: psycopg.Connection
) -> None:
    mine = hire("3001", "森 みどり", "facility_staff", city.hill)
    others = hire("3002", "川 ながれ", "facility_staff", city.brook)
    dora = signed_in(city.dora)
    page = dora.get(PAGE).content.decode()
    assert "森 みどり" in page and "川 ながれ" not in page
    answer = dora.post(PAGE, {"person": _key(mine), "address": "さくら町3丁目12番5号 コーポ203"}, follow=True)
    assert "「さくら町3丁目12番」として残しました" in answer.content.decode()
    assert dora.post(PAGE, {"person": _key(others), "address": "本町1-2-3"}).status_code == 400
    vague = dora.post(PAGE, {"person": _key(mine), "address": "さくら町"})
    assert vague.status_code == 400 and "番（番地）の数字まで" in vague.content.decode()
    endless = dora.post(PAGE, {"person": _key(mine), "address": f"{'さ' * 130}町3丁目12番5号"})
    assert endless.status_code == 400 and "町名と番を読み取れません" in endless.content.decode()
    assert dora.post(PAGE, {"person": _key(city.dora), "address": "本町1-2-3"}).status_code == 400
    with gate.enter(actor(city.dora), "people.homes"), pytest.raises(UserError, match="自分の住まい"):
        homes.keep(homes.Home(city.dora, city.hill, None), "本町1-2-3", city.dora)
    assert superuser.execute("SELECT staff_id, block FROM people_homeblock").fetchall() == [
        (mine.pk, "さくら町3丁目12番")
    ]
    log = superuser.execute("SELECT array_agg(t::text) FROM gate_log t").fetchone()
    assert "さくら" not in str(log) and f"people.staff:{mine.pk}" in str(log)


def test_who_may_keep_and_forget(city: Cast) -> None:
    hill = hire("3001", "森 みどり", "facility_staff", city.hill)
    general = Office.objects.get(code="somu")
    fumi = hire("2001", "藤井 ふみ", "privacy_officer", general)
    officer, dora = signed_in(fumi), signed_in(city.dora)
    officer.post(PAGE, {"person": _key(city.dora), "address": "本町1-2-3"})
    officer.post(PAGE, {"person": _key(hill), "address": "本町9-2-3"})
    with gate.enter(actor(city.dora), "people.homes"):
        kept = {one.staff_id: one.pk for one in HomeBlock.objects.all()}
    for refused in (city.alice, city.erin, hire("2002", "林 はるか", "personnel", general)):
        assert signed_in(refused).get(PAGE).status_code == 403
        assert signed_in(refused).post(f"{PAGE}{kept[hill.pk]}/forget/").status_code == 403
    dora.post(f"{PAGE}{kept[city.dora.pk]}/forget/")
    dora.post(f"{PAGE}{kept[hill.pk]}/forget/")
    assert dora.post(f"{PAGE}{kept[hill.pk]}/forget/").status_code == 404
    with gate.enter(actor(fumi), "people.homes"):
        assert [one.staff_id for one in HomeBlock.objects.all()] == [city.dora.pk], "nobody forgets their own"


class Registry:
    """A registry of four people: next door, the same house, another block, no address that can be read."""

    def persons(self) -> Iterator[Person]:
        addresses = (
            "みほん市東ヶ丘3丁目12番9号",
            "みほん市東が丘3-12-5",
            "みほん市東ヶ丘3丁目13番5号",
            "みほん市東ヶ丘",
        )
        for n, place in enumerate(addresses, 1):
            name = "斎藤 一" if n == 2 else f"住民 {n}"
            yield Person(
                str(n) * 10, str(n) * 10, name, "", "", Birth(1960, 1, n), "", "世帯主", place, "", False, None, None, False
            )  # fmt: skip


@pytest.fixture
def counter(city: Cast) -> Staff:
    """A clerk of the residents' counter who lives in a block of theirs, and has looked at everybody there today."""
    koseki = Office.objects.create(code="koseki", name="戸籍住民課", kind=Office.SECTION)
    clerk = hire("5001", "齋藤 一", "clerk", koseki)
    head = hire("5002", "係長 さん", "section_head", koseki)
    signed_in(head).post(PAGE, {"person": _key(clerk), "address": "東ケ丘３丁目１２－１"})
    actions.load(Registry(), clock.today())
    for who in (clerk, head):
        with gate.enter(actor(who), "residents.lookup"):
            assert len(list(Resident.objects.all())) == 4
    return clerk


def test_auditors_see_who_looked_next_door_and_no_address(
    city: Cast, counter: Staff, superuser: psycopg.Connection
) -> None:
    page = signed_in(city.erin).get("/audit/kin/").content.decode()
    near = page.split("<h2>近所の人</h2>")[1]
    ids = dict(superuser.execute("SELECT number, id FROM residents_resident").fetchall())
    seen = {n: f"residents.resident:{ids[str(n) * 10]}</a>" in near for n in range(1, 5)}
    assert seen == {1: True, 2: True, 3: False, 4: False}
    assert near.count("齋藤 一") == 2 and "係長 さん" not in near, "whose home isn't known isn't compared"
    assert "同姓同名（本人かもしれません）" in near and "同じ町名と番" in near and "7 人のうち 1 人" in near
    assert "東ヶ丘" not in page and "東ケ丘" not in page and "住民 1" not in page
    superuser.execute(
        "UPDATE gate_log SET at = at - interval '8 days' WHERE table_name = 'residents_resident'"
    )
    assert "residents.resident:" not in signed_in(city.erin).get("/audit/kin/").content.decode()


@pytest.mark.parametrize("asks", ["gate.near_home(now() - interval '1 day', now(), 9)", "gate.homes_known()"])
def test_homes_are_compared_for_auditors_alone(city: Cast, asks: str) -> None:
    with (
        gate.enter(actor(city.alice), "stool_tests.roster"),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        connection.cursor().execute(f"SELECT * FROM {asks}")


def test_a_block_goes_after_two_years(city: Cast, counter: Staff, superuser: psycopg.Connection) -> None:
    superuser.execute(
        "UPDATE people_homeblock SET kept_on = %s", [clock.today() - datetime.timedelta(days=732)]
    )
    assert purge_due(clock.today()).erased == 1
    assert superuser.execute("SELECT count(*) FROM people_homeblock").fetchone() == (0,)
