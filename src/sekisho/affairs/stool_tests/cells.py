"""Doubtful rows as the review page shows them."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from sekisho.affairs.stool_tests import asking
from sekisho.affairs.stool_tests.doubts import DATE, NAME
from sekisho.affairs.stool_tests.models import Row
from sekisho.affairs.stool_tests.queries import people_in
from sekisho.base.wareki import format_month

#: Columns that are shown beside the question: what was read in the row.
_SHOWN_DAYS = 4


def cells(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """What the page needs of each row to ask its question (purpose «stool_tests.review»)."""
    rosters = _rosters(rows)
    others = _others(rows)
    return [_cell(row, rosters, others[row.page_id]) for row in rows]


def roster(facility: int, month: datetime.date) -> list[asking.Somebody]:
    """Everybody of a facility, to look for by typing."""
    return [
        asking.Somebody(one.pk, one.name, one.kana, one.number)
        for one in people_in(month).filter(facility=facility)
    ]


def _rosters(rows: Sequence[Row]) -> dict[tuple[int, datetime.date], list[asking.Somebody]]:
    wanted = {(row.facility_id, row.month) for row in rows if row.asked == NAME}
    return {(facility, month): roster(facility, month) for facility, month in wanted}


def _others(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """The rows of the same sheets: who stands there already, and on which days."""
    found: dict[int, list[Row]] = defaultdict(list)
    pages = {row.page_id for row in rows}
    for row in Row.objects.filter(page__in=pages).only(
        "id", "page", "number", "person", "tested_on", "state"
    ):
        found[row.page_id].append(row)
    return found


def _kind(asked: str) -> str:
    if asked in (NAME, DATE):
        return asked
    return "remark" if asking.about_remark(asked) else "result"


def _cell(
    row: Row, rosters: dict[tuple[int, datetime.date], list[asking.Somebody]], others: Sequence[Row]
) -> dict[str, Any]:
    _, _, width, height = row.strip
    read = row.candidates.get(row.asked, [])
    if row.asked == NAME:
        there = {one.person_id: one.number for one in others if one.person_id and one.pk != row.pk}
        found = asking.people(read, rosters[row.facility_id, row.month], there)
    elif row.asked == DATE:
        days = Counter(one.tested_on for one in others if one.tested_on and one.state != Row.DOUBTFUL)
        found = asking.days(read, [day for day, _ in days.most_common(_SHOWN_DAYS)])
    elif asking.about_remark(row.asked):
        found = asking.remarks()
    else:
        found = asking.results(read)
    return {
        "row": row.pk,
        "asked": row.asked,
        "kind": _kind(row.asked),
        "question": asking.question(row.asked),
        "why": row.reason,
        "place": f"{row.facility}　{format_month(row.month)}分　{row.page.number}枚目 {row.number}行目",
        "read": [
            {"label": "氏名", "text": row.name},
            {"label": "検査日", "text": asking.day_label(row.tested_on) if row.tested_on else ""},
            *({"label": name, "text": text} for name, text in row.results.items()),
        ],
        "strip": reverse("stool_tests:strip", args=[row.pk]),
        "size": [width, height],
        "cell": row.cells.get(row.asked) or [0, 0, width, height],
        "page": {
            "url": reverse("stool_tests:review_page", args=[row.page_id]),
            "size": [row.page.width, row.page.height],
            "box": row.box,
        },
        "roster": reverse("stool_tests:review_roster", args=[row.facility_id, f"{row.month:%Y-%m}"]),
        "candidates": [{"value": one.value, "label": one.label, "note": one.note} for one in found],
    }
