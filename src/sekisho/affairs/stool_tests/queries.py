"""What the pages show, within the open pass."""

import datetime

from django.db.models import Q, QuerySet

from sekisho.affairs.stool_tests.models import Person


def people_on(day: datetime.date) -> QuerySet[Person]:
    """The people who work at their nursery on ``day``, by nursery and kana."""
    here = Q(left_on__isnull=True) | Q(left_on__gte=day)
    return Person.objects.filter(here).select_related("facility")
