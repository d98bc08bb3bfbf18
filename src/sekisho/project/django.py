"""Django set up for a command: the data folder's own PostgreSQL, or the one that DATABASE_URL names."""

import os
from pathlib import Path

from sekisho.base.errors import UserError
from sekisho.project import postgres

SETTINGS = "sekisho.project.settings"


def data_folder() -> Path:
    """Where database, keys and files lie: SEKISHO_DATA, or ``data`` here."""
    return Path(os.environ.get("SEKISHO_DATA", "data")).resolve()


def set_up() -> None:
    """Make Django ready. Without DATABASE_URL the data folder's own server is started and its database made."""
    if "DATABASE_URL" not in os.environ:
        server = postgres.start(data_folder())
        postgres.create_database(server.url("postgres", "postgres"), postgres.DATABASE)
        os.environ["DATABASE_URL"] = server.url(postgres.APP)
        os.environ["SEKISHO_OWNER_URL"] = server.url(postgres.OWNER)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def migrate(verbosity: int = 0) -> None:
    """Bring the database to the program's state: tables, policies, registers. Needs the owner's connection."""
    from django.core.management import call_command

    from sekisho.gate.register.compiled import compile_registers
    from sekisho.project import state

    if "SEKISHO_OWNER_URL" not in os.environ:
        raise UserError(
            "データベースを持つ役での接続先がありません。",
            "SEKISHO_OWNER_URL を設定してから実行してください。",
        )
    postgres.grant_run_time(os.environ["SEKISHO_OWNER_URL"])
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    compile_registers("owner")
    state.note()


def set_up_without_database() -> None:
    """Make Django ready for commands that only look at models and registers."""
    os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()
