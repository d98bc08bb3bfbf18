"""A read month for tests of what comes after reading: rosters, a file with its pages, rows with pictures, and a ledger."""

import datetime
import functools
import tempfile
from pathlib import Path

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Page, Person, Row, Scan
from sekisho.base import clock
from sekisho.books.rule import Rule, ValueRule, Where
from sekisho.books.rule_file import dump_rule
from sekisho.gate.vault.fields import put_file
from sekisho.people.models import Office
from sekisho.project.demo_ledger import write_ledger
from tests.cast import Cast, actor

MONTH = datetime.date(2026, 10, 1)
DAY = datetime.date(2026, 10, 12)
PEOPLE = {
    "hill": ("大空 花子", "髙橋 恵", "佐藤 翔", "鈴木 一"),
    "brook": ("川原 次郎", "渡邉 健", "中村 葵"),
}
RULE = Rule(Where("sheet"), Where("column", "B"), Where("row", row=5), ValueRule("number", 1))
RULE_TEXT = dump_rule(RULE)
#: The smallest JPEG that a browser shows: one grey pixel.
PICTURE = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300030202020202030202020303030304060404040404080606050609080a0a0908"
    "09090a0c0f0c0a0b0e0b09090d110d0e0f101011100a0c12131210130f101010ffc9000b080001000101011100ffcc000600101005ffda0008"
    "010100003f00d2cf20ffd9"
)


def settle_people(cast: Cast) -> dict[str, Person]:
    """The rosters of both nurseries; people by name."""
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(
            Person(facility=getattr(cast, place), name=name, number=str(number))
            for place, names in PEOPLE.items()
            for number, name in enumerate(names, 1)
        )
        return {one.name: one for one in Person.objects.all()}


def sheet(facility: Office, name: str = "10月.pdf", month: datetime.date = MONTH, rows: int = 40) -> Page:
    """A read page of a file of its own, with pictures of its rows (within a pass of «reading»)."""
    scan = Scan.objects.create(
        facility=None, month=month, name=name, state=Scan.READ, received_at=clock.now(), size=9
    )
    page = Page(
        scan=scan, number=1, facility=facility, month=month, state=Page.READ, received_at=scan.received_at,
        read_at=clock.now(),
    )  # fmt: skip
    put_file(page, "strips", PICTURE * rows)
    page.save()
    return page


def row(page: Page, number: int, person: Person | None, **values: object) -> Row:
    """A row of the page; accepted where it is somebody's and nothing else is said."""
    standard: dict[str, object] = {
        "name": person.name if person else "",
        "tested_on": DAY,
        "state": Row.ACCEPTED if person else Row.DOUBTFUL,
        "probability": 0.9999,
        "strip": [(number - 1) * len(PICTURE), len(PICTURE), 1, 1],
    }
    standard |= values
    if standard["state"] == Row.DOUBTFUL:
        standard.setdefault("asked", "name")
    elif standard["state"] != Row.ACCEPTED:
        standard.setdefault("judged_by", 1)
        standard.setdefault("judged_at", clock.now())
    return Row.objects.create(
        page=page, number=number, person=person, facility_id=page.facility_id, month=page.month, read_at=clock.now(), **standard
    )  # fmt: skip


def read_month(cast: Cast) -> dict[str, Person]:
    """Everybody was tested in October and is accepted; people by name."""
    people = settle_people(cast)
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        for place, names in PEOPLE.items():
            page = sheet(getattr(cast, place), f"{place}.pdf")
            for number, name in enumerate(names, 1):
                row(page, number, people[name])
    return people


@functools.cache
def ledger_bytes(filled: tuple[tuple[str, str, int], ...] = (), without: str = "") -> bytes:
    """The Excel ledger of both nurseries, one sheet each; ``filled``: facility, name, month typed already; ``without``: somebody
    whom it lacks."""
    places = {"hill": "丘の上保育園", "brook": "小川保育園"}
    facilities = [(places[key], [name for name in names if name != without]) for key, names in PEOPLE.items()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "検便台帳.xlsx"
        write_ledger(path, facilities, MONTH.year, filled=filled)
        return path.read_bytes()
