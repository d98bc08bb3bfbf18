"""The only writers of the affair's records; called inside an open pass of the purpose that each names."""

import datetime
from collections.abc import Iterable

from sekisho.affairs.stool_tests.models import Person, Scan
from sekisho.base import clock
from sekisho.gate.vault.fields import put_file
from sekisho.people.models import Office


def add_people(people: Iterable[Person]) -> None:
    """Add people to rosters (purpose «stool_tests.roster_upkeep»)."""
    Person.objects.bulk_create(people)


def receive_scan(facility: Office, month: datetime.date, data: bytes) -> Scan:
    """Take in a sheet as it came; its bytes go into the vault (purpose «stool_tests.intake»)."""
    scan = Scan(facility=facility, month=month.replace(day=1), received_at=clock.now())
    put_file(scan, "content", data)
    scan.save()
    return scan
