"""Starts the parts as real processes, for tests, and ends them."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE = 180


def free_port() -> int:
    """One that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def until(true: Callable[[], object], process: subprocess.Popen[str] | None = None) -> None:
    """Wait until it is true, while ``process`` lives."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it took too long"
        assert process is None or process.poll() is None, f"it ended with {process.returncode}"
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Does the product answer there?"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/register/", timeout=30) as answer:
            return answer.status == 200
    except OSError:
        return False


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts ``sekisho …`` with variables of the environment added (None: taken out); ends what is left."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **environment: str | None) -> "subprocess.Popen[str]":
        wanted = {**os.environ, **environment}
        process = subprocess.Popen(
            [sys.executable, "-m", "sekisho.project.cli", *arguments],
            env={name: value for name, value in wanted.items() if value is not None},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with a short path (a socket lies in it), which the server's user may enter."""
    with tempfile.TemporaryDirectory(prefix="sekisho-up-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)
