"""The stool tests on the web, measured as their clerk meets them: a real server, workers as processes, a real browser, the demo
city's month. Run as a module: a city of its own in a temporary folder, removed afterwards.

``python -m sekisho.project.bench.stool_web`` prints the figures as JSON.
"""

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from sekisho.project.bench import speed_months, stool_clerk, stool_engine
from sekisho.project.bench.stool_city import City, temporary_city

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from sekisho.paper.synth.month import ScanFile

#: Pages of a file that is a feeder's load: such a one is dropped and the first doubtful cell waited for.
_LOAD = 10
#: Seconds; a machine with nothing else to do takes a quarter of it.
_LONGEST = 1200
_READ = "SELECT count(*), extract(epoch FROM max(read_at)) FROM stool_tests_page WHERE read_at IS NOT NULL"


def measure(city: City) -> dict[str, Any]:
    """``first``: seconds until the first doubtful cell after dropping a file, one for each load, the worker's very first one in
    front. ``web``, ``bare``: pages a second of one worker and of the engine alone, on all cores; ``one``, ``two``: of one and of two
    workers with a core each. ``pages``: how many. ``cells``, ``keys``: of the month's judging; ``next``: milliseconds from a key to
    the next cell. ``rows``, ``wrong``: of the month afterwards."""
    with city.web() as address, stool_clerk.window(address) as page:
        with city.workers(1):
            found: dict[str, Any] = {"first": _first_cells(city, page)}
            found["pages"], found["web"] = _pages_a_second(city, page)
            judged = stool_clerk.judge(page, city)
        files = [city.path(file) for file in city.scans]
        pages, seconds = stool_engine.in_process(
            city.folder / "form.toml", city.folder / "roster.csv", city.month, 0, files
        )
        found["bare"] = pages / seconds
        found |= {"cells": judged.cells, "keys": judged.keys, "next": judged.milliseconds}
        found["wrong"], found["rows"] = stool_clerk.wrong_rows(city)
        for name, count in (("one", 1), ("two", 2)):
            with city.workers(count, threads=1):
                _warm(city, page)
                _, found[name] = _pages_a_second(city, page)
    return found


def _first_cells(city: City, page: "Page") -> list[float]:
    """Each load dropped by itself while the worker has nothing to do."""
    found = []
    for file in _loads(city):
        city.forget_sheets()
        found.append(stool_clerk.first_cell(page, city.month, [city.path(file)]))
        city.wait_until_read()
    return found


def _loads(city: City) -> "list[ScanFile]":
    return [file for file in city.scans if len(file.pages) >= _LOAD]


def _warm(city: City, page: "Page") -> None:
    """Every worker has read something: a load for each, and one more."""
    city.forget_sheets()
    stool_clerk.drop(page, city.month, [city.path(file) for file in _loads(city)])
    page.get_by_text("個を送り終えました").wait_for()
    city.wait_until_read()


def _pages_a_second(city: City, page: "Page") -> tuple[int, float]:
    """The month dropped at once: pages, and how many a second from the drop until the last one's rows are written. The clerk
    keeps looking at the page that tells how far it is."""
    city.forget_sheets()
    start = stool_clerk.drop(page, city.month, [city.path(file) for file in city.scans])
    page.get_by_text("個を送り終えました").wait_for()
    city.wait_until_read()
    ((pages, last),) = city.asked(_READ)
    return pages, pages / (float(last) - start)


def in_process() -> dict[str, Any]:
    """The figures, measured by a process of its own, and those of the month's pages."""
    with subprocess.Popen([sys.executable, "-m", __name__], stdout=subprocess.PIPE) as process:
        try:
            said, _ = process.communicate(timeout=_LONGEST)
        finally:
            # It ends what it has started.
            process.terminate()
    if process.returncode:
        raise RuntimeError(f"the measuring ended with {process.returncode}")
    return {**json.loads(said), "months": speed_months.in_process(quick=True)}


def main() -> None:
    """Set a city up, measure, print, leave nothing."""
    with temporary_city() as city:
        print(json.dumps(measure(city)))


if __name__ == "__main__":
    main()
