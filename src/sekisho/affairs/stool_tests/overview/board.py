"""The board of a fiscal year, within an open pass of «stool_tests.overview»: counts, nobody's record."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count

from sekisho.affairs.stool_tests.models import Closing, Page, Person, Posting, Row, Scan, Settings
from sekisho.affairs.stool_tests.overview.states import Cell, Counts, state_of
from sekisho.people.models import Office

_APRIL = 4


@dataclass(frozen=True)
class Line:
    """A nursery and its months."""

    facility: Office
    cells: list[tuple[datetime.date, Cell]]
    late: int


@dataclass(frozen=True)
class Board:
    """A fiscal year. ``unplaced``: pages that somebody must say the nursery or month of; ``totals``: nurseries by state, a month
    each."""

    months: list[datetime.date]
    lines: list[Line]
    totals: list[tuple[datetime.date, list[tuple[str, int]]]]
    unplaced: int
    late: list[tuple[datetime.date, list[Office]]]


def months_of(year: int, settings: Settings) -> list[datetime.date]:
    """The first days of the fiscal year's months that are tested."""
    days = [datetime.date(year if month >= _APRIL else year + 1, month, 1) for month in settings.months]
    return sorted(days)


def board(year: int, today: datetime.date) -> Board:
    """Where every nursery stands in the fiscal year."""
    settings = Settings.now()
    months = months_of(year, settings)
    counts = counts_of(months)
    facilities = _facilities({place for place, _ in counts})
    lines = []
    for facility in facilities:
        cells = [
            (month, Cell(state_of(one, month, settings.due(month), today), one))
            for month in months
            for one in [counts[facility.pk, month]]
        ]
        lines.append(Line(facility, cells, sum(cell.state == "late" for _, cell in cells)))
    totals = [
        (month, sorted(Counter(line.cells[at][1].word for line in lines).items()))
        for at, month in enumerate(months)
    ]
    late = [
        (month, [line.facility for line in lines if line.cells[at][1].state == "late"])
        for at, month in enumerate(months)
    ]
    unplaced = Page.objects.filter(state=Page.UNPLACED, scan__month__in=months).count()
    return Board(months, lines, totals, unplaced, [one for one in late if one[1]])


def counts_of(
    months: list[datetime.date], facility: int | None = None
) -> defaultdict[tuple[int, datetime.date], Counts]:
    """The counts of each nursery and month that has any; of one nursery only where it is named."""
    found: defaultdict[tuple[int, datetime.date], Counts] = defaultdict(Counts)
    where = {"month__in": months, **({"facility": facility} if facility else {"facility__isnull": False})}
    for place, month, state, number in _grouped(Row, where):
        counts = found[place, month]
        counts.rows += number
        counts.sure += number if state in Row.SURE else 0
        counts.open += number if state in (Row.DOUBTFUL, Row.UNLISTED) else 0
    for place, month, state, number in _grouped(Page, where):
        if state in (Page.READ, Page.WAITING):
            counts = found[place, month]
            counts.unread += number if state == Page.WAITING else 0
            counts.pages += number if state == Page.READ else 0
    for place, month, _, number in _grouped(Scan, {**where, "state__in": (Scan.WAITING, Scan.READING)}):
        found[place, month].unread += number
    for posting in Posting.objects.filter(month__in=months, undone_at__isnull=True).only("month", "counts"):
        for place, number in posting.counts.get("facilities", {}).items():
            if facility in (None, int(place)):
                counts = found[int(place), posting.month]
                counts.posted = max(counts.posted, number)
    for closing in Closing.objects.filter(**where):
        counts = found[closing.facility_id, closing.month]
        counts.closed = True
        counts.posted = max(counts.posted, closing.rows)
    return found


def _grouped(
    model: type[Row] | type[Page] | type[Scan], where: dict[str, object]
) -> list[tuple[int, datetime.date, str, int]]:
    """Nursery, month, state and how many."""
    grouped = model.objects.filter(**where).order_by().values("facility", "month", "state")
    return list(grouped.annotate(number=Count("id")).values_list("facility", "month", "state", "number"))


def _facilities(seen: set[int]) -> list[Office]:
    """Nurseries with people on their roster, and those of which anything came."""
    staffed = (
        Person.objects.filter(left_on__isnull=True).order_by().values("facility").annotate(people=Count("id"))
    )
    wanted = seen | {place for (place,) in staffed.values_list("facility")}
    return list(Office.objects.filter(pk__in=wanted).order_by("code"))
