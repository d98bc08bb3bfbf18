"""Retention: the rules as the database sees them, holds, and what was erased."""

from django.db import models

from sekisho.gate.records import Record


class RetentionRule(models.Model):
    """A [[retention]] line for one table: written by ``sekisho migrate``, read by gate.purge_slice, never by hand."""

    table_name = models.TextField(primary_key=True)
    subject = models.TextField()
    subject_kind = models.TextField()
    anchor = models.TextField()
    anchor_is_time = models.BooleanField()
    number = models.IntegerField()
    unit = models.TextField()
    fallback = models.TextField()
    fallback_is_time = models.BooleanField()
    fallback_number = models.IntegerField()
    fallback_unit = models.TextField()

    class Meta:
        db_table = "gate_retention"


class Hold(Record):
    """A legal hold (消去の留保): what is about ``subject`` («kind:key») stays until the day ``until`` is over."""

    subject = models.TextField("対象")
    why = models.TextField("理由")
    until = models.DateField("いつまで")
    made_by = models.BigIntegerField("決めた職員", null=True)
    made_at = models.DateTimeField("決めた日時")

    class Meta:
        db_table = "gate_hold"
        ordering = ("until", "id")


class PurgeRun(models.Model):
    """One purge, from the first record erased to its certificate. ``epoch``: the one that it began, None before.

    ``salt`` keeps a digest of a small number from being guessed without the certificate's row. ``probe_digest``: SHA-256 of the
    text that the run has planted (models.traces.Probe); None where it planted none.
    """

    day = models.DateField()
    salt = models.BinaryField()
    epoch = models.BigIntegerField(null=True)
    probe_digest = models.BinaryField(null=True)
    certified_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "gate_purge_run"
        constraints = (
            models.UniqueConstraint(
                models.F("certified_at"),
                name="one_purge_at_a_time",
                nulls_distinct=False,
                condition=models.Q(certified_at__isnull=True),
            ),
        )


class PurgeLine(models.Model):
    """The digest of one erased record, until the run's certificate has taken it up."""

    run = models.ForeignKey(PurgeRun, models.PROTECT)
    table_name = models.TextField()
    digest = models.BinaryField()

    class Meta:
        db_table = "gate_purge_line"


class Certificate(models.Model):
    """An erasure certificate (消去証明書): counts by rule, the Merkle head over the erased records' digests, the PDF."""

    number = models.TextField(unique=True)
    run = models.OneToOneField(PurgeRun, models.PROTECT)
    issued_at = models.DateTimeField()
    lines = models.JSONField()
    leaves = models.BinaryField()
    head = models.TextField()
    pdf = models.BinaryField()
    pdf_hash = models.TextField()

    class Meta:
        db_table = "gate_certificate"
        ordering = ("-id",)
