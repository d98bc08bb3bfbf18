"""Seconds of ``sekisho up`` from the command to the first page, the first time and later, on a folder of its own."""

import os
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from sekisho.project.bench.processes import sekisho

_PATIENCE = 180


def time_starts(again: int = 3) -> tuple[float, float]:
    """The first start (database and demo city made), and the median of ``again`` later ones."""
    with tempfile.TemporaryDirectory(prefix="sekisho-start-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        took = [_start(Path(name)) for _ in range(again + 1)]
    return took[0], statistics.median(took[1:])


def _start(folder: Path) -> float:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    wanted = {**os.environ, "SEKISHO_DATA": str(folder)}
    for name in ("DATABASE_URL", "SEKISHO_OWNER_URL"):
        wanted.pop(name, None)
    start = time.perf_counter()
    with subprocess.Popen(
        sekisho("up", "--port", str(port)), env=wanted, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while not answers(port):
            if process.poll() is not None or time.perf_counter() - start > _PATIENCE:
                process.kill()
                raise RuntimeError("sekisho up did not answer")
            time.sleep(0.02)
        took = time.perf_counter() - start
        process.send_signal(signal.SIGINT)
    time.sleep(1)  # the database ends after its last user
    return took


def answers(port: int) -> bool:
    """Is a program there that gives its pages?"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/register/", timeout=30) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
