"""A real PostgreSQL for the tests, in a folder of its own, with the same three roles as in a city; started when a test asks."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
import pytest

from sekisho.project import django as project_django
from sekisho.project import postgres
from tests.emptying import empty

#: Written by migrations, not by tests.
KEPT = (
    "django_migrations",
    "django_content_type",
    "gate_purpose",
    "gate_grant",
    "gate_right",
    "gate_wording",
    "gate_retention",
    "gate_subject",
)


def _prepare() -> Path:
    """Make Django importable before tests are collected; no server runs yet. Returns the data folder."""
    data = Path(tempfile.mkdtemp(prefix="sekisho-"))
    # The server may run as another user, who must get at its own folder below.
    data.chmod(0o755)
    (data / "keys").mkdir(mode=0o700)
    (data / "static").mkdir()
    server = postgres.Server(data / "postgres", data / "keys")
    os.environ |= {
        "SEKISHO_DATA": str(data),
        "DATABASE_URL": server.url(postgres.APP),
        "SEKISHO_OWNER_URL": server.url(postgres.OWNER),
        "DJANGO_SETTINGS_MODULE": project_django.SETTINGS,
        "SEKISHO_SECOND_FACTOR": "0",
    }
    django.setup()
    return data


DATA = _prepare()


def pytest_unconfigure() -> None:
    """Stop the server and leave nothing behind."""
    postgres.stop(DATA)
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> postgres.Server:
    """The running server with an empty, migrated database."""
    from django.conf import settings

    started = postgres.start(DATA)
    with psycopg.connect(started.url("postgres", "postgres"), autocommit=True) as connection:
        # Tests don't survive a power cut anyway.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    postgres.create_database(started.url("postgres", "postgres"), postgres.DATABASE)
    project_django.migrate()
    # Pages in tests need no collected static files.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return started


@pytest.fixture
def database(server: postgres.Server) -> Iterator[postgres.Server]:
    """An empty city; emptied again afterwards. Transactions are real: nothing is wrapped around the test."""
    from django.db import connections

    yield server
    connections.close_all()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        for last in (False, False, False, True):
            try:
                empty(connection, KEPT)
                break
            except psycopg.errors.DeadlockDetected:
                # A browser's last request may still be at work.
                if last:
                    raise


@pytest.fixture
def superuser(database: postgres.Server) -> Iterator[psycopg.Connection]:
    """Somebody who may do anything to the database: the attacker of the log, and the eye of tests that look behind it."""
    with psycopg.connect(database.url("postgres"), autocommit=True) as connection:
        yield connection
