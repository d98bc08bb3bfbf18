"""A sheet in the vault, as tests of the vault want one: received, and nothing planned with it."""

import datetime

from sekisho.affairs.stool_tests.models import Scan
from sekisho.base import clock
from sekisho.gate.vault.fields import put_file
from sekisho.people.models import Office


def receive_scan(facility: Office, month: datetime.date, data: bytes) -> Scan:
    """The sheet as it came; its bytes go into the vault (within an open pass of «stool_tests.intake»)."""
    scan = Scan(facility=facility, month=month.replace(day=1), received_at=clock.now(), size=len(data))
    put_file(scan, "content", data)
    scan.save()
    return scan
