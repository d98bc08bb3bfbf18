"""What was found on a page is written while the next one is read: its pictures and its transaction take more than a tenth of a
page's time, much of it waiting for the database."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import Self

from django.db import connections


class Keeping:
    """A thread that writes, at most one page behind the reading."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "keeping")
        self._under_way: tuple[Future[None], Callable[[], None]] | None = None

    def __enter__(self) -> Self:
        return self

    def hand_over(self, keep: Callable[[], None], afterwards: Callable[[], None]) -> None:
        """Begin with ``keep`` once the page before is written. ``afterwards`` is done by the reading thread, by the next call at the
        latest, whatever became of it."""
        self.finish()
        self._under_way = self._thread.submit(keep), afterwards

    def finish(self) -> None:
        """Wait until everything handed over is written; raises what went wrong with it."""
        if self._under_way is None:
            return
        (writing, afterwards), self._under_way = self._under_way, None
        try:
            writing.result()
        finally:
            afterwards()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.finish()
            else:
                # What ended the reading is told, not what came after it.
                with suppress(Exception):
                    self.finish()
        finally:
            # The thread's own connection.
            self._thread.submit(connections.close_all)
            self._thread.shutdown()
