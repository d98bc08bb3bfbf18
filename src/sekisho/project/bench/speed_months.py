"""How long the pages of a month take at the server: the preview of 1,300 cells, the board with three years of data. Run as a
module: a database of its own, removed afterwards.

``python -m sekisho.project.bench.speed_months 7``: the median of so many looks.
"""

import datetime
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sekisho.project.bench.own_database import set_up
from sekisho.project.bench.signed_in import signed_in

#: The month that is posted, and how many months of rows lie behind it.
MONTH, BEHIND = datetime.date(2026, 10, 1), 36
_DAY = datetime.date(2026, 10, 12)


def measure(looks: int) -> dict[str, float]:
    """Seconds. ``plan``: the job that works the preview out; ``preview``: the page; ``post``: the job that posts;
    ``cells``: how many of them; ``board``: the year's board."""
    clerk = _people()
    _fill(clerk)
    browser = signed_in(clerk)
    ledger = _ledger(clerk)
    found = {"plan": _seconds(lambda: _preview(clerk, ledger))}
    page = f"/stool_tests/posting/previews/{_last_preview(clerk)}/"
    answer = browser.get(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{page}: {answer.status_code}")
    found["cells"] = float(answer.content.decode().count('<tr><th scope="row">'))
    found["preview"] = statistics.median(_seconds(lambda: browser.get(page)) for _ in range(looks))
    found["board"] = statistics.median(_seconds(lambda: browser.get("/stool_tests/")) for _ in range(looks))
    found["post"] = _seconds(lambda: _post(clerk))
    return found


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _people() -> Any:
    """The demo city's nurseries with 1,300 people, and a clerk."""
    from sekisho.affairs.stool_tests.models import Person
    from sekisho.paper.synth.city import make_city
    from sekisho.people.models import Assignment, Office, Staff

    section = Office.objects.create(code="hoiku", name="保育課", kind=Office.SECTION)
    for number, facility in enumerate(make_city(7).facilities, 1):
        office = Office.objects.create(code=f"n{number:02}", name=facility.name, kind=Office.FACILITY)
        Person.objects.using("owner").bulk_create(
            Person(facility=office, name=one.name) for one in facility.people
        )
    clerk = Staff.objects.create_user("1001", "青木 あかり")
    Assignment(staff=clerk, post="clerk", office=section, since=datetime.date(2025, 4, 1)).save(using="owner")
    return clerk


def _actor(clerk: Any) -> Any:
    from sekisho import gate

    return gate.Actor(
        clerk.pk, (gate.Held("clerk", clerk.assignments.get().office_id),), terminal_kind="desk"
    )


def _fill(clerk: Any) -> None:
    """Everybody's row in each month, a page for 35 of them."""
    from sekisho.affairs.stool_tests.models import Page, Person, Row, Scan
    from sekisho.base import clock

    people: dict[int, list[int]] = {}
    for key, office in Person.objects.using("owner").values_list("id", "facility_id"):
        people.setdefault(office, []).append(key)
    now = clock.now()
    months = [_months_back(MONTH, back) for back in range(BEHIND)]
    for month in months:
        scan = Scan.objects.using("owner").create(
            month=month, name=f"{month:%Y-%m}.pdf", state=Scan.READ, received_at=now
        )
        pages = Page.objects.using("owner").bulk_create(
            Page(
                scan=scan,
                number=number,
                facility_id=office,
                month=month,
                state=Page.READ,
                received_at=now,
                read_at=now,
            )
            for number, office in enumerate(people, 1)
        )
        Row.objects.using("owner").bulk_create(
            Row(
                page=page, number=number, facility_id=page.facility_id, month=month, person_id=person, name="氏名 一二",
                tested_on=_DAY, state=Row.ACCEPTED, probability=0.9999, read_at=now,
            )
            for page in pages
            for number, person in enumerate(people[page.facility_id or 0], 1)
        )  # fmt: skip


def _months_back(month: datetime.date, back: int) -> datetime.date:
    count = month.year * 12 + month.month - 1 - back
    return datetime.date(count // 12, count % 12 + 1, 1)


def _ledger(clerk: Any) -> Any:
    """The fiscal year's ledger, a sheet a nursery, with its rule."""
    from sekisho import gate
    from sekisho.affairs.stool_tests.actions.ledgers import keep_ledger, set_rule
    from sekisho.books.describe import describe
    from sekisho.books.rule import Rule, ValueRule, Where
    from sekisho.paper.synth.city import make_city
    from sekisho.project.demo_ledger import write_ledger

    facilities = [(one.name, [person.name for person in one.people]) for one in make_city(7).facilities]
    path = Path(os.environ["SEKISHO_DATA"]) / "台帳.xlsx"
    write_ledger(path, facilities, MONTH.year)
    rule = Rule(Where("sheet"), Where("column", "B"), Where("row", row=5), ValueRule("number", 1))
    with gate.enter(_actor(clerk), "stool_tests.posting"):
        ledger = keep_ledger(MONTH.year, path.name, path.read_bytes(), clerk.pk)
        set_rule(ledger, rule, describe(rule))
    return ledger


def _preview(clerk: Any, ledger: Any) -> None:
    from sekisho import gate
    from sekisho.affairs.stool_tests.actions.posting import keep_preview
    from sekisho.affairs.stool_tests.models import Preview
    from sekisho.base import clock

    with gate.enter(_actor(clerk), "stool_tests.posting"):
        keep_preview(
            Preview.objects.create(month=MONTH, ledger=ledger, made_at=clock.now(), made_by=clerk.pk)
        )


def _last_preview(clerk: Any) -> int:
    from sekisho import gate
    from sekisho.affairs.stool_tests.models import Preview

    with gate.enter(_actor(clerk), "stool_tests.posting"):
        return int(Preview.objects.latest("id").pk)


def _post(clerk: Any) -> None:
    from sekisho import gate
    from sekisho.affairs.stool_tests.actions.posting import post_preview
    from sekisho.affairs.stool_tests.models import Preview

    with gate.enter(_actor(clerk), "stool_tests.posting"):
        post_preview(Preview.objects.select_related("ledger").latest("id"), clerk.pk)


def in_process(quick: bool) -> dict[str, float]:
    """The figures, measured by a process of its own."""
    command = [sys.executable, "-m", __name__, "3" if quick else "15"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout
    return {name: float(value) for name, value in (line.split(": ") for line in said.splitlines())}


def main() -> None:
    """Set up a database in a temporary folder, measure, print."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "static").mkdir()
        set_up(Path(folder), pages=True)
        from sekisho.project import postgres

        for name, value in measure(int(sys.argv[1])).items():
            print(f"{name}: {value:.3f}")
        postgres.stop(Path(folder))


if __name__ == "__main__":
    main()
