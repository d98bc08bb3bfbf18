"""The access log (アクセス記録): one line for every look, change and refusal."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from sekisho.gate.records import Record


class LogLine(Record):
    """Written by the database's own functions alone (gate.note, gate.changed), read under the purpose of auditors.

    ``kind``: read, counted, added, changed, erased, refused, failed (seen, then rolled back), maintenance (by the owner
    of the tables, outside the program). ``subjects``: «kind:key» of each person; ``fields``: columns.
    """

    at = models.DateTimeField("日時")
    pass_id = models.BigIntegerField(null=True)
    actor = models.BigIntegerField("職員", null=True)
    post = models.TextField("職位")
    office = models.BigIntegerField("課・園", null=True)
    terminal = models.BigIntegerField("端末", null=True)
    zone = models.TextField("系")
    purpose = models.TextField("利用目的")
    case_key = models.TextField("案件")
    kind = models.TextField("種別")
    table_name = models.TextField("表")
    subjects = ArrayField(models.TextField(), verbose_name="対象者", null=True)
    fields = ArrayField(models.TextField(), verbose_name="項目", null=True)
    rows = models.IntegerField("件数")
    note = models.TextField("付記")

    class Meta:
        db_table = "gate_log"
        indexes = (
            GinIndex(fields=("subjects",), name="gate_log_subjects"),
            models.Index(fields=("actor", "at"), name="gate_log_actor"),
            models.Index(fields=("at",), name="gate_log_at"),
        )
