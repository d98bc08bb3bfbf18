"""The doctor finds what is wrong, and says how to mend it."""

import datetime

import psycopg
import pytest
from django.conf import settings

from sekisho.base import clock
from sekisho.gate.models import City
from sekisho.project import postgres
from sekisho.project.doctor import Finding, checks, database, living, machine
from tests.cast import Cast


def test_a_good_set_up_has_nothing_fatal(cast: Cast) -> None:
    found = [finding for _, check in checks() for finding in check() if finding.fatal]
    assert found == []


def test_nobody_alive_is_said(cast: Cast) -> None:
    assert [one.remedy for one in living.hearts()] == [
        "sekisho worker を動かしてください。", "sekisho scheduler を 1 つ動かしてください。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "mended", "said"),
    [
        ("ALTER ROLE sekisho_app BYPASSRLS", "ALTER ROLE sekisho_app NOBYPASSRLS", "素通り"),
        ("GRANT sekisho_owner TO sekisho_app", "REVOKE sekisho_owner FROM sekisho_app", "ほかの役（sekisho_owner）"),
        ("CREATE TABLE mine (); ALTER TABLE mine OWNER TO sekisho_app", "DROP TABLE mine", "1 件持って"),
    ],
)  # fmt: skip
def test_a_run_time_role_with_too_many_rights(
    cast: Cast, superuser: psycopg.Connection, broken: str, mended: str, said: str
) -> None:
    superuser.execute(broken)
    try:
        found = list(database.run_time_role())
    finally:
        superuser.execute(mended)
    assert any(said in one.message and one.fatal for one in found), found
    assert list(database.run_time_role()) == []


def test_a_table_without_its_wall(cast: Cast, superuser: psycopg.Connection) -> None:
    superuser.execute("ALTER TABLE stool_tests_person DISABLE ROW LEVEL SECURITY")
    try:
        found = list(database.policies())
    finally:
        superuser.execute("ALTER TABLE stool_tests_person ENABLE ROW LEVEL SECURITY")
    assert [one.message for one in found] == ["表 stool_tests_person に行の見張りがありません。"]


def test_an_old_database(database: postgres.Server, superuser: psycopg.Connection) -> None:
    from sekisho.project.doctor.database import up_to_date

    said = superuser.execute("SELECT obj_description('gate'::regnamespace, 'pg_namespace')").fetchone()
    superuser.execute("COMMENT ON SCHEMA gate IS 'older'")
    found = list(up_to_date())
    superuser.execute(f"COMMENT ON SCHEMA gate IS '{said[0]}'")  # type: ignore[index]
    assert [one.remedy[:15] for one in found] == ["sekisho migrate"]
    assert list(up_to_date()) == []


def test_a_clock_that_is_wrong(cast: Cast) -> None:
    with clock.at(clock.now() + datetime.timedelta(minutes=7)):
        (found,) = database.clock_skew()
    assert "42" in found.message or "41" in found.message


def test_keys_that_others_can_read(database: postgres.Server) -> None:
    key = settings.SEKISHO_DATA / "keys" / "django"
    assert list(machine.keys()) == []
    key.chmod(0o644)
    found: list[Finding] = list(machine.keys())
    key.chmod(0o600)
    assert [one.remedy for one in found] == [f"chmod 600 {key} を実行してください。"]


def test_a_real_city_that_tells_nobody_is_asked_for_a_mail_server(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    City.objects.using("owner").create(name="市", demo=True, created_at=clock.now())
    assert list(living.messages()) == []
    City.objects.using("owner").update(demo=False)
    assert ["SEKISHO_MAIL" in one.remedy for one in living.messages()] == [True]
    monkeypatch.setattr(settings, "SEKISHO_MAIL", "smtp://nowhere")
    assert [one.fatal for one in living.messages()] == [True]
    monkeypatch.setattr(settings, "SEKISHO_MAIL", "smtp://mail?from=a@city.example")
    assert list(living.messages()) == []
