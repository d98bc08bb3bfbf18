"""What a running job says about itself. It is seen while the job's own transaction is still open, so it goes over a connection
of its own."""

import time
from types import TracebackType
from typing import Any, Self

from django.db import connections

from sekisho.base import clock
from sekisho.gate.jobs.declare import Declared
from sekisho.gate.models import Job

#: Seconds between two writes of progress.
_PACE = 0.3


class Cancelled(Exception):
    """A person has asked the job to stop; what it did is rolled back."""


class Work:
    """The job at work, as its function sees it: ``step``, ``advance``; both stop the job when somebody asked for it."""

    def __init__(self, key: int, declared: Declared) -> None:
        self.key = key
        self._declared = declared
        self._connection = connections.create_connection("default")
        self._done = 0
        self._written = 0.0

    def __enter__(self) -> Self:
        self._write(started_at=clock.now(), done=0, step="", message="", remedy="", state=Job.RUNNING)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def step(self, words: str, total: int = 0) -> None:
        """A new step begins: one of the job's declared ``steps``; ``total``: how much there is to do in it."""
        if words not in self._declared.steps:
            raise TypeError(f"{self._declared.name}: «{words}» is none of its declared steps")
        self._done = 0
        self._write(step=words, done=0, total=total)
        self._stop_when_asked()

    def advance(self, by: int = 1) -> None:
        """So much more is done."""
        self._done += by
        if time.monotonic() - self._written > _PACE:
            self._write(done=self._done)
            self._stop_when_asked()

    def _write(self, **values: Any) -> None:
        self._written = time.monotonic()
        columns = ", ".join(f"{name} = %s" for name in values)
        with self._connection.cursor() as cursor:
            # One that another worker has brought to its end stays as it is.
            cursor.execute(
                f"UPDATE gate_job SET {columns} WHERE id = %s AND state IN ('waiting', 'running')",
                [*values.values(), self.key],
            )

    def _stop_when_asked(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT cancel_asked FROM gate_job WHERE id = %s", [self.key])
            row = cursor.fetchone()
        if row and row[0]:
            raise Cancelled
