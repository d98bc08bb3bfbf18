"""The bereavement desk's pages and forms at the server, log and commit included, over a made-up family of its own."""

import datetime
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.base import clock
from sekisho.project.bench.own_database import set_up
from sekisho.project.bench.signed_in import signed_in

if TYPE_CHECKING:
    from sekisho.people.models import Staff

_SINCE = datetime.date(2026, 4, 1)
#: A family that needs fifteen of the demo city's seventeen forms; the other two are for another insurance.
_TOLD = {
    "d.ins": "latter_elderly", "d.funeral_held": True, "d.medical_high_cost": True, "d.mynumber_card": True, "d.pension": "basic_only",
    "d.household_head": True, "h.remaining_15plus": 2, "d.ltc_insured": True, "d.ltc_refund_possible": True, "d.owns_real_estate": True,
    "d.tax_resident": True, "d.dog": True, "d.disability_cert": "physical", "d.water_contract": True,
}  # fmt: skip
FORMS = 15


def time_desk(folder: Path, times: int) -> list[tuple[str, float, float, float]]:
    """What, and milliseconds: median, worst, and of the processor in this process (the least): the pages of a case in each stage, and the family's forms as one PDF."""
    set_up(folder, pages=True)
    clerk, visits = _cases()
    client = signed_in(clerk)
    booked, prepared, arrived = (f"/bereavement/visits/{visit}/" for visit in visits)
    pages = {
        "受付と予約の表": booked, "準備の画面": f"{prepared}preparation/", "来庁の画面": f"{arrived}arrival/",
        "控え（PDF）": f"{arrived}receipt.pdf",
    }  # fmt: skip
    found = [(name, *_timed(lambda at=at: client.get(at).status_code, times)) for name, at in pages.items()]  # type: ignore[misc]
    print_forms = lambda: client.post(f"{arrived}forms/").status_code
    return [*found, (f"{FORMS} の書式を一つの PDF に", *_timed(print_forms, times))]


def _timed(ask: Callable[[], int], times: int) -> tuple[float, float, float]:
    walls, processor = [], []
    # The first one loads what the others find there: a server does that once.
    for _ in range(times + 1):
        begun, start = time.process_time(), time.perf_counter()
        status = ask()
        walls.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - begun) * 1000)
        assert status == 200, status
    return statistics.median(walls[1:]), max(walls[1:]), min(processor[1:])


def _cases() -> tuple["Staff", list[int]]:
    """The desk's clerk, and a case that is booked, one that is prepared, one whose family is here; made where they aren't there."""
    from sekisho import gate
    from sekisho.affairs.bereavement import actions
    from sekisho.affairs.bereavement.demo import build_blanks, build_cases
    from sekisho.affairs.bereavement.models import Blank, Visit
    from sekisho.affairs.bereavement.papers import prints
    from sekisho.people.models import Assignment, Office, Staff
    from sekisho.people.queries import at_desk
    from sekisho.project.demo_residents import MadeUp, bereaved
    from sekisho.residents.actions import load

    if not Office.objects.exists():
        corner = Office.objects.create(code="goizoku", name="ご遺族サポートコーナー", kind=Office.SECTION)
        staff = Staff.objects.create_user("1001", "担当")
        Assignment(staff=staff, post="clerk", office=corner, since=_SINCE).save(using="owner")
        registry = MadeUp(500, clock.today())
        load(registry, clock.today())
        build_cases(at_desk(staff), bereaved(registry, 4))
    if not Blank.objects.exists():
        build_blanks()
    staff = Staff.objects.get(number="1001")
    clerk = at_desk(staff)
    with gate.enter(clerk, "bereavement.reception"):
        numbers = [pk for (pk,) in Visit.objects.order_by("id").values_list("id")]
    with gate.enter(clerk, "bereavement.arrival", numbers[3]):
        visit = Visit.objects.get()
        actions.answer_at_visit(visit, _TOLD)
        forms = prints.needed(visit)
    assert len(forms) == FORMS, [str(one.used) for one in forms]
    return staff, numbers[1:]
