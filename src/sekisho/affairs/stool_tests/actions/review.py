"""A person decides what the engine couldn't (purpose «stool_tests.review»).

A doubtful row lies before one clerk at a time: the lease is a row of its own whose key is the row's, so the database lets
nobody take what somebody else holds. It runs out by itself.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from sekisho.affairs.stool_tests.asking import COUNTED, NOT_COUNTED, about_remark, typed_day
from sekisho.affairs.stool_tests.doubts import DATE, NAME, column_of, is_positive
from sekisho.affairs.stool_tests.models import Finding, Judgement, Lease, Person, Row
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.wareki import months_apart

#: As long a row stays with a clerk who gives no sign.
LEASE = datetime.timedelta(minutes=3)
#: So many rows one stroke may settle: what can be seen side by side.
MOST_TOGETHER = 24
#: The row's columns that a decision may change, and that taking it back restores.
_CHANGED = (
    "person_id", "name", "tested_on", "results", "state", "asked", "alike", "doubts", "reason", "judged_by", "judged_at",
)  # fmt: skip
_TAKE = """
WITH free AS (
    SELECT r.id FROM stool_tests_row r LEFT JOIN stool_tests_lease l ON l.row_id = r.id
    WHERE r.state = 'doubtful' AND NOT r.id = ANY (%(without)s::bigint[])
      AND (l.row_id IS NULL OR l.until < %(now)s OR l.staff = %(staff)s)
    ORDER BY r.month, r.alike, r.id LIMIT %(most)s FOR UPDATE OF r SKIP LOCKED
)
INSERT INTO stool_tests_lease (row_id, staff, until) SELECT id, %(staff)s, %(until)s FROM free
ON CONFLICT (row_id) DO UPDATE SET staff = excluded.staff, until = excluded.until
    WHERE stool_tests_lease.staff = excluded.staff OR stool_tests_lease.until < %(now)s
RETURNING row_id
"""

_HOLD = """
INSERT INTO stool_tests_lease (row_id, staff, until)
SELECT id, %(staff)s, %(until)s FROM stool_tests_row WHERE state = 'doubtful' AND id = ANY (%(rows)s::bigint[])
ON CONFLICT (row_id) DO NOTHING
"""


def take(staff: int, most: int, have: Sequence[int] = (), skip: Sequence[int] = ()) -> list[Row]:
    """Doubtful rows that nobody else has before them, now this clerk's. ``have``: those that lie before the clerk already, and
    are held for longer; ``skip``: those put off, which others may take."""
    now = clock.now()
    values = {"staff": staff, "most": most, "without": [*have, *skip], "now": now, "until": now + LEASE}
    give_back(staff, skip)
    _hold(staff, have, now + LEASE)
    # Those of rows that are long gone.
    Lease.objects.filter(until__lt=now - datetime.timedelta(days=1)).delete()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        keys = [key for (key,) in cursor.fetchall()]
    return list(
        Row.objects.filter(pk__in=keys).select_related("page", "facility").order_by("month", "alike", "id")
    )


def _hold(staff: int, rows: Sequence[int], until: datetime.datetime) -> None:
    """Go on holding these rows; one that was put off and is looked at again is the clerk's unless somebody has it now."""
    Lease.objects.filter(row__in=list(rows), staff=staff).update(until=until)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, {"staff": staff, "rows": list(rows)[:MOST_TOGETHER], "until": until})


def give_back(staff: int, rows: Sequence[int]) -> None:
    """The clerk has turned to something else."""
    Lease.objects.filter(row__in=list(rows), staff=staff).delete()


def decide_all(staff: int, keys: Sequence[int], asked: str, decision: str, value: str) -> list[Row]:
    """Settle the same doubt of several rows that a clerk has seen side by side, with one answer; ``take_back`` takes all of it
    back. Who is meant is never settled so. Raises UserError, and settles nothing, when one of them isn't the clerk's any more.
    """
    if asked == NAME:
        raise UserError("氏名は、まとめて決められません。", "一行ずつ決めてください。")
    now = clock.now()
    with transaction.atomic():
        return [decide(staff, key, asked, decision, value, now) for key in sorted(set(keys))[:MOST_TOGETHER]]


def decide(
    staff: int, key: int, asked: str, decision: str, value: str, at: datetime.datetime | None = None
) -> Row:
    """Settle one doubt of a row; raises UserError when it is settled already or the value is none. ``at``: the moment that all
    decisions of one stroke share.

    1. The row is still asking this, and nobody else has it before them. 2. The value is looked at. 3. What was there is
    kept with the decision. 4. The next doubt is asked, or the row is done.
    """
    row = Row.objects.select_for_update(of=("self",)).select_related("facility").filter(pk=key).first()
    if row is None or row.asked != asked or row.state != Row.DOUBTFUL:
        raise UserError("この欄は、もう確かめられています。", "次の欄へ進みます。")
    if _elsewhere(staff, [key]):
        raise UserError("この欄は、いまほかの職員が見ています。", "次の欄へ進みます。")
    before = columns_before(row)
    if about_remark(asked):
        decision, value = _of_remark(row, decision, value)
    said = _settle(row, asked, decision, value)
    made = Judgement(
        row=row, asked=asked, decision=decision, value=said, person=row.person, before=before, decided_by=staff,
        decided_at=at or clock.now(),
    )  # fmt: skip
    made.save()
    row.judged_by, row.judged_at = staff, made.decided_at
    _go_on(row, made)
    row.save(update_fields=list(_CHANGED))
    Lease.objects.filter(row=row).delete()
    return row


def _of_remark(row: Row, decision: str, value: str) -> tuple[str, str]:
    """What becomes of a row with a remark: it is void, or it counts and the remark stays as it was read."""
    if decision not in (Judgement.PICKED, Judgement.TYPED):
        return decision, value
    if value == NOT_COUNTED:
        return Judgement.VOID, ""
    if value != COUNTED:
        raise UserError("この欄には、その答えはありません。", "「数える」か「数えない」を選んでください。")
    return decision, next(iter(row.candidates.get(row.asked, [])), "")


def still_asked(staff: int, keys: Sequence[int], asked: str) -> bool:
    """Whether all these rows still ask this, and none of them lies before somebody else."""
    rows = Row.objects.filter(pk__in=keys, asked=asked, state=Row.DOUBTFUL)
    return rows.count() == len(set(keys)) and not _elsewhere(staff, keys)


def _elsewhere(staff: int, keys: Sequence[int]) -> bool:
    """Whether one of these rows lies before somebody else."""
    return Lease.objects.filter(row__in=keys, until__gte=clock.now()).exclude(staff=staff).exists()


def columns_before(row: Row) -> dict[str, Any]:
    """The row as it is now, for a judgement that may be taken back."""
    return {name: _kept(getattr(row, name)) for name in _CHANGED}


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _settle(row: Row, asked: str, decision: str, value: str) -> str:
    """Write what was decided into the row; returns it in words."""
    if decision in (Judgement.ILLEGIBLE, Judgement.VOID):
        return ""
    if decision == Judgement.UNLISTED and asked == NAME:
        row.person = None
        row.name = value.strip()[:80] or row.name
        return row.name
    if decision not in (Judgement.PICKED, Judgement.TYPED):
        raise UserError("この欄には、その答えはありません。", "候補から選ぶか、入れてください。")
    if asked == NAME:
        # A member of this nursery, not a number that somebody typed.
        found = Person.objects.filter(
            facility=row.facility, pk=int(value) if value.isdecimal() else 0
        ).first()
        if found is None:
            raise UserError("その人は、この園の名簿にいません。", "候補か、名簿の一覧から選んでください。")
        row.person, row.name = found, found.name
        return found.name
    if asked == DATE:
        day = typed_day(value, row.month)
        if day is None:
            raise UserError(f"「{value[:20]}」を日付として読めません。", "6 や 5/6 のように入れてください。")
        if months_apart(day, row.month) > 2:
            raise UserError(
                f"{day.year}年{day.month}月{day.day}日は、用紙の月から離れすぎています。",
                "日付を確かめてください。",
            )
        row.tested_on = day
        return day.isoformat()
    column, text = column_of(asked), value.strip()[:80]
    row.results = {name: one for name, one in row.results.items() if name != column}
    if text and not is_positive(text):
        row.results[column] = text
    return text


def _go_on(row: Row, made: Judgement) -> None:
    """Ask the next doubt, or end the row's review."""
    rest = [doubt for doubt in row.doubts if doubt[0] != made.asked]
    if made.decision == Judgement.VOID:
        rest = []
    elif made.decision in (Judgement.UNLISTED, Judgement.ILLEGIBLE) and not column_of(made.asked):
        # Of a row that can't be posted only what may be a positive result is still asked.
        rest = [doubt for doubt in rest if column_of(doubt[0])]
    row.doubts = rest
    if rest:
        row.asked, row.reason = rest[0]
        row.alike = f"{row.asked} {row.page_id}"
        return
    row.asked = row.alike = row.reason = ""
    row.state = _outcome(row, made)


def _outcome(row: Row, made: Judgement) -> str:
    """What a row is once everything about it is decided."""
    decided = list(Judgement.objects.filter(row=row, undone_at__isnull=True).order_by("id"))
    decisions = {one.decision for one in decided}
    positive = [one for one in decided if column_of(one.asked) and is_positive(one.value)]
    if made.decision == Judgement.VOID:
        return Row.VOID
    if positive:
        _found(row, positive, made)
        return Row.APART
    if Judgement.ILLEGIBLE in decisions:
        return Row.ILLEGIBLE
    return Row.UNLISTED if Judgement.UNLISTED in decisions else Row.JUDGED


def _found(row: Row, positive: Sequence[Judgement], made: Judgement) -> None:
    """A positive result is a record of its own."""
    said = "、".join(f"{column_of(one.asked)}：{one.value}" for one in positive)
    finding = Finding.objects.filter(row=row).first() or Finding(row=row)
    finding.person, finding.facility, finding.month = row.person, row.facility, row.month
    finding.result, finding.state = said, Finding.OPEN
    finding.settled_by = finding.settled_at = None
    finding.found_by, finding.found_at = made.decided_by, made.decided_at
    finding.save()


def take_back(staff: int) -> list[Row]:
    """Undo the clerk's last stroke and put its rows before them again; raises UserError when there is none."""
    lately = clock.now() - datetime.timedelta(hours=12)
    mine = Judgement.objects.filter(decided_by=staff, undone_at__isnull=True, decided_at__gte=lately)
    last = mine.order_by("-id").first()
    stroke = list(mine.filter(decided_at=last.decided_at, asked=last.asked).order_by("id")) if last else []
    rows = Row.objects.select_for_update(of=("self",)).select_related("page", "facility")
    held = rows.in_bulk([one.row_id for one in stroke])
    if not stroke or any(_settled_since(one, held.get(one.row_id)) for one in stroke):
        raise UserError("戻せる確認がありません。", "転記したあとの訂正は、台帳の画面で行ってください。")
    for one in stroke:
        _restore(held[one.row_id], one, staff)
    return [held[one.row_id] for one in stroke]


def _settled_since(made: Judgement, row: Row | None) -> bool:
    """Has something happened to the row that taking the judgement back would undo too?"""
    if row is None or row.posted_on:
        return True
    return Judgement.objects.filter(row=row, undone_at__isnull=True, id__gt=made.pk).exists()


def _restore(row: Row, made: Judgement, staff: int) -> None:
    for name in _CHANGED:
        setattr(row, name, made.before[name])
    row.tested_on = datetime.date.fromisoformat(row.tested_on) if row.tested_on else None
    row.save(update_fields=list(_CHANGED))
    made.undone_at = clock.now()
    made.save(update_fields=["undone_at"])
    # What was called positive by mistake stays on record as that.
    Finding.objects.filter(row=row, state=Finding.OPEN).update(
        state=Finding.MISTAKEN, settled_by=staff, settled_at=made.undone_at
    )
    Lease.objects.update_or_create(row=row, defaults={"staff": staff, "until": clock.now() + LEASE})
