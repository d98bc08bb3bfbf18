"""The queue of the tests' database worked off in this process."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from django.db import connections

from sekisho.gate.jobs.worker import work


def work_off() -> None:
    """Run all that is queued, in a thread of its own: the journeys' browser keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        try:
            thread.submit(copy_context().run, work, wait=False).result()
        finally:
            thread.submit(connections.close_all).result()
