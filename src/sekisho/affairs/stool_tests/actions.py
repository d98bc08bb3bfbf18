"""The only writers of the affair's records; called inside an open pass of the purpose that each names."""

from collections.abc import Iterable

from sekisho.affairs.stool_tests.models import Person


def add_people(people: Iterable[Person]) -> None:
    """Add people to rosters (purpose «stool_tests.roster_upkeep»)."""
    Person.objects.bulk_create(people)
