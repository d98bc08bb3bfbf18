"""A worker that is killed in the middle of a file loses nothing and doubles nothing."""

import os
import random
import time
from collections import Counter

import psycopg
import pytest

from sekisho import gate
from sekisho.affairs.stool_tests.models import Page, Row, Scan
from sekisho.affairs.stool_tests.tests.sheets import drop, little, move_in, scan_pdf
from tests.cast import Cast, actor
from tests.journeys.worker import start_worker

#: How often the worker is killed; CI does with few, «make kills» with fifty.
KILLS = int(os.environ.get("SEKISHO_KILLS", "3"))
_PATIENCE = 120


@pytest.mark.parametrize("seed", range(max(1, KILLS // 3)))
def test_killing_the_worker_loses_and_doubles_nothing(
    cast: Cast, superuser: psycopg.Connection, seed: int
) -> None:
    move_in(cast)
    names = [f"{number}.pdf" for number in range(2)]
    for number, name in enumerate(names):
        drop(cast, name, scan_pdf(number))
    rng = random.Random(seed)
    for _ in range(min(3, KILLS)):
        worker = start_worker()
        # Some die while the engine is loading, some in the middle of a page.
        time.sleep(rng.uniform(1.0, 4.0))
        worker.kill()
        worker.wait()
    worker = start_worker()
    try:
        until = time.monotonic() + _PATIENCE
        while superuser.execute("SELECT 1 FROM gate_job WHERE state IN ('waiting', 'running')").fetchone():
            assert time.monotonic() < until, "the reading never came to an end"
            time.sleep(0.2)
    finally:
        worker.kill()
        worker.wait()
    sheets = little().sheets
    with gate.enter(actor(cast.alice), "stool_tests.review"):
        pages = list(Page.objects.order_by("scan_id"))
        assert [(page.number, page.state) for page in pages] == [(1, Page.READ)] * len(names)
        rows = sorted(Row.objects.values_list("person_id", "page_id", "number"), key=lambda row: row[1:])
        wanted = [(page.pk, number) for page, sheet in zip(pages, sheets, strict=False) for number in range(1, len(sheet.rows) + 1)]  # fmt: skip
        assert [row[1:] for row in rows] == wanted
    with gate.enter(actor(cast.alice), "stool_tests.intake"):
        assert {scan.state for scan in Scan.objects.all()} == {Scan.READ}


def test_two_workers_share_a_file_of_many_pages(cast: Cast, superuser: psycopg.Connection) -> None:
    move_in(cast)
    workers = [start_worker(), start_worker()]
    try:
        until = time.monotonic() + _PATIENCE
        while len(superuser.execute("SELECT 1 FROM gate_heart WHERE kind = 'worker'").fetchall()) < 2:
            assert time.monotonic() < until
            time.sleep(0.2)
        drop(cast, "多い.pdf", scan_pdf(*[0] * 10))
        while superuser.execute(
            "SELECT 1 FROM gate_job WHERE name LIKE '%read%' AND ended_at IS NULL"
        ).fetchone():
            assert time.monotonic() < until, "the reading never came to an end"
            time.sleep(0.2)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    helped = superuser.execute("SELECT state FROM gate_job WHERE name LIKE '%help_read'").fetchall()
    assert helped == [("done",)]
    with gate.enter(actor(cast.alice), "stool_tests.intake"):
        states = Counter((page.state, page.aside) for page in Page.objects.all())
        assert Scan.objects.get().state == Scan.READ
    # Ten times the same sheet under different pictures: one of them counts.
    assert states == {(Page.READ, ""): 1, (Page.ASIDE, Page.TWICE): 9}
