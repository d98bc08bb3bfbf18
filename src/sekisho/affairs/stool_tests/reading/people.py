"""The roster of a month as the engine takes it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from sekisho.affairs.stool_tests.queries import people_in
from sekisho.base.kanji import plain
from sekisho.paper.roster import Person, Roster


@dataclass(frozen=True)
class People:
    """Who may stand on a month's sheets. ``keys``: ids of the people of a facility by name; ``facilities``: ids by name."""

    roster: Roster
    facilities: dict[str, int]
    keys: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def meant(self, facility: str, name: str) -> int | None:
        """The one person of the facility with this name; None when there is nobody or more than one."""
        found = self.keys.get((facility, plain(name)), [])
        return found[0] if len(found) == 1 else None


def people_of(month: datetime.date) -> People:
    """The roster of ``month`` (purpose «stool_tests.reading»)."""
    people = list(people_in(month))
    facilities = {str(one.facility): one.facility_id for one in people}
    roster = Roster(tuple(Person(str(one.facility), one.name, one.kana, one.number) for one in people))
    found = People(roster, facilities)
    for one in people:
        found.keys[str(one.facility), plain(one.name)].append(one.pk)
    return found
