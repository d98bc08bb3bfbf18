"""The other side of messages, in a process of its own: it prints its port and writes down what it has taken."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]


class Receiver:
    """A running one. ``port``: where it listens on this machine."""

    def __init__(self, port: str, taken: Path) -> None:
        self.port, self._taken = port, taken

    def taken(self) -> list[dict[str, Any]]:
        """Every message, in the order in which it came."""
        return (
            [json.loads(line) for line in self._taken.read_text().splitlines()]
            if self._taken.exists()
            else []
        )


@contextmanager
def receiving(module: str, taken: Path) -> Iterator[Receiver]:
    """``module`` (of ``tests.gate``) runs and writes to ``taken``; it is dead afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.gate.{module}", str(taken)], cwd=_ROOT, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert process.stdout
    try:
        yield Receiver(process.stdout.readline().strip(), taken)
    finally:
        process.kill()
        process.wait()
