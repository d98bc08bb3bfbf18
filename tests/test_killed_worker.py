"""Web and worker that are killed at random moments of a month's run lose nothing and double nothing."""

import datetime
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from sekisho import gate
from sekisho.affairs.stool_tests.models import Judgement, Page, Row, Scan
from sekisho.affairs.stool_tests.tests.sheets import MONTH, drop, little, move_in, scan_pdf
from sekisho.people.models import Staff
from tests.cast import Cast, actor, signed_in
from tests.journeys.worker import start_worker

#: How often one of them is killed; CI does with few, «make kills» with fifty.
KILLS = int(os.environ.get("SEKISHO_KILLS", "3"))
_PATIENCE = 120


class City:
    """Web and worker of a city as processes of their own, on the tests' database; either can be killed and comes again."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port: int = found.getsockname()[1]
        self._folder = folder
        self.web, self.worker = self._start_web(), start_worker()

    def _start_web(self) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "SEKISHO_DATA": str(self._folder)}
        environment.pop("SEKISHO_OWNER_URL", None)
        # Keys and vault are the tests' own, as on a machine with shared storage.
        environment |= {
            "SEKISHO_KEYS": str(settings.SEKISHO_KEYS),
            "SEKISHO_VAULT": str(settings.SEKISHO_VAULT),
        }
        (self._folder / "keys").mkdir(parents=True, exist_ok=True)
        (self._folder / "keys" / "django").write_text(settings.SECRET_KEY)
        command = [sys.executable, "-m", "sekisho.project.cli", "web", "--port", str(self.port)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)

    def kill(self, rng: random.Random) -> None:
        """One of the two, as a power cut would; it is started anew."""
        if rng.random() < 0.5:
            self._kill_web()
            self.web = self._start_web()
        else:
            self.worker.kill()
            self.worker.wait()
            self.worker = start_worker()

    def _kill_web(self) -> None:
        # Its own processes with it.
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()

    def end(self) -> None:
        """Nothing is left."""
        self._kill_web()
        self.worker.kill()
        self.worker.wait()


class Clerk:
    """Somebody at a browser who tries again when the network is cut, as the pages' scripts do."""

    def __init__(self, city: City, staff: Staff) -> None:
        self._city = city
        held = {name: one.value for name, one in signed_in(staff).cookies.items()} | {
            settings.CSRF_COOKIE_NAME: "k" * 32
        }
        cookies = "; ".join(f"{name}={value}" for name, value in held.items())
        self._headers = {"Cookie": cookies, "X-CSRFToken": "k" * 32}

    def post(self, path: str, data: bytes, **headers: str) -> dict[str, Any]:
        """The answer as JSON; a refusal is one too."""
        # Killed again and again while it starts, the web may be away for long.
        until = time.monotonic() + 8 * _PATIENCE
        while True:
            request = urllib.request.Request(
                f"http://127.0.0.1:{self._city.port}{path}", data, {**self._headers, **headers}, method="POST"
            )
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return _json(answer.read())
            except urllib.error.HTTPError as refused:
                if refused.code == 400:
                    return _json(refused.read())
                assert refused.code >= 500, (path, refused.code)
            except (OSError, http.client.HTTPException):
                pass
            assert time.monotonic() < until, "the web never came again"
            time.sleep(0.3)

    def hand_in(self, name: str, data: bytes, month: datetime.date) -> str:
        """What is said beside the file."""
        headers = {"X-File-Name": quote(name), "Content-Type": "application/octet-stream"}
        told = self.post(f"/stool_tests/intake/files/?month={month:%Y-%m}", data, **headers)
        return "" if told["ok"] else told["message"]

    def decide_some(self) -> int:
        """Judge what is doubtful now; how many decisions were taken."""
        cells = self.post("/stool_tests/review/take/", b"")["cells"]
        taken = 0
        for cell in cells[:3]:
            said = {"row": cell["row"], "asked": cell["asked"], "decision": "illegible"}
            form = "application/x-www-form-urlencoded"
            taken += self.post(
                "/stool_tests/review/decide/", urlencode(said).encode(), **{"Content-Type": form}
            )["ok"]
        return taken


def _json(data: bytes) -> dict[str, Any]:
    """JSON of an answer."""
    found: dict[str, Any] = json.loads(data)
    return found


@pytest.mark.long
def test_killing_web_and_worker_loses_and_doubles_nothing(
    cast: Cast, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    """Files come in, are read and judged while web and worker die at random moments (``SEKISHO_KILLS`` times)."""
    move_in(cast)
    rng = random.Random(KILLS)
    # A month of the little city in CI; several of them for many kills.
    months = [MONTH.replace(month=MONTH.month + n) for n in range(max(1, min(7, KILLS // 7)))]
    files = [
        (f"{month:%Y-%m} {n}.pdf", n, month) for month in months for n in range(len(little(month).sheets))
    ]
    city = City(tmp_path / "web")
    clerk = Clerk(city, cast.alice)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for name, number, month in files:
                said = clerk.hand_in(name, scan_pdf(number, month=month), month)
                # The answer may be what got lost: then the file is there, and is told so.
                assert said == "" or "同じファイルを" in said, said
                clerk.decide_some()
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    hands = threading.Thread(target=work)
    try:
        hands.start()
        for _ in range(KILLS):
            # Now while the program starts, now in the middle of its work.
            time.sleep(rng.uniform(0.5, 8.0))
            city.kill(rng)
        hands.join(_PATIENCE * 8)
        assert not hands.is_alive() and not failed, failed
        until = time.monotonic() + _PATIENCE * 4
        while superuser.execute(_UNREAD).fetchone():
            assert time.monotonic() < until, "the reading never came to an end"
            time.sleep(0.2)
        clerk.decide_some()
    finally:
        city.end()
    _nothing_lost_nothing_doubled(cast, superuser, files)


_UNREAD = """
SELECT 1 FROM gate_job WHERE name LIKE '%%read_scan' AND state IN ('waiting', 'running')
UNION ALL SELECT 1 FROM stool_tests_scan WHERE state IN ('waiting', 'reading') LIMIT 1
"""


def _nothing_lost_nothing_doubled(
    cast: Cast, superuser: psycopg.Connection, files: list[tuple[str, int, datetime.date]]
) -> None:
    with gate.enter(actor(cast.alice), "stool_tests.intake"):
        scans = list(Scan.objects.order_by("name"))
        assert [scan.name for scan in scans] == sorted(name for name, _, _ in files)
        assert {scan.state for scan in scans} == {Scan.READ}
    with gate.enter(actor(cast.alice), "stool_tests.review"):
        pages = {page.scan_id: page for page in Page.objects.all()}
        assert len(pages) == len(files) == Page.objects.count()
        rows = Counter(row.page_id for row in Row.objects.only("id", "page", "person"))
        for scan, (_, number, month) in zip(scans, sorted(files), strict=True):
            page = pages[scan.pk]
            assert page.state == Page.READ, (page.state, page.reason)
            assert rows[page.pk] == len(little(month).sheets[number].rows)
        # Each decision stands once: no row was settled twice, and none that is settled lacks its decision.
        decided = Counter((one.row_id, one.asked) for one in Judgement.objects.filter(undone_at__isnull=True))
        assert set(decided.values()) <= {1}
        settled = {row.pk for row in Row.objects.filter(state=Row.ILLEGIBLE)}
        assert settled <= {row for row, _ in decided}
    # Every file lies in the vault.
    assert superuser.execute("SELECT count(*) FROM stool_tests_scan WHERE content = ''").fetchone() == (0,)


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
