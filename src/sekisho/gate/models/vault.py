"""What the vault keeps in the database: wrapped keys and the names of ciphertext files. Neither opens anything alone."""

import uuid

from django.db import models


class Epoch(models.Model):
    """An epoch of the vault; the highest number is the one that keys are wrapped under. Its key lies in the key store."""

    number = models.BigIntegerField(primary_key=True)
    begun_at = models.DateTimeField()

    class Meta:
        db_table = "gate_epoch"


class VaultKey(models.Model):
    """A record's own key, wrapped by the key of ``epoch``. When this row is gone, so is what it locked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    table_name = models.TextField()
    epoch = models.BigIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        db_table = "gate_vault_key"
        indexes = (models.Index(fields=("epoch",), name="vault_key_epoch"),)


class VaultFile(models.Model):
    """A ciphertext file in the storage and the key that opens it; without that key the file is swept away."""

    name = models.TextField(primary_key=True)
    key = models.UUIDField()

    class Meta:
        db_table = "gate_vault_file"
        indexes = (models.Index(fields=("key",), name="vault_file_key"),)
