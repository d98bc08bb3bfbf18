"""A record's own key: made with the record, fetched through the open pass, wrapped by the epoch's key in between."""

import uuid
from collections.abc import Sequence

from django.db import connection

from sekisho.gate import passes
from sekisho.gate.answers import GateClosed
from sekisho.gate.models.vault import VaultKey
from sekisho.gate.vault import cipher, keystore


class Erased(Exception):
    """The record's key is gone, or the open pass doesn't reach the record; which of the two isn't told."""


def new(table: str, number: uuid.UUID) -> bytes:
    """Make the key ``number`` for a record of ``table``, within the transaction that saves it."""
    _need_pass(table)
    epoch, secret = current_epoch(), cipher.new_key()
    VaultKey.objects.create(id=number, table_name=table, epoch=epoch, wrapped=wrap(epoch, number, secret))
    return secret


def fetch(table: str, numbers: Sequence[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """The keys of those records of ``table`` that the open pass reaches."""
    _need_pass(table)
    found = VaultKey.objects.filter(table_name=table, id__in=numbers)
    return {one.id: unwrap(one.epoch, one.id, bytes(one.wrapped)) for one in found}


def current_epoch() -> int:
    """The epoch to wrap under; it can't change before this transaction ends. Begins the first one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.epoch()")
        (epoch,) = cursor.fetchone()
        if epoch is None:
            first = max(keystore.epochs(), default=0) + 1
            keystore.create(first)
            cursor.execute("SELECT gate.begin_epoch(%s)", [first])
            (epoch,) = cursor.fetchone()
    return int(epoch)


def wrap(epoch: int, number: uuid.UUID, secret: bytes) -> bytes:
    """A record's key as it may lie in the database."""
    return cipher.seal(keystore.key(epoch), secret, f"key:{number}")


def unwrap(epoch: int, number: uuid.UUID, wrapped: bytes) -> bytes:
    """Undo ``wrap``."""
    return cipher.unseal(keystore.key(epoch), wrapped, f"key:{number}")


def _need_pass(table: str) -> None:
    if passes.current() is None:
        raise GateClosed([table])
