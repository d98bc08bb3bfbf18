"""A roster that was handed in as a file: kept until it is applied or too old."""

from django.db import models

from sekisho.gate.records import Record


class RosterUpload(Record):
    """A CSV of people by facility; ``outcome`` is what a job found: who would come, change, leave, and lines with errors
    (``rules.Outcome`` as JSON)."""

    content = models.BinaryField("ファイルの中身")
    outcome = models.JSONField("照らし合わせた結果", null=True)
    uploaded_by = models.BigIntegerField("出した職員")
    uploaded_at = models.DateTimeField("出した日時")
    applied_at = models.DateTimeField("名簿に反映した日時", null=True)
    job = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-id",)
