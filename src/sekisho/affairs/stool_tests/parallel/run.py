"""The comparison of a parallel run, within an open pass of «stool_tests.parallel»."""

import datetime
from collections.abc import Iterable
from pathlib import Path

from sekisho.affairs.stool_tests.actions.ledgers import bytes_of
from sekisho.affairs.stool_tests.models import Judgement, ParallelRun, Row
from sekisho.affairs.stool_tests.posting.rows import changes_of
from sekisho.base import rows as base
from sekisho.books.book import Book
from sekisho.books.changes import Change
from sekisho.books.compare import Comparison, Source, compare_books
from sekisho.gate.vault.fields import read_file

Place = tuple[str, int, int]


def compare(run: ParallelRun) -> tuple[Comparison, dict[Place, Row]]:
    """Both ledgers compared, and the month's rows by where they stand on paper."""
    posting = run.posting
    changes = changes_of(posting)
    hand = Book(Path(run.name), read_file(run, "hand"))
    machine = Book(Path(posting.after.name), bytes_of(posting.after))
    rows = (
        Row.objects.filter(month=run.month)
        .select_related("person", "facility", "page__scan")
        .defer(*Row.CLUES)
    )
    places = {one.place: one for one in rows}
    # What waits for a person isn't in the posting's list: that it wasn't posted is no error of the program.
    waiting = [_skipped(place, row) for place, row in places.items() if row.state not in Row.SURE]
    return compare_books(hand, machine, [*changes, *waiting], list(_engine_rows(places))), places


def _skipped(place: Place, row: Row) -> Change:
    source, page, number = place
    day = row.tested_on.isoformat() if row.tested_on else ""
    return Change(
        "skipped", facility=str(row.facility), name=row.name, date=day, source=source, page=page, row=number
    )


def _engine_rows(places: dict[Place, Row]) -> Iterable[base.Row]:
    for (source, page, number), row in places.items():
        if row.state in Row.SURE:
            yield base.Row(
                str(row.facility),
                row.name,
                row.tested_on,
                "accepted",
                row.probability,
                "",
                source,
                page,
                number,
            )


def row_behind(sources: Iterable[Source], places: dict[Place, Row]) -> Row | None:
    """The read row of a difference."""
    for source in sources:
        found = places.get((source.source, source.page, source.row))
        if found:
            return found
    return None


def decisions_of(month: datetime.date) -> list[tuple[int, datetime.datetime]]:
    """Who decided about the month's rows, and when."""
    found = (
        Judgement.objects.filter(row__month=month)
        .order_by("id")
        .values_list("person_id", "decided_by", "decided_at")
    )
    return [(staff, when) for _, staff, when in found]
