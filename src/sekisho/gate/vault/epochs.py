"""The change of epoch: after it, what was erased can't be read again from any backup, and everything living can.

Each step may be the last before a crash; ``change`` and ``finish`` go on from any of them:
1. the new key is in the key store (a key without an epoch harms nobody, and goes with the next change)
2. the database knows the new epoch: from here everybody wraps under it, and nobody is still wrapping under an older one
3. the living keys are wrapped anew, a slice a transaction
4. an older epoch's key is destroyed once no wrapped key names it
"""

import datetime
from collections.abc import Callable

from django.db import connection

from sekisho import gate
from sekisho.base import clock
from sekisho.gate.models.vault import Epoch, VaultFile, VaultKey
from sekisho.gate.vault import keys, keystore
from sekisho.gate.vault.storage import storage

SLICE = 1_000
PURPOSE = "gate.purge"
_ORPHAN_AGE = datetime.timedelta(days=1)


def begin() -> int:
    """Steps 1 and 2, the second within the open pass of the purge. Returns the new epoch's number."""
    newest = max([*keystore.epochs(), *Epoch.objects.values_list("number", flat=True)], default=0)
    keystore.create(newest + 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.begin_epoch(%s)", [newest + 1])
        return int(cursor.fetchone()[0])


def finish(step: Callable[[str], None] = lambda _: None) -> None:
    """Steps 3 and 4, as far as anything is left to do. ``step`` is told before each one (progress; tests stop there)."""
    epoch = max(Epoch.objects.values_list("number", flat=True), default=None)
    if epoch is None:
        return
    step("wrap")
    while _wrap_slice(epoch):
        step("wrap")
    for older in keystore.epochs():
        if older < epoch:
            step("destroy")
            _destroy_unused(older)


def _wrap_slice(epoch: int) -> int:
    """Wrap at most a slice of older keys under ``epoch``; returns how many."""
    with gate.enter(gate.job_actor(), PURPOSE):
        older = VaultKey.objects.filter(epoch__lt=epoch).select_for_update()[:SLICE]
        moved = list(older)
        for one in moved:
            secret = keys.unwrap(one.epoch, one.id, bytes(one.wrapped))
            one.epoch, one.wrapped = epoch, keys.wrap(epoch, one.id, secret)
        VaultKey.objects.bulk_update(moved, ("epoch", "wrapped"))
    return len(moved)


def _destroy_unused(older: int) -> None:
    with gate.enter(gate.job_actor(), PURPOSE):
        used = VaultKey.objects.filter(epoch=older).exists()
    if used:
        raise RuntimeError(f"keys of epoch {older} are still in use")
    keystore.destroy(older)


def sweep_files() -> int:
    """Remove ciphertext whose key is gone, and what failed transactions left more than a day ago. Returns how many."""
    swept = 0
    with gate.enter(gate.job_actor(), PURPOSE):
        living = VaultKey.objects.values("id")
        for row in VaultFile.objects.exclude(key__in=living):
            storage().remove(row.name)
            row.delete()
            swept += 1
        known = set(VaultFile.objects.values_list("name", flat=True))
    for name, since in storage().names():
        if name not in known and since < clock.now() - _ORPHAN_AGE:
            storage().remove(name)
            swept += 1
    return swept
