"""What the pages show, within the open pass."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from sekisho.affairs.stool_tests.models import Page, Person, Row, Scan
from sekisho.affairs.stool_tests.months import after
from sekisho.affairs.stool_tests.rules import Entry
from sekisho.people.models import Office
from sekisho.site.keys import begins, found_by


def people_on(day: datetime.date) -> QuerySet[Person]:
    """The people who work at their nursery on ``day``, by nursery and kana."""
    here = Q(left_on__isnull=True) | Q(left_on__gte=day)
    return Person.objects.filter(here).select_related("facility")


def people_in(month: datetime.date) -> QuerySet[Person]:
    """The people who work at their nursery on any day of the month."""
    here = Q(left_on__isnull=True) | Q(left_on__gte=month.replace(day=1))
    come = Q(joined_on__isnull=True) | Q(joined_on__lt=after(month))
    return Person.objects.filter(here, come).select_related("facility").order_by("facility", "kana", "id")


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


@dataclass
class Came:
    """How far a month is: numbers of files, pages and rows by state, of pages set aside by kind."""

    files: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def received(self) -> int:
        """Files in all."""
        return sum(self.files.values())

    @property
    def sheets(self) -> int:
        """Pages in all, as far as files are opened."""
        return sum(self.pages.values())

    @property
    def read(self) -> int:
        """Pages that nothing more happens to by itself."""
        return self.sheets - self.pages.get(Page.WAITING, 0)

    @property
    def percent(self) -> int:
        """Pages looked at, of all."""
        return 100 * self.read // self.sheets if self.sheets else 0

    @property
    def moving(self) -> bool:
        """Is something still to be read?"""
        return bool(self.files.get(Scan.WAITING, 0) or self.files.get(Scan.READING, 0))

    @property
    def to_decide(self) -> int:
        """Pages that wait for somebody to say where they belong."""
        return self.pages.get(Page.UNPLACED, 0) + self.aside.get(Page.OTHER_MONTH, 0)

    @property
    def set_aside(self) -> int:
        """Pages that aren't read, and needn't be decided."""
        return self.pages.get(Page.ASIDE, 0) - self.aside.get(Page.OTHER_MONTH, 0)

    @property
    def doubtful(self) -> int:
        """Rows that wait for a person."""
        return self.rows.get(Row.DOUBTFUL, 0)

    @property
    def settled(self) -> int:
        """Rows that need nobody any more."""
        return sum(self.rows.values()) - self.doubtful


def came_in(month: datetime.date) -> Came:
    """How far the files handed in for ``month`` are (counts only)."""
    pages = Page.objects.filter(scan__month=month)
    return Came(
        files=_counts(Scan.objects.filter(month=month), "state"),
        pages=_counts(pages, "state"),
        aside=_counts(pages.filter(state=Page.ASIDE), "aside"),
        rows=_counts(Row.objects.filter(page__scan__month=month), "state"),
    )


def _counts(rows: QuerySet, column: str) -> dict[str, int]:  # type: ignore[type-arg]
    return dict(rows.order_by().values(column).annotate(rows=Count("id")).values_list(column, "rows"))


def month_of_last_file() -> datetime.date | None:
    """The month that the last file was handed in for."""
    last = Scan.objects.order_by("-id").values_list("id", "month").first()
    return last[1] if last else None
