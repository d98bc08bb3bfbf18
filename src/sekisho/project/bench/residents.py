"""Searches of the resident registry through the gate, log and commit included, over a made-up city of its own."""

import datetime
import statistics
import time
from pathlib import Path
from typing import Any

from sekisho.project import postgres
from sekisho.project.bench.own_database import set_up

_DAY = datetime.date(2026, 4, 1)
#: As a page asks: the first rows of what begins so. 田中 is the most common name that no longer one contains.
_ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("氏名「田中」", {"name": "田中"}), ("氏名「佐藤」", {"name": "佐藤"}), ("氏名「高橋陽子」", {"name": "高橋陽子"}),
    ("ふりがな「ﾀﾅｶ」", {"kana": "ﾀﾅｶ"}), ("ふりがな「た」", {"kana": "た"}), ("氏名「田中?子」", {"name": "田中?子"}),
    ("氏名「田中」と昭和30年", {"name": "田中", "birth": "昭和30年"}), ("昭和30年だけ", {"birth": "昭和30年"}),
    ("いない人「龘」", {"name": "龘"}),
)  # fmt: skip


def prepare(folder: Path, people: int) -> tuple[float, float] | None:
    """A database in ``folder`` with so many residents; seconds of the first load and of one that changes nothing, None where
    the people were there already."""
    set_up(folder)
    from django.db import connections

    from sekisho.people.models import Assignment, Office, Staff
    from sekisho.project.demo_residents import MadeUp
    from sekisho.residents.actions import load

    postgres.start(folder)
    if not Office.objects.exists():
        section = Office.objects.create(code="koseki", name="戸籍住民課", kind=Office.SECTION)
        Assignment(
            staff=Staff.objects.create_user("1001", "担当"), post="clerk", office=section, since=_DAY
        ).save(using="owner")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM residents_resident")
        if cursor.fetchone()[0] == people:
            return None
        cursor.execute("TRUNCATE residents_resident RESTART IDENTITY")
        took = []
        for _ in range(2):
            start = time.perf_counter()
            load(MadeUp(people, _DAY), _DAY)
            took.append(time.perf_counter() - start)
        cursor.execute("ANALYZE residents_resident")
    return took[0], took[1]


def time_searches(times: int) -> list[tuple[str, int, float, float]]:
    """Name, rows shown, median and worst in milliseconds of each search."""
    from sekisho import gate
    from sekisho.people.models import Staff
    from sekisho.residents import queries
    from sekisho.residents.birth import parse_birth

    staff = Staff.objects.get(number="1001")
    who = gate.Actor(
        staff.pk,
        tuple(gate.Held(one.post, one.office_id) for one in staff.assignments.all()),
        terminal_kind="desk",
    )
    found = []
    for name, told in _ASKED:
        asked: dict[str, Any] = {**told, "birth": parse_birth(told["birth"]) if "birth" in told else None}
        took, rows = [], 0
        for _ in range(times):
            start = time.perf_counter()
            with gate.enter(who, "residents.lookup"):
                rows = len(list(queries.found(**asked)[:51]))
            took.append((time.perf_counter() - start) * 1000)
        found.append((name, rows, statistics.median(took), max(took)))
    return found
