"""The purge: erase what is due, make it unreadable in every backup, certify it.

``purge_due`` may be cut off anywhere and run again, on the same day or later: it goes on with the run that has no
certificate yet. Every slice is a short transaction of its own, so no page waits.
1. Erase due records, a slice a transaction, with their keys (a trigger); a digest of each is kept for the certificate.
2. Begin a new epoch, and say so in the run in the same transaction.
3. Wrap the living keys anew; destroy the old epoch's key.
4. Remove ciphertext files that no key opens.
5. Issue the certificate, and end the run.
"""

import datetime
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from sekisho import gate
from sekisho.base.errors import UserError
from sekisho.gate.models.retention import Certificate, PurgeRun
from sekisho.gate.retention import traces
from sekisho.gate.retention.certificate import certify
from sekisho.gate.retention.rules import Rule, rules
from sekisho.gate.vault import epochs

SLICE = 1_000
PURPOSE = "gate.purge"
Step = Callable[[str], None]


@dataclass(frozen=True)
class Purged:
    """What a purge did: records erased by this call, and the run's certificate (None when nothing was due)."""

    erased: int
    certificate: Certificate | None


def purge_due(today: datetime.date, step: Step = lambda _: None) -> Purged:
    """Erase everything whose time is over on ``today``. ``step`` is told what comes next, for progress."""
    with _alone():
        run = PurgeRun.objects.filter(certified_at__isnull=True).first()
        erased = 0
        for rule in _until_nothing_goes(today):
            if run is None:
                with gate.enter(gate.job_actor(), PURPOSE):
                    run = PurgeRun.objects.create(day=today, salt=secrets.token_bytes(16))
                    traces.plant(run)
            step("erase")
            erased += _slice(run, rule, today)
        if run is None:
            return Purged(0, None)
        if run.epoch is None or erased:
            step("begin")
            with gate.enter(gate.job_actor(), PURPOSE):
                run.epoch = epochs.begin()
                run.save(update_fields=("epoch",))
        epochs.finish(step)
        step("sweep")
        epochs.sweep_files()
        step("certify")
        return Purged(erased, certify(run))


def due_counts(today: datetime.date) -> list[tuple[Rule, int]]:
    """How many records of each rule the purge would erase now (held ones and those still referred to left out)."""
    found = []
    with gate.enter(gate.job_actor(), PURPOSE), connection.cursor() as cursor:
        for rule in rules():
            cursor.execute("SELECT gate.due_count(%s, %s)", [rule.table, today])
            found.append((rule, cursor.fetchone()[0]))
    return found


def _until_nothing_goes(today: datetime.date) -> Iterator[Rule]:
    """Each rule as long as it has due records; again from the start, since a parent is free once its children are gone."""
    while busy := [rule for rule, count in due_counts(today) if count]:
        yield from busy


def _slice(run: PurgeRun, rule: Rule, today: datetime.date) -> int:
    """Erase slices of one table until none is left; returns how many records went."""
    erased = 0
    while True:
        with gate.enter(gate.job_actor(), PURPOSE), connection.cursor() as cursor:
            cursor.execute("SELECT gate.purge_slice(%s, %s, %s, %s)", [run.pk, rule.table, today, SLICE])
            gone = cursor.fetchone()[0]
        erased += gone
        if not gone:
            return erased


@contextmanager
def _alone() -> Iterator[None]:
    """One purge at a time, over all machines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('gate.purge'))")
        if not cursor.fetchone()[0]:
            raise UserError("消去がほかで動いています。", "終わるのを待ってから、もう一度実行してください。")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('gate.purge'))")
