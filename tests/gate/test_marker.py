"""A planted person with a file: after the purge nowhere in the data folder; and a backup stolen before it opens no file."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person, Scan
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.retention.marker import find_marker
from sekisho.gate.retention.purge import purge_due
from sekisho.gate.vault import keys
from sekisho.gate.vault.cipher import Unreadable, unseal
from sekisho.project import postgres
from sekisho.project.scrub import scrub
from tests.cast import Cast, actor
from tests.database import DATA
from tests.gate.kept import DAY, UPKEEP, content, post, scan_of

MARKER = "霞ヶ関印乃介ＭＡＲＫ"
FILE_MARKER = b"marker-inside-a-vault-file"


@pytest.fixture
def planted(cast: Cast, superuser: psycopg.Connection) -> tuple[Person, Scan, Scan]:
    """The marker's person, many times so that the planner would remember the name, and two scans: one over, one living."""
    with gate.enter(actor(cast.alice), UPKEEP):
        people = [
            Person(facility=cast.hill, name=MARKER, kana=MARKER * 2, left_on=clock.today() - 800 * DAY)
            for _ in range(300)
        ]
        Person.objects.bulk_create(people)
        Person.objects.create(facility=cast.brook, name="残る人", joined_on=clock.today())
    over, living = scan_of(cast, FILE_MARKER), scan_of(cast, b"living " + FILE_MARKER)
    post(cast, over, 90)
    superuser.execute("VACUUM ANALYZE")
    superuser.execute("CHECKPOINT")
    return people[0], over, living


def _purge_and_scrub(server: postgres.Server) -> None:
    done = purge_due(clock.today())
    assert done.certificate is not None
    tables = [str(line["table"]) for line in done.certificate.lines]
    busy = scrub(
        server.url(postgres.OWNER), server.url("postgres"), [*tables, "gate_vault_key", "gate_vault_file"]
    )
    assert busy == []


def test_after_the_purge_the_marker_is_nowhere(
    cast: Cast, planted: tuple[Person, Scan, Scan], database: postgres.Server
) -> None:
    assert find_marker(MARKER, [DATA]), "the search itself must be able to find it"
    _purge_and_scrub(database)
    assert find_marker(MARKER, [DATA]) == []
    assert find_marker(FILE_MARKER.decode(), [DATA]) == []
    assert content(cast, planted[2]).startswith(b"living")


def test_the_planner_keeps_no_names(planted: object, superuser: psycopg.Connection) -> None:
    kept = superuser.execute(
        "SELECT attname FROM pg_stats WHERE tablename = 'stool_tests_person' AND attname IN ('name', 'kana')"
    ).fetchall()
    assert kept == []


@pytest.fixture
def stolen(planted: object, server: postgres.Server, superuser: psycopg.Connection) -> Iterator[Path]:
    """A base copy of the database's folder and of the ciphertext, taken before the purge; no key store in it."""
    folder = Path(tempfile.mkdtemp(prefix="sekisho-stolen-"))
    folder.chmod(0o755)
    superuser.execute("SELECT pg_backup_start('stolen', true)")
    subprocess.run(
        ["cp", "-a", DATA / "postgres", folder / "postgres"], check=False, stderr=subprocess.DEVNULL
    )
    label = superuser.execute("SELECT labelfile FROM pg_backup_stop(false)").fetchone()
    subprocess.run(
        ["cp", "-a", DATA / "postgres" / "pg_wal", folder / "postgres"],
        check=False,
        stderr=subprocess.DEVNULL,
    )
    assert label is not None
    written = folder / "postgres" / "backup_label"
    written.write_text(label[0])
    like = (folder / "postgres" / "PG_VERSION").stat()
    os.chown(written, like.st_uid, like.st_gid)
    shutil.copytree(settings.SEKISHO_VAULT, folder / "vault")
    shutil.copytree(DATA / "keys", folder / "keys", ignore=shutil.ignore_patterns("epochs"))
    for pattern in ("postmaster.pid", ".handle_pids.json", ".s.PGSQL*"):
        for left in (folder / "postgres").glob(pattern):
            left.unlink()
    yield folder
    postgres.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def test_a_stolen_backup_with_todays_keys_opens_nothing_erased(
    cast: Cast, planted: tuple[Person, Scan, Scan], stolen: Path, database: postgres.Server
) -> None:
    _, over, _ = planted
    then = {int(path.stem): path.read_bytes() for path in settings.SEKISHO_KEYS.glob("*.key")}
    _purge_and_scrub(database)
    thief = postgres.start(stolen)
    with psycopg.connect(thief.url("postgres")) as connection:
        rows = connection.execute(
            "SELECT k.id, k.epoch, k.wrapped, s.content FROM gate_vault_key k JOIN stool_tests_scan s ON s.vault_key = k.id"
        ).fetchall()
    assert over.content in {row[3] for row in rows}, (
        "the backup still has the row, its wrapped key and its file"
    )
    assert (stolen / "vault" / over.content[:2] / over.content).is_file()
    today = [path.read_bytes() for path in settings.SEKISHO_KEYS.glob("*.key")]
    assert today and not set(today) & set(then.values())
    for number, epoch, wrapped, _ in rows:
        with pytest.raises(UserError, match="鍵の置き場"):
            keys.unwrap(epoch, number, wrapped)
        for epoch_key in today:
            with pytest.raises(Unreadable):
                unseal(epoch_key, wrapped, f"key:{number}")
        # The thief who had also got the key store of that day could: the test would see it.
        assert len(unseal(then[epoch], wrapped, f"key:{number}")) == 32


def test_an_older_backup_restored_with_its_keys_lives_and_forgets_again(
    cast: Cast, planted: tuple[Person, Scan, Scan], stolen: Path, database: postgres.Server
) -> None:
    """As docs/operations.md says it: database, vault and key store of one moment, then the purge before pages open."""
    _, over, living = planted
    shutil.copytree(settings.SEKISHO_KEYS, stolen / "keys" / "epochs")
    _purge_and_scrub(database)
    elsewhere = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SEKISHO_OWNER_URL")
    }
    done = subprocess.run(
        [sys.executable, "-m", "sekisho.project.cli", "purge"], env={**elsewhere, "SEKISHO_DATA": str(stolen)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "301 件を消しました" in done.stdout, done.stdout + done.stderr
    with psycopg.connect(postgres.start(stolen).url("postgres")) as connection:
        rows = connection.execute(
            "SELECT s.id, k.id, k.epoch, k.wrapped FROM stool_tests_scan s JOIN gate_vault_key k ON k.id = s.vault_key"
        ).fetchall()
    ((scan, number, epoch, wrapped),) = rows
    key = unseal((stolen / "keys" / "epochs" / f"{epoch:08}.key").read_bytes(), wrapped, f"key:{number}")
    assert scan == living.pk and len(key) == 32, "what lives opens with the restored keys, wrapped anew"
    assert not (stolen / "vault" / over.content[:2] / over.content).exists()
    assert find_marker(MARKER, [stolen]) == []
