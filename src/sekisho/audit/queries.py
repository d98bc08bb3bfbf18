"""What auditors ask of the log, inside a pass for «gate.audit»: each question is itself a line of the log."""

import datetime
import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import jpholiday
from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate

from sekisho.base import clock
from sekisho.gate.models import LogLine
from sekisho.people.models import Office, Staff

#: Lines a page.
SIZE = 50
#: Before and after these hours nobody is expected at work.
_MORNING, _EVENING = 7, 20
_SATURDAY = 6
#: A day counts as unusual above this many rows and this many times the person's median day.
_MANY, _TIMES = 50, 3
#: Looks at people near to the reader that a page takes, of each kind.
MOST_NEAR = 500
_HABIT = datetime.timedelta(days=90)
#: Longer than any line of the log is kept.
_KEPT = datetime.timedelta(days=10 * 366)

#: Kinds of lines in words.
KINDS = {
    "read": "閲覧", "counted": "集計", "added": "追加", "changed": "訂正", "erased": "消去", "refused": "拒否",
    "failed": "閲覧（途中で失敗）", "maintenance": "保守", "exported": "持ち出し", "emergency": "非常時の利用",
    "handed": "ほかの事務への引き渡し", "taken": "ほかの事務からの受け取り",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The filters of a question; empty ones don't filter. ``before``: the id that the page ends above."""

    subject: str = ""
    staff: str = ""
    purpose: str = ""
    kind: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    hours: bool = False
    before: int | None = None


def lines(asked: Asked) -> "QuerySet[LogLine]":
    """The lines that answer, newest first."""
    found = LogLine.objects.order_by("-id")
    if asked.subject:
        found = found.filter(pk__in=RawSQL("SELECT gate.lines_about(%s)", [asked.subject]))
    if asked.staff:
        person = Staff.objects.filter(number=asked.staff).first()
        found = found.filter(actor=person.pk if person else -1)
    if asked.purpose:
        found = found.filter(purpose=asked.purpose)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + datetime.timedelta(days=1)))
    if asked.hours:
        found = found.annotate(
            hour=ExtractHour("at", tzinfo=clock.TOKYO), weekday=ExtractIsoWeekDay("at", tzinfo=clock.TOKYO),
            day=TruncDate("at", tzinfo=clock.TOKYO),
        ).filter(
            Q(hour__lt=_MORNING) | Q(hour__gte=_EVENING) | Q(weekday__gte=_SATURDAY) | Q(day__in=_holidays(asked))
        )  # fmt: skip
    return found.filter(pk__lt=asked.before) if asked.before else found


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), clock.TOKYO)


def _holidays(asked: Asked) -> list[datetime.date]:
    """The holidays of the days asked for; no line is younger than today or older than the log is kept."""
    today = clock.today()
    since = max(asked.since or datetime.date.min, today - _KEPT)
    until = min(asked.until or today, today)
    return [day for day, _ in jpholiday.between(since, until)]


@dataclass(frozen=True)
class Shown:
    """A line with the names of who and where."""

    line: LogLine
    who: str
    office: str
    kind: str


def shown(found: Iterable[LogLine]) -> list[Shown]:
    """Lines with names instead of numbers."""
    found = list(found)
    people = Staff.objects.in_bulk({line.actor for line in found if line.actor})
    offices = Office.objects.in_bulk({line.office for line in found if line.office})
    return [
        Shown(
            line,
            str(people.get(line.actor, "（プログラム）" if line.actor is None else f"職員 {line.actor}")),
            str(offices.get(line.office, "")),
            KINDS.get(line.kind, line.kind),
        )
        for line in found
    ]


@dataclass(frozen=True)
class Unusual:
    """A day on which somebody saw many more rows than on their usual day."""

    who: str
    number: str
    day: datetime.date
    rows: int
    usual: int


def unusual_volume(today: datetime.date) -> list[Unusual]:
    """Days of the last three months far above the person's own median, the furthest first."""
    counts: Any = (
        LogLine.objects.filter(
            at__gte=_midnight(today - _HABIT), kind__in=("read", "exported"), actor__isnull=False
        )
        .annotate(day=TruncDate("at", tzinfo=clock.TOKYO))
        .values("actor", "day")
        .annotate(seen=Sum("rows"))
        .order_by("actor", "day")
    )
    days: dict[int, dict[datetime.date, int]] = defaultdict(dict)
    for row in counts:
        days[row["actor"]][row["day"]] = row["seen"]
    people = Staff.objects.in_bulk(days)
    found = []
    for actor, seen in days.items():
        for day, rows in seen.items():
            others = [count for other, count in seen.items() if other != day]
            usual = int(statistics.median(others)) if others else 0
            if rows >= _MANY and rows > _TIMES * usual:
                person = people.get(actor)
                found.append(
                    Unusual(str(person or f"職員 {actor}"), person.number if person else "", day, rows, usual)
                )
    return sorted(found, key=lambda one: one.usual - one.rows)


def exported(serial: str) -> list[Shown]:
    """The lines of what left under a serial number."""
    return shown(LogLine.objects.filter(kind="exported", note__startswith=f"{serial} ").order_by("id"))


@dataclass(frozen=True)
class Near:
    """A look at somebody near to the reader; ``whole``: of the very same name, perhaps themselves."""

    shown: Shown
    subject: str
    whole: bool


def own_family(since: datetime.date, until: datetime.date) -> list[Near]:
    """Looks from ``since`` to ``until`` at people of the reader's family name, the newest first. The database compares the
    names; nobody is shown them."""
    return _near("gate.same_family", since, until)


def own_block(since: datetime.date, until: datetime.date) -> list[Near]:
    """Looks at people who live in the reader's own block; neither home nor address is shown."""
    return _near("gate.near_home", since, until)


def _near(compares: str, since: datetime.date, until: datetime.date) -> list[Near]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line, subject, whole FROM {compares}(%s, %s, %s)",
            [_midnight(since), _midnight(until + datetime.timedelta(days=1)), MOST_NEAR],
        )
        found = cursor.fetchall()
    by_line = {one.line.pk: one for one in shown(LogLine.objects.filter(pk__in={line for line, *_ in found}))}
    return [Near(by_line[line], subject, whole) for line, subject, whole in sorted(found, reverse=True)]


def homes_known() -> tuple[int, int]:
    """Of how many members of staff the block of their home is known, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT known, staff FROM gate.homes_known()")
        known, staff = cursor.fetchone()
    return known, staff


def unsplit_names() -> int:
    """Members of staff whose family name can't be told from the rest of their name, and so isn't compared."""
    return Staff.objects.filter(is_active=True).exclude(name__regex=r"\S\s+\S").count()
