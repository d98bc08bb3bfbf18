"""Who stands on a sheet and not on its roster (purpose «stool_tests.newcomers»)."""

import datetime
from collections.abc import Sequence

from sekisho.affairs.stool_tests.actions.review import columns_before
from sekisho.affairs.stool_tests.doubts import DATE, NAME
from sekisho.affairs.stool_tests.models import Judgement, Person, Row
from sekisho.base import clock
from sekisho.base.errors import UserError


def enter(rows: Sequence[int], name: str, kana: str, joined_on: datetime.date, staff: int) -> Person:
    """A newcomer: onto the roster of the nursery whose sheet it is, and the rows are theirs."""
    held = _unlisted(rows)
    if not name.strip():
        raise UserError("氏名がありません。", "名簿に載せる氏名を入れてください。")
    person = Person.objects.create(
        facility_id=held[0].facility_id, name=name.strip()[:60], kana=kana.strip()[:80], joined_on=joined_on
    )
    _give(held, person, Judgement.TYPED, staff)
    return person


def assign(rows: Sequence[int], person: Person, staff: int) -> None:
    """Somebody of a roster, be it another nursery's: the rows are theirs, and go to their own line of the ledger."""
    _give(_unlisted(rows), person, Judgement.PICKED, staff)


def dismiss(rows: Sequence[int], staff: int) -> None:
    """A mistake of the nursery: nobody's rows, which aren't posted."""
    for row in _unlisted(rows):
        _judge(row, Judgement.VOID, row.name, staff)
        row.state = Row.VOID
        row.save(update_fields=["state", "judged_by", "judged_at"])


def _unlisted(rows: Sequence[int]) -> list[Row]:
    """The rows, locked; UserError when somebody has decided about one of them meanwhile."""
    held = list(Row.objects.select_for_update(of=("self",)).filter(pk__in=rows).order_by("id"))
    if not held or any(row.state != Row.UNLISTED for row in held):
        raise UserError("この氏名のことは、もう決まっています。", "一覧を見直してください。")
    if len({row.facility_id for row in held}) > 1:
        raise UserError("別々の園の行です。", "一覧を見直して、園ごとに決めてください。")
    return held


def _give(rows: Sequence[Row], person: Person, decision: str, staff: int) -> None:
    for row in rows:
        before = columns_before(row)
        row.person, row.name = person, person.name
        _judge(row, decision, person.name, staff, before)
        if row.tested_on:
            row.state = Row.JUDGED
        else:
            row.state, row.asked, row.reason = Row.DOUBTFUL, DATE, "検査日がまだ決まっていません"
            row.doubts, row.alike = [[DATE, row.reason]], f"{DATE} {row.page_id}"
        row.save()


def _judge(row: Row, decision: str, value: str, staff: int, before: dict[str, object] | None = None) -> None:
    """Keep what was decided with the row."""
    made = Judgement.objects.create(
        row=row, asked=NAME, decision=decision, value=value, person=row.person, before=before or columns_before(row),
        decided_by=staff, decided_at=clock.now(),
    )  # fmt: skip
    row.judged_by, row.judged_at = staff, made.decided_at
