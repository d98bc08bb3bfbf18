"""The parts of ``sekisho up`` as processes forked from it: what is loaded is loaded once, and none outlives its parent."""

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

#: Seconds that a part has to end by itself.
_GRACE = 12


@dataclass
class Part:
    """A running part: ``name`` is Japanese, for messages."""

    name: str
    process: int

    def ended(self) -> bool:
        """Has it ended by itself?"""
        return self.process == 0 or os.waitpid(self.process, os.WNOHANG) != (0, 0)


class Parts:
    """All parts. Each holds the reading end of a pipe whose writing end only the parent has: when the parent dies, however it
    dies, the pipe closes and they end."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        #: The same the other way round: closed when the parent and all parts have gone.
        self._gone, self._lives = os.pipe()
        self._running: list[Part] = []

    def start(self, name: str, run: Callable[[], None]) -> None:
        """Fork a part that does ``run`` and ends when the parent has gone or sends SIGTERM, by force if it takes too long."""
        process = self._forked()
        if process:
            self._running.append(Part(name, process))
            return
        main = os.getpid()

        def watch() -> None:
            os.read(self._reading, 1)
            if os.getpid() == main:
                os.kill(main, signal.SIGTERM)
                time.sleep(_GRACE)
                os.kill(main, signal.SIGKILL)

        code = 1
        try:
            threading.Thread(target=watch, daemon=True).start()
            run()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0) if not isinstance(end.code, str) else 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            # Whatever the parent wanted done at its exit is the parent's.
            os._exit(code)

    def at_the_end(self, run: Callable[[int], None]) -> None:
        """Fork a process that waits for the parent's end, whatever it is, and for that of the parts, which may be finishing
        something; then it does ``run`` with the parent's number."""
        parent = os.getpid()
        process = self._forked()
        if process == 0:
            # Neither Ctrl-C nor a goodbye to all children ends it before its time.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.close(self._lives)
            os.read(self._reading, 1)
            select.select([self._gone], [], [], 2 * _GRACE)
            run(parent)
            os._exit(0)

    def _forked(self) -> int:
        """Fork; in the child the writing end is closed, and Ctrl-C of the terminal goes to the parent alone."""
        process = os.fork()
        if process == 0:
            os.close(self._writing)
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        return process

    def watch(self) -> str:
        """Wait until interrupted (SIGINT, SIGTERM) or a part ends by itself; returns that part's name, "" when interrupted."""
        stop = threading.Event()

        def interrupted(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, interrupted)
        signal.signal(signal.SIGINT, interrupted)
        while not stop.wait(0.3):
            for part in self._running:
                if part.ended():
                    self._running.remove(part)
                    return part.name
        return ""

    def stop(self) -> None:
        """End all parts, by force those that take too long."""
        for part in self._running:
            os.kill(part.process, signal.SIGTERM)
        until = time.monotonic() + _GRACE
        for part in self._running:
            while not part.ended():
                if time.monotonic() > until:
                    os.kill(part.process, signal.SIGKILL)
                    os.waitpid(part.process, 0)
                    break
                time.sleep(0.05)
        self._running.clear()
