"""A family's application: what the pages that bear its number and the child's name say together."""

from django.db import models
from django.db.models import Q

from sekisho.gate.records import Record


class Application(Record):
    """``number`` and ``child`` as the pages' heads say. ``year``: the fiscal year applied for, once a page says so.

    ``checked``: a person has looked at every page, and none is missing. ``closed_on``: the day on which it was handed over.
    """

    OPEN, CHECKED = "open", "checked"
    STATES = ((OPEN, "確認待ち"), (CHECKED, "確認済み"))

    number = models.CharField("整理番号", max_length=20)
    child = models.CharField("児童氏名", max_length=80)
    year = models.PositiveSmallIntegerField("年度", null=True)
    state = models.CharField("状態", max_length=10, choices=STATES, default=OPEN)
    received_at = models.DateTimeField("受け取った日時")
    checked_at = models.DateTimeField("確かめた日時", null=True)
    checked_by = models.BigIntegerField("確かめた職員", null=True)
    closed_on = models.DateField("渡し終えた日", null=True, blank=True)

    class Meta:
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("number",), condition=Q(closed_on__isnull=True), name="application_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="checked") | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="application_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(state="checked"), name="application_closed_is_checked"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.child}"
