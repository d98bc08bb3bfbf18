"""The registers as the database sees them: written by ``sekisho migrate``, read by gate.open, never by hand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PurposeEntry(models.Model):
    """A purpose of a register; ``entry_hash`` names the wording of the affair's whole entry."""

    key = models.TextField(primary_key=True)
    affair = models.TextField()
    entry_hash = models.TextField()
    zones = ArrayField(models.TextField())
    terminals = ArrayField(models.TextField())
    job = models.BooleanField()
    export = models.BooleanField(default=False)

    class Meta:
        db_table = "gate_purpose"


class Grant(models.Model):
    """A post that may use a purpose, where it is held (codes or kinds of offices), and how far it reaches."""

    purpose = models.TextField()
    post = models.TextField()
    at = ArrayField(models.TextField())
    scope = models.TextField()
    offices = ArrayField(models.TextField())

    class Meta:
        db_table = "gate_grant"
        constraints = (
            models.UniqueConstraint(fields=("purpose", "post", "at"), name="one_grant_a_post_and_place"),
        )


class Right(models.Model):
    """What a purpose may do with a table: the columns it reads and writes, and whether it erases rows."""

    purpose = models.TextField()
    table_name = models.TextField()
    reads = ArrayField(models.TextField())
    writes = ArrayField(models.TextField())
    erases = models.BooleanField()

    class Meta:
        db_table = "gate_right"
        constraints = (models.UniqueConstraint(fields=("purpose", "table_name"), name="one_right_a_table"),)


class NamedSubject(models.Model):
    """A table whose rows name the person they are about: its subjects' kind, and the columns of the key, of the name, and of the
    address where there is one."""

    table_name = models.TextField(primary_key=True)
    kind = models.TextField()
    key_column = models.TextField()
    name_column = models.TextField()
    address_column = models.TextField(default="", blank=True)

    class Meta:
        db_table = "gate_subject"


class Wording(models.Model):
    """What an affair's entry said from a day on; the newest is in force. The page of the register shows them as its history."""

    affair = models.TextField()
    hash = models.TextField()
    since = models.DateField()
    entry = models.JSONField()

    class Meta:
        db_table = "gate_wording"
        ordering = ("affair", "id")


class Approval(models.Model):
    """The decision that a wording of an affair's entry may be used (until the council's room records it itself)."""

    affair = models.TextField()
    hash = models.TextField()
    decided_on = models.DateField()
    decision = models.TextField()
    recorded_by = models.TextField()

    class Meta:
        db_table = "gate_approval"
        constraints = (models.UniqueConstraint(fields=("affair", "hash"), name="one_approval_a_wording"),)
