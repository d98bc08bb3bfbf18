"""The demo city with a month of sheets that nobody has handed in yet, and its web and workers as processes of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from sekisho.project import postgres
from sekisho.project.bench.own_database import set_up
from sekisho.project.bench.processes import sekisho
from sekisho.project.bench.second_start import answers

if TYPE_CHECKING:
    from sekisho.paper.synth.month import ScanFile

_PATIENCE = 300
_UNREAD = """
SELECT 1 FROM gate_job WHERE name LIKE '%stool_tests%' AND state IN ('waiting', 'running')
UNION ALL SELECT 1 FROM stool_tests_scan WHERE state IN ('waiting', 'reading') LIMIT 1
"""


class City:
    """The city of ``folder``: its database is there, its form published, its month's scans lie as files. ``scans``: with what
    really stands on them; ``month``: as YYYY-MM."""

    def __init__(self, folder: Path) -> None:
        """Make it; Django is set up for this process by that."""
        # Playwright keeps an event loop in this thread, and Django then takes any query for one from async code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        self.folder = folder
        set_up(folder, pages=True)
        self.server = postgres.start(folder)
        self.scans, self.month = self._people_and_sheets()

    def _people_and_sheets(self) -> "tuple[list[ScanFile], str]":
        from sekisho.affairs.stool_tests import demo, months
        from sekisho.affairs.stool_tests.actions.forms import publish_form
        from sekisho.base import clock
        from sekisho.gate.jobs.planning import cancel
        from sekisho.gate.models import Job
        from sekisho.paper.synth.city import make_city
        from sekisho.paper.synth.month import month_scans
        from sekisho.project.demo_city import build

        build(residents=200)
        for job in Job.objects.filter(state=Job.WAITING):
            # The sheets come through the browser here.
            cancel(job)
        form = demo.demo_form()
        publish_form(demo.FORM, form)
        (self.folder / "form.toml").write_text(form, encoding="utf-8")
        month = months.expected(clock.today())
        city, files = make_city(demo.CITY), []
        (self.folder / "roster.csv").write_text(city.roster_csv(), encoding="utf-8")
        (self.folder / "scans").mkdir()
        for file in month_scans(city, month.year, month.month, "life", seed=1):
            self.path(file).write_bytes(file.data)
            files.append(file.without_data())
        return files, f"{month:%Y-%m}"

    def path(self, file: "ScanFile") -> Path:
        """Where a scan lies."""
        return self.folder / "scans" / file.name

    def asked(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of a query that no policy narrows."""
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def forget_sheets(self) -> None:
        """No sheet has come in yet; rosters, form and ledger stay."""
        self.asked("TRUNCATE stool_tests_scan CASCADE")

    def wait_until_read(self) -> None:
        """Nothing is being read any more."""
        _wait(lambda: not self.asked(_UNREAD), "the reading never came to an end", 0.2)

    @contextmanager
    def workers(self, count: int, threads: int = 0) -> Iterator[None]:
        """So many workers for the length of the block; ``threads``: cores that each reads with, 0 for all."""
        wanted = {"SEKISHO_READING_THREADS": str(threads)}
        started = [
            self._start(wanted, "worker", *(["--with-scheduler"] if first else []))
            for first in (True, *[False] * (count - 1))
        ]
        alive = "SELECT count(*) FROM gate_heart WHERE kind = 'worker'"
        try:
            _wait(lambda: self.asked(alive) == [(count,)], "no worker came", 0.1)
            yield
        finally:
            for process in started:
                _end(process)

    @contextmanager
    def web(self) -> Iterator[str]:
        """The web for the length of the block; its address."""
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        process = self._start({}, "web", "--port", str(port))
        try:
            _wait(lambda: answers(port), "the web did not answer", 0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            _end(process)

    def _start(self, wanted: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, **wanted}
        # As in a city: only migrations have the owner's password.
        environment.pop("SEKISHO_OWNER_URL", None)
        return subprocess.Popen(
            sekisho(*arguments), env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )


@contextmanager
def temporary_city() -> Iterator[City]:
    """A city for the length of the block, in a folder of its own; nothing of it is left, also when this process is told to end."""
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="sekisho-bench-"))
    folder.chmod(0o755)
    try:
        yield City(folder)
    finally:
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """In order, and after a while by force, with all that it started."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(reached: Callable[[], bool], otherwise: str, pace: float) -> None:
    until = time.monotonic() + _PATIENCE
    while not reached():
        if time.monotonic() > until:
            raise RuntimeError(otherwise)
        time.sleep(pace)
