"""Who is missing in a month, within an open pass of «stool_tests.overview»."""

import datetime
from dataclasses import dataclass, field

from sekisho.affairs.stool_tests.models import Person, Row
from sekisho.affairs.stool_tests.months import before
from sekisho.affairs.stool_tests.overview.board import counts_of
from sekisho.affairs.stool_tests.overview.states import Counts
from sekisho.affairs.stool_tests.queries import people_in
from sekisho.people.models import Office


@dataclass(frozen=True)
class Missing:
    """Somebody of the roster of whom nothing came. ``again``: nor in the month before, so they may have left."""

    person: Person
    again: bool


@dataclass
class Place:
    """A nursery with those of whom nothing came. ``nothing``: no sheet came at all; ``gone``: the month is erased already, so
    nobody can tell who was missing."""

    facility: Office
    counts: Counts
    people: int = 0
    missing: list[Missing] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Has no sheet come?"""
        return not self.counts.pages and not self.counts.rows and not self.gone

    @property
    def gone(self) -> bool:
        """Is the month erased?"""
        return self.counts.closed and not self.counts.rows


def missing_in(month: datetime.date, facility: int | None = None) -> list[Place]:
    """Every nursery with who is missing there; of one nursery only where it is named."""
    counts = counts_of([month], facility)
    seen, _ = _seen(month)
    earlier, handed_in = _seen(before(month))
    places: dict[int, Place] = {}
    staff = people_in(month)
    for one in staff.filter(facility=facility) if facility else staff:
        place = places.setdefault(one.facility_id, Place(one.facility, counts[one.facility_id, month]))
        place.people += 1
        if one.pk not in seen and not place.gone:
            # Only a nursery that handed something in the month before can tell that somebody was missing then too.
            again = one.facility_id in handed_in and one.pk not in earlier
            place.missing.append(Missing(one, again))
    return sorted(places.values(), key=lambda place: place.facility.code)


def _seen(month: datetime.date) -> tuple[set[int], set[int]]:
    """People of whom a row came, wherever; nurseries that handed one in."""
    rows = Row.objects.filter(month=month, person__isnull=False).values_list("person_id", "facility_id")
    people, places = set(), set()
    for person, place in rows:
        people.add(person)
        places.add(place)
    return people, places
