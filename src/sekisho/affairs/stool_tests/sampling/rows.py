"""Which rows a sample check is about (within an open pass of «stool_tests.sampling»)."""

import datetime
import secrets
from collections import Counter

from django.db.models import Q, QuerySet

from sekisho.affairs.stool_tests.models import Row, Sample, Sampled

#: So many wrong rows on one page speak against the whole page (its nursery, its month).
_PAGE = 2


def population(month: datetime.date) -> QuerySet[Row]:
    """The accepted rows of the month that nobody has looked at, as long as the posting isn't confirmed."""
    return Row.objects.filter(month=month, state=Row.ACCEPTED, posted_on__isnull=True)


def drawn(month: datetime.date) -> list[int]:
    """Their numbers in an order that nobody can foresee."""
    keys = [key for _, key in population(month).order_by("id").values_list("person_id", "id")]
    secrets.SystemRandom().shuffle(keys)
    return keys


def similar(sample: Sample) -> QuerySet[Row]:
    """Accepted rows that resemble the wrong ones: no surer than the surest of them, or on a page that had several."""
    wrong = list(Sampled.objects.filter(sample=sample, wrong=True))
    if not wrong:
        return Row.objects.none()
    pages = Counter(
        Row.objects.filter(pk__in=[one.row_id for one in wrong]).values_list("person_id", "page_id")
    )
    several = Counter(page for _, page in pages.elements())
    suspect = [page for page, count in several.items() if count >= _PAGE]
    surest = max(one.probability for one in wrong)
    looked = Sampled.objects.filter(sample=sample, wrong=False).values("row")
    return (
        population(sample.month)
        .filter(Q(probability__lte=surest) | Q(page__in=suspect))
        .exclude(pk__in=looked)
    )
