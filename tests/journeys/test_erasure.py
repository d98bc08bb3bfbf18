"""From what will be erased to the proof that it was, as the privacy officer sees it; the night in between is a worker's."""

import re
import subprocess
import threading
from pathlib import Path

import psycopg
import pytest
from django.db import connections, transaction
from playwright.sync_api import expect

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from sekisho.base import clock
from sekisho.gate.models import Certificate
from sekisho.gate.retention import certificate
from sekisho.gate.retention.nightly import purge_nightly
from tests.cast import Cast, actor, everybody
from tests.gate.kept import DAY, post, scan_of
from tests.jobs import work_off
from tests.journeys.conftest import Sign


def _text(pdf: Path) -> str:
    """What another program reads in the PDF."""
    said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", said.stdout.decode())


def _night() -> None:
    """The purge by a worker, in a thread of its own: the browser keeps this one's event loop."""

    def run() -> None:
        with transaction.atomic():
            purge_nightly.plan(gate.job_actor())
        work_off()
        connections.close_all()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join()


@pytest.fixture
def city(cast: Cast) -> Cast:
    """Two people who left long ago, one who is here; two sheets that are over, one of them held."""
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(
            Person(facility=cast.hill, name=name, left_on=left)
            for name, left in (
                ("去年 去る", clock.today() - 800 * DAY),
                ("前に 去る", clock.today() - 900 * DAY),
                ("いま いる", None),
            )
        )
    for content in (b"held", b"gone"):
        post(cast, scan_of(cast, content), 60)
    return cast


def test_preview_hold_night_certificate(
    city: Cast, sign: Sign, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    fumi = everybody(city)[4]
    page = sign(fumi).new_page()
    page.goto("/")
    page.get_by_role("link", name="消去の予定").first.click()
    due = page.locator("tr", has_text="次の消去で")
    expect(due.filter(has_text="2 件")).to_have_count(2)

    page.get_by_role("link", name="消去の留保").last.click()
    page.get_by_label("記録の種類").select_option("stool_tests.scan")
    page.get_by_label("記録の番号").fill("1")
    page.get_by_label("理由").fill("令和8年（行ウ）第3号 訴訟のため")
    page.get_by_label("いつまで").fill((clock.today() + 30 * DAY).isoformat())
    page.get_by_role("button", name="留保する").click()
    expect(page.locator("#toasts")).to_contain_text("消去の留保を記録しました")
    page.get_by_role("link", name="消去の予定").last.click()
    expect(due.filter(has_text="1 件")).to_have_count(1)
    expect(page.locator("tr", has_text="留保中")).to_have_count(1)

    _night()
    page.goto("/retention/")
    expect(due.filter(has_text="0 件")).to_have_count(due.count())

    page.get_by_role("link", name="消去証明書").last.click()
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("3 件")
    with page.expect_download() as coming:
        row.get_by_role("link", name="PDF").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    issued = Certificate.objects.get()
    said = _text(file)
    assert issued.number in said and "消去した件数3件" in said and issued.head in said
    assert "去る" not in said and "丘の上" not in said, "no personal data in the certificate"

    page.get_by_label("証明書の PDF").set_input_files(file)
    page.get_by_role("button", name="確かめる").click()
    expect(page.locator("main")).to_contain_text("この市が出した証明書です")
    # Who knows a record's number can prove that it was among them; the held one wasn't.
    assert certificate.prove(issued, "stool_tests_scan", 2)
    assert certificate.prove(issued, "stool_tests_scan", 1) is None
    left = superuser.execute("SELECT name FROM stool_tests_person").fetchall()
    assert left == [("いま いる",)]
    assert superuser.execute("SELECT id FROM stool_tests_scan").fetchall() == [(1,)]
