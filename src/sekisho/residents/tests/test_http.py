"""The registry over HTTP, with a stand-in in a process of its own that has faults."""

import datetime
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sekisho.base.errors import UserError
from sekisho.residents.http import Online

STAND_IN = Path(__file__).parent / "stand_in.py"
TODAY = datetime.date(2026, 11, 25)


@contextmanager
def _registry(fault: str, timeout: float = 20) -> Iterator[Online]:
    running = subprocess.Popen([sys.executable, str(STAND_IN), fault], stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout
        yield Online(f"http://127.0.0.1:{running.stdout.readline().strip()}", TODAY, timeout, pause=0.01)
    finally:
        running.kill()
        running.communicate()


@pytest.mark.parametrize("fault", ["none", "once500"])
def test_everybody_comes_page_after_page(fault: str) -> None:
    with _registry(fault) as registry:
        assert [one.number for one in registry.persons()] == [f"{n:05}" for n in range(1, 8)]


@pytest.mark.parametrize(
    ("fault", "told"),
    [("always500", "応えません"), ("refuse", "断りました（403）"), ("garbage", "決まった形"), ("stale", "2026-11-01 のまま"),
     ("loop", "繰り返して")],
)  # fmt: skip
def test_a_fault_is_told_and_nothing_is_taken_for_the_whole(fault: str, told: str) -> None:
    with _registry(fault) as registry, pytest.raises(UserError, match=told) as wrong:
        list(registry.persons())
    assert "写しは前のまま" in wrong.value.remedy and "架空" not in str(wrong.value)


def test_a_slow_registry_is_not_waited_for_for_ever() -> None:
    with _registry("slow", timeout=0.2) as registry, pytest.raises(UserError, match="応えません"):
        list(registry.persons())


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1", "nonsense"])
def test_what_is_no_registry(address: str) -> None:
    with pytest.raises(UserError):
        list(Online(address, TODAY, timeout=0.5, pause=0.01).persons())
