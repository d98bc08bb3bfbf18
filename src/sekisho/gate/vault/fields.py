"""What an affair's models use: a record with parts in the vault, text that is sealed in its column, files that are sealed
in the storage. Reading needs an open pass that reaches the row."""

import secrets
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from sekisho.gate.models.vault import VaultFile as FileRow
from sekisho.gate.records import Record
from sekisho.gate.vault import cipher, keys
from sekisho.gate.vault.storage import storage


class VaultRecord(Record):
    """A record with sealed parts. ``vault_key`` is the number of its key, and what its ciphertext is bound to."""

    key_column = "vault_key"
    vault_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    class Meta:
        abstract = True

    def vault_secret(self, make: bool = False) -> bytes:
        """The record's key; ``make``: a new one where there is none. Kept with the instance, asked of the pass first."""
        table = self._meta.db_table
        found = keys.fetch(table, [self.vault_key]).get(self.vault_key)
        if found is None and make:
            found = self.__dict__.get("_new_secret") or keys.new(table, self.vault_key)
            # Before its row is saved, the database shows nobody the key.
            self.__dict__["_new_secret"] = found
        if found is None:
            raise keys.Erased(self._meta.label)
        return found

    def __getstate__(self) -> dict[str, Any]:
        """For pickle: never with the key."""
        return {name: value for name, value in super().__getstate__().items() if name != "_new_secret"}


def _bound(record: VaultRecord, field: str) -> str:
    return f"{record._meta.db_table}.{field}:{record.vault_key}"


class Sealed(bytes):
    """Ciphertext as it came from the column."""


class _Opening(DeferredAttribute):
    """Unseals on each reading: the plain text isn't kept with the instance."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if not isinstance(value, Sealed):
            return value
        name = self.field.attname
        return cipher.unseal(instance.vault_secret(), value, _bound(instance, name)).decode()

    def __set__(self, instance: Any, value: Any) -> None:
        """Without it Python would find the ciphertext in the instance before asking here."""
        instance.__dict__[self.field.attname] = value


class VaultText(models.BinaryField):
    """Sensitive text: ciphertext in the column, text in Python. Empty text stays empty. Can't be searched, by design."""

    descriptor_class = _Opening

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Ciphertext stays so until somebody reads the attribute."""
        return Sealed(value) if value else ""

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """Seal what was written; what was only loaded goes back as it came."""
        value = model_instance.__dict__.get(self.attname, "")
        if isinstance(value, Sealed) or not value:
            return value or b""
        secret = model_instance.vault_secret(make=True)
        return cipher.seal(secret, value.encode(), _bound(model_instance, self.attname))

    def get_default(self) -> str:
        """Empty text."""
        return ""


class VaultFile(models.CharField):  # type: ignore[type-arg]
    """The name of a file in the storage; ``put_file`` and ``read_file`` move its bytes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 32, "blank": True, **kwargs})


def put_file(record: VaultRecord, field: str, data: bytes) -> None:
    """Seal ``data`` into the storage as the record's file; save the record afterwards, in the same transaction.

    A file is written once: what was received stays as it was received. If the transaction fails, the ciphertext left over
    has no key and is swept away.
    """
    if getattr(record, field):
        raise ValueError(f"{record._meta.label}.{field} has its file already")
    name = secrets.token_hex(16)
    sealed = cipher.seal(record.vault_secret(make=True), data, f"{_bound(record, field)}:{name}")
    FileRow.objects.create(name=name, key=record.vault_key)
    storage().write(name, sealed)
    setattr(record, field, name)


def read_file(record: VaultRecord, field: str) -> bytes:
    """The bytes of the record's file, through the open pass."""
    name = getattr(record, field)
    return cipher.unseal(record.vault_secret(), storage().read(name), f"{_bound(record, field)}:{name}")


def file_fields(model: type[models.Model]) -> Iterable[str]:
    """Names of the model's fields that name files of the vault."""
    return (field.name for field in model._meta.concrete_fields if isinstance(field, VaultFile))
