"""Seconds of a purge, and how long a page waits meanwhile. Run as a module: a database of its own, removed afterwards.

``python -m sekisho.project.bench.speed_purge 100000 20000``: records erased (half plain, half with a key in the vault), and
keys that live on and are wrapped anew.
"""

import datetime
import os
import secrets
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

from sekisho.project.bench.own_database import set_up

_EVERY = 0.05


def measure(erased: int, living: int) -> dict[str, float]:
    """``purge`` and ``scrub`` in seconds; ``page``: the longest that a look at the roster took during the purge."""
    from sekisho.base import clock
    from sekisho.gate.retention.purge import purge_due
    from sekisho.project import postgres
    from sekisho.project.scrub import scrub

    _fill(erased, living)
    done_reading = threading.Event()
    waits: list[float] = []
    reader = threading.Thread(target=_read, args=(done_reading, waits))
    reader.start()
    start = time.perf_counter()
    done = purge_due(clock.today())
    purge = time.perf_counter() - start
    done_reading.set()
    reader.join()
    if done.erased != erased:
        raise RuntimeError(f"{done.erased} of {erased} records were erased")
    server = postgres.start(Path(os.environ["SEKISHO_DATA"]))
    start = time.perf_counter()
    tables = ["stool_tests_person", "stool_tests_scan", "gate_vault_key", "gate_purge_line"]
    scrub(server.url(postgres.OWNER), server.url("postgres"), tables)
    return {
        "purge": purge,
        "scrub": time.perf_counter() - start,
        "page": max(waits),
        "looks": float(len(waits)),
    }


def _fill(erased: int, living: int) -> None:
    """As the owner of the tables: records long over, and keys of living scans."""
    import datetime

    from sekisho.affairs.stool_tests.models import Person, Scan
    from sekisho.base import clock
    from sekisho.gate.models import Epoch, VaultKey
    from sekisho.gate.vault import keys, keystore
    from sekisho.people.models import Office

    office = Office.objects.create(code="n01", name="丘の上保育園", kind=Office.FACILITY)
    keystore.create(1)
    Epoch.objects.using("owner").create(number=1, begun_at=clock.now())
    long_ago = datetime.date(2020, 5, 1)
    people = (
        Person(facility=office, name=f"消える {n}", left_on=long_ago) for n in range(erased - erased // 2)
    )
    Person.objects.using("owner").bulk_create(people, batch_size=5_000)
    numbers = [uuid.uuid4() for _ in range(erased // 2 + living)]
    Scan.objects.using("owner").bulk_create(
        (
            Scan(
                facility=office, month=long_ago, received_at=clock.now(), vault_key=number,
                posted_on=long_ago if at < erased // 2 else None,
            )
            for at, number in enumerate(numbers)
        ),
        batch_size=5_000,
    )  # fmt: skip
    VaultKey.objects.using("owner").bulk_create(
        (
            VaultKey(id=number, table_name="stool_tests_scan", epoch=1, wrapped=keys.wrap(1, number, secrets.token_bytes(32)))
            for number in numbers
        ),
        batch_size=5_000,
    )  # fmt: skip


def _read(done: threading.Event, waits: list[float]) -> None:
    """What a page does while the purge runs: a clerk's look at a hundred rows, with a name written to one of them."""
    from django.db import connection

    from sekisho import gate
    from sekisho.affairs.stool_tests.models import Person
    from sekisho.people.models import Assignment, Office, Staff

    section = Office.objects.create(code="hoiku", name="保育課", kind=Office.SECTION)
    clerk = Staff.objects.create_user("1001", "青木 あかり")
    since = datetime.date(2025, 4, 1)
    Assignment(staff=clerk, post="clerk", office=section, since=since).save(using="owner")
    actor = gate.Actor(clerk.pk, (gate.Held("clerk", section.pk),), terminal_kind="desk")
    while not done.is_set():
        start = time.perf_counter()
        with gate.enter(actor, "stool_tests.roster_upkeep"):
            list(Person.objects.all()[:100])
            Person.objects.create(facility_id=section.pk, name="来る人", joined_on="2026-04-01")
        waits.append(time.perf_counter() - start)
        time.sleep(_EVERY)
    connection.close()


def main() -> None:
    """Set up a database in a temporary folder, measure, print."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
        Path(folder).chmod(0o755)
        set_up(Path(folder))
        from sekisho.project import postgres

        for name, value in measure(int(sys.argv[1]), int(sys.argv[2])).items():
            print(f"{name}: {value:.2f}")
        postgres.stop(Path(folder))


if __name__ == "__main__":
    main()
