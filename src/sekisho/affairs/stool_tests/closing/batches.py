"""Every month: what is there, from which day its time runs, and when it goes. Counts, nobody's record."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from sekisho.affairs.stool_tests.models import Closing, Page, Row, Scan
from sekisho.base.retention import due_on
from sekisho.gate.models import Certificate
from sekisho.gate.retention.rules import Rule, rules

_TABLE = Scan._meta.db_table


@dataclass
class Batch:
    """A month. ``waiting``: files, pages and rows whose time doesn't run yet; ``clocks``: from which day, when they go, how many
    rows."""

    month: datetime.date
    files: int = 0
    pages: int = 0
    rows: int = 0
    waiting: int = 0
    clocks: list[tuple[datetime.date, datetime.date, int]] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """Is everything erased but the ledger?"""
        return bool(self.closings) and not (self.files or self.pages or self.rows)

    @property
    def returned_on(self) -> datetime.date | None:
        """The day on which the last paper went back; None while some hasn't."""
        days = [one.returned_on for one in self.closings]
        return max((day for day in days if day), default=None) if all(days) else None


def rule() -> Rule:
    """How long sheets are kept, as the register says."""
    return next(one for one in rules() if one.table == _TABLE)


def batches() -> list[Batch]:
    """All months of which there is anything, the latest first."""
    found: defaultdict[datetime.date, Batch] = defaultdict(lambda: Batch(datetime.date.min))
    length = rule().length
    for model, name in ((Scan, "files"), (Page, "pages"), (Row, "rows")):
        grouped = model.objects.filter(month__isnull=False).order_by().values("month", "posted_on")
        counted = grouped.annotate(number=Count("id")).values_list("month", "posted_on", "number")
        for month, anchor, number in counted:
            batch = found[month]
            setattr(batch, name, getattr(batch, name) + number)
            if anchor is None:
                batch.waiting += number if model is Row else 0
            elif model is Row:
                batch.clocks.append((anchor, due_on(anchor, length), number))
    for closing in Closing.objects.select_related("facility"):
        found[closing.month].closings.append(closing)
    for month, batch in found.items():
        batch.month = month
        batch.clocks.sort()
    return sorted(found.values(), key=lambda batch: batch.month, reverse=True)


def certificates() -> list[tuple[Certificate, list[dict[str, object]]]]:
    """Certificates with lines of this affair's kinds."""
    found = []
    for one in Certificate.objects.defer("leaves", "pdf")[:30]:
        mine = [line for line in one.lines if str(line["table"]).startswith("stool_tests_")]
        if mine:
            found.append((one, mine))
    return found
