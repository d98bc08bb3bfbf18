"""What a confirmed posting has done with (within an open pass of «stool_tests.posting»).

1. Rows that stand in the ledger as the posting's list says, and those that are nobody's. 2. Pages all of whose rows are done
with. 3. Files all of whose pages are. What is still to be decided keeps its sheet.
"""

import datetime
from collections.abc import Collection

from django.db.models import Count

from sekisho.affairs.stool_tests.models import Judgement, Page, Posting, Row, Scan
from sekisho.base.kanji import plain
from sekisho.books.changes import Change

_OPEN_PAGES = (Page.WAITING, Page.UNPLACED)


def rows_done(posting: Posting, changes: Collection[Change]) -> list[Row]:
    """The month's rows that need nothing more."""
    there = {
        (one.source, one.page, one.row): (plain(one.name), one.date)
        for one in changes
        if one.outcome in ("written", "already")
    }
    rows = (
        Row.objects.filter(month=posting.month, posted_on__isnull=True)
        .select_related("person", "page__scan")
        .defer(*Row.CLUES)
    )
    done = []
    for row in rows:
        said = (plain(row.person.name), str(row.tested_on)) if row.person else None
        # One that was judged anew since the posting isn't what stands in the ledger.
        if row.state == Row.VOID or (
            row.state in Row.SURE and said is not None and there.get(row.place) == said
        ):
            done.append(row)
    return done


def start(rows: Collection[Row], anchor: datetime.date) -> None:
    """Let the time run from ``anchor``, for the rows and for every page and file that is done with them."""
    keys = [row.pk for row in rows]
    Row.objects.filter(pk__in=keys).update(posted_on=anchor)
    Judgement.objects.filter(row__in=keys).update(posted_on=anchor)
    pages = {row.page_id for row in rows}
    left = Row.objects.filter(page__in=pages, posted_on__isnull=True).order_by().values("page")
    unfinished = set(left.annotate(rows=Count("id")).values_list("page", flat=True))
    done = pages - unfinished
    Page.objects.filter(pk__in=done).update(posted_on=anchor)
    scans = {row.page.scan_id for row in rows}
    going_on = _going_on(scans)
    Page.objects.filter(scan__in=scans - going_on, posted_on__isnull=True).update(posted_on=anchor)
    Scan.objects.filter(pk__in=scans - going_on, posted_on__isnull=True).update(posted_on=anchor)


def _going_on(scans: set[int]) -> set[int]:
    """Files with a page that is still to be read, placed or posted."""
    pages = Page.objects.filter(scan__in=scans, posted_on__isnull=True)
    return {
        page.scan_id
        for page in pages.only("id", "scan", "state", "aside")
        if page.state in (*_OPEN_PAGES, Page.READ) or page.aside == Page.OTHER_MONTH
    }


def move(before: datetime.date, after: datetime.date) -> None:
    """All that would go by ``before`` goes by ``after``."""
    for model in (Row, Judgement, Page, Scan):
        model.objects.filter(posted_on=before).update(posted_on=after)
