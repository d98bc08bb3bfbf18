"""The engine alone on the pages of a city's month, in a process of its own: no web, no database, no job.

``python -m sekisho.project.bench.stool_engine FORM ROSTER MONTH THREADS FILE…`` prints pages and seconds.
"""

import datetime
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def time_pages(
    form: Path, roster: Path, month: datetime.date, threads: int, files: Sequence[Path]
) -> tuple[int, float]:
    """How many pages, and the seconds from opening the first file until the last page is read, networks loaded before."""
    from sekisho.paper.engine import load_engine
    from sekisho.paper.formfile import load_form
    from sekisho.paper.page import read_page
    from sekisho.paper.results import Settings
    from sekisho.paper.roster import load_roster
    from sekisho.paper.scans import count_pages, load_page

    engine, forms, people = load_engine(threads), [load_form(form)], load_roster(roster)
    settings = Settings(month=month)
    read_page(load_page(files[0], 1), forms, people, engine, settings)
    start, pages = time.perf_counter(), 0
    for file in files:
        for number in range(1, count_pages(file) + 1):
            read_page(load_page(file, number), forms, people, engine, settings)
            pages += 1
    return pages, time.perf_counter() - start


def in_process(
    form: Path, roster: Path, month: str, threads: int, files: Sequence[Path]
) -> tuple[int, float]:
    """The same, measured by a process of its own; ``month`` as YYYY-MM."""
    command = [sys.executable, "-m", __name__, *map(str, (form, roster, month, threads, *files))]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout.split()
    return int(said[0]), float(said[1])


if __name__ == "__main__":
    form, roster, month, threads, *files = sys.argv[1:]
    day = datetime.date.fromisoformat(f"{month}-01")
    print(*time_pages(Path(form), Path(roster), day, int(threads), [Path(file) for file in files]))
