"""Signs of life, so that a worker doesn't die in silence."""

import datetime
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from sekisho.gate.models import Heart

WORKER, SCHEDULER = "worker", "scheduler"


def patience() -> datetime.timedelta:
    """After so long without a sign of life a process counts as dead."""
    return datetime.timedelta(seconds=4 * settings.SEKISHO_HEARTBEAT)


def alive(kind: str, zone: str = "") -> list[Heart]:
    """The living processes of a kind (of a zone)."""
    found = Heart.beating(patience()).filter(kind=kind)
    return list(found.filter(zone=zone) if zone else found)


@contextmanager
def heart(kind: str) -> Iterator[None]:
    """Beat in a thread of its own while the block runs."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(kind, stop), name=f"heart of the {kind}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(kind: str, stop: threading.Event) -> None:
    mine = None
    while True:
        # Asked once a round: told to stop in the middle of a beat, it still takes its mark away.
        stopping = stop.is_set()
        try:
            if stopping:
                if mine is not None:
                    mine.delete()
            elif mine is None:
                mine = Heart.objects.create(
                    kind=kind,
                    machine=socket.gethostname(),
                    process=os.getpid(),
                    zone=settings.SEKISHO_ZONE,
                )
            else:
                mine.beat()
        except DatabaseError:
            # The database is away for a moment: the next beat tries again.
            close_old_connections()
        if stopping:
            connection.close()
            return
        stop.wait(settings.SEKISHO_HEARTBEAT)
