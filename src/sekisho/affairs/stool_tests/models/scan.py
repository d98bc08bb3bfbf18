"""Received sheets: the scan of a month's result sheet, as the nursery sent it in."""

from django.db import models

from sekisho.gate.vault.fields import VaultFile, VaultRecord, VaultText
from sekisho.people.models import Office


class Scan(VaultRecord):
    """A received file: ``content`` names its bytes in the vault. ``month`` is the first day of the month it tells of,
    ``posted_on`` the day its rows went into the ledger. What a clerk remarks on a sheet may name people, so it lies in the vault too."""

    facility = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="施設")
    month = models.DateField("対象の月")
    received_at = models.DateTimeField("受け取った日時")
    posted_on = models.DateField("転記した日", null=True, blank=True)
    content = VaultFile("用紙の画像")
    remark = VaultText("用紙についての覚え書き", blank=True)

    class Meta:
        ordering = ("-month", "facility", "id")
        constraints = (
            models.CheckConstraint(condition=models.Q(month__day=1), name="scan_month_is_its_first_day"),
        )

    def __str__(self) -> str:
        return f"{self.facility} {self.month:%Y-%m}"
