"""What tests of the vault and of the purge keep: scans received and posted, and what is left of a table."""

import datetime

import psycopg

from sekisho import gate
from sekisho.affairs.stool_tests.models import Scan
from sekisho.base import clock
from sekisho.gate.vault.fields import read_file
from tests.cast import Cast, actor
from tests.gate.sample_sheets import receive_scan

INTAKE, UPKEEP = "stool_tests.intake", "stool_tests.roster_upkeep"
MONTH = datetime.date(2025, 5, 1)
DAY = datetime.timedelta(days=1)


def scan_of(cast: Cast, data: bytes, **where: object) -> Scan:
    """A scan received by Alice for the nursery on the hill."""
    with gate.enter(actor(cast.alice), INTAKE):
        return receive_scan(where.get("office", cast.hill), MONTH, data)  # type: ignore[arg-type]


def content(cast: Cast, scan: Scan) -> bytes:
    """The scan's file, as Alice gets it."""
    with gate.enter(actor(cast.alice), INTAKE):
        return read_file(Scan.objects.get(pk=scan.pk), "content")


def post(cast: Cast, scan: Scan, days_ago: int | None) -> None:
    """The event that starts the scan's clock happened then; None: not yet."""
    with gate.enter(actor(cast.alice), "stool_tests.posting"):
        posted = None if days_ago is None else clock.today() - days_ago * DAY
        Scan.objects.filter(pk=scan.pk).update(posted_on=posted)


def left(superuser: psycopg.Connection, table: str = "stool_tests_scan") -> list[int]:
    """Keys of the rows that are still there, as nobody's eyes see them but the superuser's."""
    return [row for (row,) in superuser.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()]
