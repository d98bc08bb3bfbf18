"""The database: is it the right one, and does it guard?"""

from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, connection

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.records import Record
from sekisho.gate.register import migrations as policy_files
from sekisho.gate.register.load import registers
from sekisho.project import state
from sekisho.project.doctor import Finding

#: Seconds between the two clocks that nobody notices.
_SKEW = 2
_OLDEST = 15
_ROLE = (
    "実行時の接続先（DATABASE_URL）を sekisho_app のものにし、表は sekisho_owner が持つようにしてください。"
)


def _ask(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def clock_skew() -> Iterator[Finding]:
    """Days end, and codes and posts lapse, by both clocks."""
    try:
        before = clock.now()
        (there,) = _ask("SELECT clock_timestamp()")[0]
        after = clock.now()
    except DatabaseError:
        yield Finding(
            "データベースに接続できません。",
            "データベースが動いているか、DATABASE_URL の宛先とパスワードが正しいかを確かめてください。",
        )
        return
    middle = before + (after - before) / 2
    skew = abs((there - middle).total_seconds())  # type: ignore[operator]
    if skew > _SKEW + (after - before).total_seconds():
        yield Finding(
            f"この機械の時計とデータベースの時計が {skew:.0f} 秒ずれています。",
            "両方の機械で時刻合わせ（NTP）を動かしてください。",
        )


def version() -> Iterator[Finding]:
    """PostgreSQL's version and encoding."""
    ((number, encoding),) = _ask(
        "SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')"
    )
    if int(str(number)) < _OLDEST:
        yield Finding(f"PostgreSQL {number} は古すぎます。", f"{_OLDEST} 以上を使ってください。")
    if encoding != "UTF8":
        yield Finding(f"データベースの文字コードが {encoding} です。", "UTF8 で作り直してください。")


def up_to_date() -> Iterator[Finding]:
    """Migrations and compiled registers."""
    try:
        state.check()
    except UserError as error:
        yield Finding(error.message, error.remedy)


def run_time_role() -> Iterator[Finding]:
    """The role of this connection owns nothing and can't get past the policies."""
    ((name, wide),) = _ask(
        "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    )
    if wide:
        yield Finding(f"実行時の役 {name} の権限が広すぎます（行の見張りを素通りできます）。", _ROLE)
    owned = _ask(
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = current_user"
    )
    if owned[0][0]:
        yield Finding(f"実行時の役 {name} が表を {owned[0][0]} 件持っています。", _ROLE)
    others = _ask(
        "SELECT rolname FROM pg_roles WHERE rolname NOT IN (current_user, 'pg_database_owner')"
        " AND pg_has_role(oid, 'MEMBER')"
    )
    for (other,) in () if wide else others:
        yield Finding(
            f"実行時の役 {name} が、ほかの役（{other}）になれます。",
            f"REVOKE {other} FROM {name} を実行してください。",
        )


def policies() -> Iterator[Finding]:
    """Row-level security is on for every table with personal data, and says what the registers say."""
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        table = model._meta.db_table
        found = _ask("SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass(%s)", table)
        if not found:
            yield Finding(f"表 {table} がありません。", "sekisho migrate を実行してください。")
        elif not found[0][0]:
            yield Finding(f"表 {table} に行の見張りがありません。", "sekisho migrate を実行してください。")
        elif (
            len(_ask("SELECT 1 FROM pg_policies WHERE tablename = %s AND policyname LIKE 'gate_%%'", table))
            < 4
        ):
            yield Finding(f"表 {table} の見張りが欠けています。", "sekisho migrate を実行してください。")
    for key, registered in registers().items():
        if policy_files.stale(registered):
            yield Finding(
                f"登録簿「{key}」と見張りの移行ファイルが合いません。",
                "sekisho register migrations を実行してください。",
            )
