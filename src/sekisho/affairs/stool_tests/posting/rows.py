"""The rows of a month as ledgers take them, within an open pass of «stool_tests.posting»."""

import datetime
import hashlib

from django.db.models import QuerySet

from sekisho.affairs.stool_tests.models import Posting, Row
from sekisho.affairs.stool_tests.posting.lines import Sure
from sekisho.base import rows as base
from sekisho.books.changes import Change, changes_from_text
from sekisho.gate.vault.fields import read_file


def sure(month: datetime.date) -> list[Sure]:
    """The month's rows that may be posted, by facility and sheet."""
    found = _postable(month).select_related("person__facility", "page__scan").defer(*Row.CLUES)
    return [
        Sure(one.pk, one.facility_id, engine_row(one))
        for one in found.order_by("person__facility__code", "page_id", "number")
    ]


def engine_row(row: Row) -> base.Row:
    """A sure row as the ledgers' engine takes it: nursery and name as the roster has them now, for somebody may stand on the
    sheet of another nursery."""
    if row.person is None:
        raise ValueError(f"row {row.pk} is nobody's")
    return base.Row(
        str(row.person.facility), row.person.name, row.tested_on, "accepted", row.probability, "",
        *row.place, dict(row.results),
    )  # fmt: skip


def changes_of(posting: Posting) -> list[Change]:
    """What a posting wrote where, and what it left."""
    return changes_from_text(read_file(posting, "report").decode("utf-8-sig"), "書き込みの一覧")


def basis(month: datetime.date) -> str:
    """A digest of what posting the month depends on: changes whenever somebody judges a row, or takes a judgement back."""
    digest = hashlib.sha256()
    found = _postable(month).order_by("id").values_list("person_id", "id", "tested_on", "results")
    for person, key, day, results in found:
        digest.update(f"{key} {person} {day} {sorted(results.items())}\n".encode())
    return digest.hexdigest()


def _postable(month: datetime.date) -> QuerySet[Row]:
    return Row.objects.filter(month=month, state__in=Row.SURE)
