"""Rosters of the demo city's nurseries; made-up people."""

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from sekisho.paper.synth.city import City
from sekisho.people.models import Office


def build_rosters(clerk: gate.Actor, city: City) -> None:
    """Enter the city's people into the rosters, as the clerk would."""
    offices = {office.name: office for office in Office.objects.filter(kind=Office.FACILITY)}
    with gate.enter(clerk, "stool_tests.roster_upkeep"):
        add_people(
            Person(
                facility=offices[facility.name],
                name=person.name,
                kana=person.kana,
                number=person.number,
            )
            for facility in city.facilities
            for person in facility.people
        )
