"""The process that runs jobs. Start as many as you like, on any machine that reaches the database."""

import threading

from django.conf import settings
from django.db import connections

from sekisho.gate.jobs import schedule
from sekisho.gate.jobs.declare import make_ready
from sekisho.gate.jobs.hearts import WORKER, heart, patience
from sekisho.gate.jobs.planning import ANYWHERE


def work(at_once: int = 1, scheduler: bool = False, wait: bool = True) -> None:
    """Run jobs of this process's zone until SIGINT or SIGTERM, which let running ones finish for a while.

    ``scheduler``: be the scheduler too. ``wait`` False: end when the queue is empty (tests).
    """
    from procrastinate.contrib.django import app

    connections.close_all()
    stop = threading.Event()
    threads = [threading.Thread(target=schedule.run, args=(stop,), name="scheduler")] if scheduler else []
    if wait:
        # Waited for in the end like the scheduler: a process that ends while a network is being loaded crashes.
        threads.append(threading.Thread(target=make_ready, name="ready"))
    # Planning stays on Django's own connection and its transaction; only the worker has connections of its own.
    mine = app.with_connector(app.connector.get_worker_connector())
    with heart(WORKER):
        for thread in threads:
            thread.start()
        try:
            mine.run_worker(
                queues=[settings.SEKISHO_ZONE, ANYWHERE],
                concurrency=at_once,
                wait=wait,
                update_heartbeat_interval=settings.SEKISHO_HEARTBEAT,
                stalled_worker_timeout=patience().total_seconds(),
                shutdown_graceful_timeout=10,
                delete_jobs="never",
            )
        finally:
            stop.set()
            for thread in threads:
                thread.join()
