"""A worker as a process of its own, as in a city; it can be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def start_worker() -> subprocess.Popen[bytes]:
    """A worker with the scheduler in it, on the tests' database. Its signs of life come quickly, so that its death shows soon."""
    environment = {**os.environ, "SEKISHO_HEARTBEAT": "0.5"}
    environment.pop("SEKISHO_OWNER_URL", None)
    return subprocess.Popen(
        [sys.executable, "-m", "sekisho.project.cli", "worker", "--with-scheduler"], env=environment
    )


@contextmanager
def working() -> Iterator[subprocess.Popen[bytes]]:
    """A worker for the length of the block."""
    worker = start_worker()
    try:
        yield worker
    finally:
        if worker.poll() is None:
            worker.send_signal(signal.SIGTERM)
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
