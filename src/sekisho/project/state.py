"""Does the database fit this program? Told by one value of the migrations and registers, kept with the schema «gate»."""

import hashlib
import os
from pathlib import Path

import psycopg
from psycopg import sql

from sekisho.base.errors import UserError


def wanted() -> str:
    """What the database should say: the same on every machine with the same program and registers."""
    from django.apps import apps

    from sekisho.gate.register import compiled
    from sekisho.gate.register.load import registers

    value = hashlib.sha256(Path(compiled.__file__).read_bytes())
    for config in apps.get_app_configs():
        folder = Path(config.path) / "migrations"
        for path in sorted(folder.rglob("*.py")) + sorted(folder.rglob("*.sql")):
            value.update(f"{config.label}/{path.name}".encode() + path.read_bytes())
    for registered in registers().values():
        value.update(f"{registered.key} {registered.hash()}".encode())
    return value.hexdigest()


def in_force() -> str:
    """What the database says; "" before its first migration. Raises UserError when it can't be reached."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(obj_description(to_regnamespace('gate'), 'pg_namespace'), '')")
            return str(cursor.fetchone()[0])
    except DatabaseError as error:
        raise UserError(
            "データベースに接続できません。",
            "データベースが動いているか、DATABASE_URL の宛先とパスワードが正しいかを確かめてください。",
        ) from error


def note() -> None:
    """Let the database say that it fits; after a migration, as the owner."""
    with psycopg.connect(os.environ["SEKISHO_OWNER_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("COMMENT ON SCHEMA gate IS {}").format(sql.Literal(wanted())))


def check() -> None:
    """Raises UserError unless the database can be reached and fits the program."""
    if in_force() != wanted():
        raise UserError(
            "データベースが、このプログラムと登録簿に合っていません。",
            "sekisho migrate を実行してください（データベースを持つ役の SEKISHO_OWNER_URL が要ります）。",
        )
