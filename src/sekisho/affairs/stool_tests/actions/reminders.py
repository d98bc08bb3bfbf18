"""Letters to nurseries are noted (purpose «stool_tests.overview»)."""

import datetime
from collections.abc import Iterable

from sekisho.affairs.stool_tests.models import Reminder
from sekisho.affairs.stool_tests.notices import KIND
from sekisho.affairs.stool_tests.overview.missing import Place
from sekisho.base import clock
from sekisho.gate.messages import drafts

#: In place of a letter's number.
MAIL = "メール"


def mail_reminders(places: Iterable[Place], month: datetime.date, staff: int) -> list[Reminder]:
    """Have the heads of the nurseries told by mail; what becomes of each message stands where messages are looked at."""
    made = []
    for place in places:
        people = 0 if place.nothing else len(place.missing)
        reminder = Reminder.objects.create(
            facility=place.facility,
            month=month,
            serial=MAIL,
            people=people,
            made_at=clock.now(),
            made_by=staff,
        )
        drafts.note(KIND, about=reminder.pk, office=place.facility.pk)
        made.append(reminder)
    return made


def note_reminders(places: Iterable[Place], month: datetime.date, serial: str, staff: int) -> None:
    """That the nurseries were reminded, with the number of the letter; not whom it names."""
    Reminder.objects.bulk_create(
        Reminder(
            facility=place.facility, month=month, serial=serial, people=0 if place.nothing else len(place.missing),
            made_at=clock.now(), made_by=staff,
        )
        for place in places
    )  # fmt: skip
