"""Speed and memory: the real command line on a month, a year and one long PDF, and single pages."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pypdfium2

from sekisho.base.files import write_whole
from sekisho.paper.scans import count_pages, find_files
from sekisho.paper.synth.fontbook import Face
from sekisho.project.bench.processes import Ran, run, sekisho
from sekisho.project.bench.speed_books import time_books
from sekisho.project.bench.speed_page import time_pages

#: Says when the first page is about to be loaded, and ends.
_PROBE = """
import os, sys, time
import sekisho.paper.reading as reading
def stop(*arguments):
    os.write(1, repr(time.monotonic()).encode())
    os._exit(0)
reading.load_page = stop
from sekisho.project.cli import main
main(sys.argv[1:])
"""


@dataclass(frozen=True)
class Effort:
    """How much is measured: ``months`` in the year, pages of the long PDF, sample pages, repeats."""

    months: int
    long_pdf: int
    pages: int
    repeats: int


FULL = Effort(11, 500, 12, 5)
QUICK = Effort(2, 40, 4, 2)


def measure(
    faces: Sequence[Face], folder: Path, effort: Effort, say: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """All figures by part, as they are kept in JSON. Raises UserError when a command fails."""
    folder.mkdir(parents=True, exist_ok=True)
    month, form = folder / "month", folder / "form.toml"
    say("1 か月分の用紙を作っています")
    run(sekisho("demo", "scans", str(month)))
    run(sekisho("form", "learn", str(month / "blank.pdf"), "-o", str(form)))
    parts: dict[str, dict[str, Any]] = {}
    say("1 枚の時間を測っています")
    parts["page"] = asdict(_apart(time_pages, tuple(faces), folder / "pages", effort.pages, effort.repeats))
    say("起動の時間を測っています")
    parts["start"] = {"seconds": statistics.median(_start(month, form) for _ in range(effort.repeats))}
    say("1 か月分を読んでいます")
    parts["month"] = _read([month / "scans"], month, form, max(1, effort.repeats // 2))
    say("1 年分を読んでいます")
    year = _year(month / "scans", folder / "year", effort.months)
    parts["year"] = _read([year], month, form) | {"sheets": 38 * effort.months}
    say("ページの多い PDF を読んでいます")
    long = _long_pdf(month / "scans", folder / "long.pdf", effort.long_pdf)
    parts["long"] = _read([long], month, form)
    say("台帳への転記を測っています")
    parts["books"] = _apart(time_books, folder / "books", effort.repeats)
    return parts


def _apart(function: Callable[..., Any], *arguments: object) -> Any:
    """Call in a fresh process, so that nothing measured before weighs on it."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def _command(scans: Sequence[Path], month: Path, form: Path, output: Path) -> list[str]:
    options = ["--form", str(form), "--roster", str(month / "roster.csv"), "-o", str(output)]
    return ["read", *map(str, scans), *options]


def _start(month: Path, form: Path) -> float:
    """Seconds from the start of ``sekisho read`` until it opens its first page, networks loaded."""
    scans = [find_files([month / "scans"])[0][0]]
    arguments = _command(scans, month, form, form.with_name("never.csv"))
    before = time.monotonic()
    command = [sys.executable, "-c", _PROBE, *arguments, "--jobs", "1"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    form.with_name(".never.csv.part").unlink(missing_ok=True)
    return float(said.split()[-1]) - before


def _read(scans: Sequence[Path], month: Path, form: Path, repeats: int = 1) -> dict[str, Any]:
    """Wall time (median) and memory of ``sekisho read`` over ``scans``."""
    output = form.with_name("rows.csv")
    runs: list[Ran] = []
    for _ in range(repeats):
        output.unlink(missing_ok=True)
        runs.append(run(sekisho(*_command(scans, month, form, output)), watch=True))
    heaviest = max(runs, key=lambda one: one.peak)
    return {
        "seconds": statistics.median(one.seconds for one in runs),
        "runs": repeats,
        "pages": sum(count_pages(path) for path, _ in find_files(scans)),
        "peak": heaviest.peak,
        "largest": heaviest.largest,
        "quarter": heaviest.around(0.15, 0.35),
        "end": heaviest.around(0.75, 1.0),
    }


def _year(scans: Path, folder: Path, months: int) -> Path:
    """The month's files over and over under other names. Each gets a few bytes more at its end, since a file
    that was read already isn't read again."""
    for number in range(1, months + 1):
        for path, name in find_files([scans]):
            target = folder / f"{number:02}" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, path.read_bytes() + f"\n%{number}\n".encode())
    return folder


def _long_pdf(scans: Path, target: Path, pages: int) -> Path:
    """One PDF of ``pages`` pages, those of the month's PDFs over and over."""
    sources = [pypdfium2.PdfDocument(path) for path, _ in find_files([scans]) if path.suffix == ".pdf"]
    long = pypdfium2.PdfDocument.new()
    while len(long) < pages:
        for source in sources:
            count = min(len(source), pages - len(long))
            if count:
                long.import_pages(source, list(range(count)))
    long.save(target)
    return target


def save(path: Path, parts: dict[str, Any]) -> None:
    """Keep the figures, so that the table can be written again without measuring."""
    write_whole(path, json.dumps(parts, ensure_ascii=False, indent=1).encode())


def load(path: Path) -> dict[str, Any] | None:
    """Figures kept by ``save``; None when nothing was measured yet."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
