"""Running a command and watching how much memory it and its children take (Linux: /proc)."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sekisho.base.errors import UserError

_EVERY = 0.25
_PROC = Path("/proc")


@dataclass(frozen=True)
class Ran:
    """``seconds``: wall time. ``samples``: (seconds since the start, bytes) of the whole tree of processes,
    shared pages counted once (PSS). ``largest``: most resident bytes of any single process (``ru_maxrss``,
    what /usr/bin/time gives)."""

    seconds: float
    samples: tuple[tuple[float, int], ...]
    largest: int

    @property
    def peak(self) -> int:
        """Most bytes of the whole tree at any sample."""
        return max((size for _, size in self.samples), default=self.largest)

    def around(self, first: float, last: float) -> int:
        """Most bytes between two shares (0..1) of the run."""
        inside = [size for at, size in self.samples if first <= at / self.seconds <= last]
        return max(inside, default=0)


def sekisho(*arguments: str) -> list[str]:
    """The command line of ``sekisho`` in this very environment."""
    return [sys.executable, "-c", "from sekisho.project.cli import main; main()", *arguments]


def run(command: Sequence[str], watch: bool = False) -> Ran:
    """Run to the end; UserError with what it said when it fails. ``watch``: sample the memory of its tree."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        samples: list[tuple[float, int]] = []
        done = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, start, samples, done))
        if watch:
            watcher.start()
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        done.set()
        if watch:
            watcher.join()
    if process.returncode:
        raise UserError(f"「{' '.join(command[3:])}」が失敗しました。", said.decode(errors="replace")[-2000:])
    return Ran(seconds, tuple(samples), usage.ru_maxrss * 1024)


def _watch(root: int, start: float, samples: list[tuple[float, int]], done: threading.Event) -> None:
    while not done.wait(_EVERY):
        size = sum(_size(process) for process in _tree(root))
        if size:
            samples.append((time.perf_counter() - start, size))


def _tree(root: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(folder.name))
    tree = [root]
    for process in tree:
        tree += children.get(process, [])
    return tree


def _size(process: int) -> int:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
