"""What the pages show, within the open pass."""

import datetime

from django.db.models import Count, Q, QuerySet

from sekisho.affairs.stool_tests.models import Person
from sekisho.affairs.stool_tests.rules import Entry
from sekisho.people.models import Office
from sekisho.site.keys import begins, found_by


def people_on(day: datetime.date) -> QuerySet[Person]:
    """The people who work at their nursery on ``day``, by nursery and kana."""
    here = Q(left_on__isnull=True) | Q(left_on__gte=day)
    return Person.objects.filter(here).select_related("facility")


def entries_on(day: datetime.date) -> list[Entry]:
    """The roster of ``day`` as the rules compare it."""
    here = Q(left_on__isnull=True) | Q(left_on__gt=day)
    return [
        Entry(str(one.facility), one.name, one.kana, one.number, one.pk)
        for one in Person.objects.filter(here).select_related("facility")
    ]


def facility_ids() -> dict[str, int]:
    """Ids of the facilities by name."""
    return dict(Office.objects.filter(kind=Office.FACILITY).values_list("name", "id"))


def named(text: str) -> QuerySet[Person]:
    """People, leavers too, whose name or kana begins with ``text``."""
    found = Person.objects.filter(begins("name_key", text) | begins("kana_key", text))
    return found.select_related("facility").order_by(found_by("kana_key"), "id")


def facilities_on(day: datetime.date) -> list[Office]:
    """The nurseries of those people."""
    ids = (
        people_on(day)
        .order_by("facility")
        .values("facility")
        .annotate(people=Count("id"))
        .values_list("facility")
    )
    return list(Office.objects.filter(pk__in=[pk for (pk,) in ids]))
