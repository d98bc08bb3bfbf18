"""Letters to nurseries are noted (purpose «stool_tests.overview»)."""

import datetime
from collections.abc import Iterable

from sekisho.affairs.stool_tests.models import Reminder
from sekisho.affairs.stool_tests.overview.missing import Place
from sekisho.base import clock


def note_reminders(places: Iterable[Place], month: datetime.date, serial: str, staff: int) -> None:
    """That the nurseries were reminded, with the number of the letter; not whom it names."""
    Reminder.objects.bulk_create(
        Reminder(
            facility=place.facility, month=month, serial=serial, people=0 if place.nothing else len(place.missing),
            made_at=clock.now(), made_by=staff,
        )
        for place in places
    )  # fmt: skip
