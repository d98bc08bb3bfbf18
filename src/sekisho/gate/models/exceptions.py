"""Uses that the register doesn't foresee: exceptional use (目的外利用), asked for and approved; emergencies, reviewed after."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sekisho.gate.records import Record
from sekisho.gate.words import EMERGENCIES, EXCEPTIONS


class ExceptionalUse(Record):
    """A use beyond the purposes of the register, on a ground of art. 69, by the person who asked, until its last day.

    ``subjects``: «kind:key», ``columns``: «table.column»; nothing else is opened. The database signs who asked and who
    decided, and refuses the same person (gate/migrations/sql/0052_exceptions.sql).
    """

    requested_by = models.BigIntegerField("申請した職員", null=True)
    office = models.BigIntegerField("申請した課・園", null=True)
    requested_at = models.DateTimeField("申請日時", null=True)
    ground = models.TextField("根拠", choices=tuple(EXCEPTIONS.items()))
    aim = models.TextField("使う目的")
    necessity = models.TextField("必要な理由")
    subjects = ArrayField(models.TextField(), verbose_name="対象者")
    columns = ArrayField(models.TextField(), verbose_name="項目")
    since = models.DateField("から")
    until = models.DateField("まで")
    approved = models.BooleanField("承認", null=True)
    decided_by = models.BigIntegerField("決めた職員", null=True)
    decided_at = models.DateTimeField("決めた日時", null=True)
    decision = models.TextField("決定の理由", blank=True)

    class Meta:
        db_table = "gate_exception"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="exception_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")) & ~Q(subjects=[]) & ~Q(columns=[]),
                name="exception_is_narrow",
            ),
            models.CheckConstraint(condition=Q(ground__in=list(EXCEPTIONS)), name="exception_ground"),
        )


class Emergency(Record):
    """The glass broken: a purpose opened for half an hour without the post for it, to save life, body or property."""

    actor = models.BigIntegerField("職員")
    post = models.TextField("職位")
    office = models.BigIntegerField("課・園")
    purpose = models.TextField("利用目的")
    ground = models.TextField("守るもの", choices=tuple(EMERGENCIES.items()))
    reason = models.TextField("理由")
    opened_at = models.DateTimeField("開いた日時")
    until = models.DateTimeField("閉じる日時")
    reviewed_by = models.BigIntegerField("点検した職員", null=True)
    reviewed_at = models.DateTimeField("点検した日時", null=True)
    finding = models.TextField("点検の結果", blank=True)

    class Meta:
        db_table = "gate_emergency"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("actor")), name="emergency_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(ground__in=list(EMERGENCIES)) & ~Q(reason=""), name="emergency_has_its_reason"
            ),
        )


class Notice(models.Model):
    """Something that somebody must be told, planned in the transaction that causes it; gate/messages makes messages of it.
    ``about``: its number (of the emergency, say); ``post`` «head»: the head of ``office``."""

    at = models.DateTimeField()
    kind = models.TextField()
    about = models.BigIntegerField()
    office = models.BigIntegerField(null=True)
    post = models.TextField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "gate_notice"
        indexes = (
            models.Index(fields=("id",), condition=Q(handled_at__isnull=True), name="notice_unhandled"),
        )
