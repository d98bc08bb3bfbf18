"""Positive results (陽性): a health matter, apart from everything else and under a purpose of its own."""

from django.db import models
from django.db.models import Q

from sekisho.affairs.stool_tests.models.roster import Person
from sekisho.affairs.stool_tests.models.row import Row
from sekisho.gate.vault.fields import VaultRecord, VaultText
from sekisho.people.models import Office


class Finding(VaultRecord):
    """A row in which a person has read a positive result. ``result``: what the sheet says.

    ``open``: the responsible post has yet to act; ``confirmed``: it was positive, and the nursery was told; ``mistaken``: the
    sheet says otherwise. ``settled_at`` starts the clock of its retention. No constraint ties it to its row: it may outlive it.
    """

    OPEN, CONFIRMED, MISTAKEN = "open", "confirmed", "mistaken"
    STATES = ((OPEN, "対応待ち"), (CONFIRMED, "陽性として対応済み"), (MISTAKEN, "陽性ではなかった"))

    row = models.OneToOneField(
        Row, models.DO_NOTHING, db_constraint=False, related_name="finding", verbose_name="行"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="名簿の人")
    facility = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="施設")
    month = models.DateField("用紙の月")
    result = VaultText("検査の結果")
    note = VaultText("対応の記録", blank=True)
    state = models.CharField("対応", max_length=10, choices=STATES, default=OPEN)
    found_by = models.BigIntegerField("見つけた職員")
    found_at = models.DateTimeField("見つけた日時")
    told_at = models.DateTimeField("施設に知らせた日時", null=True, blank=True)
    settled_by = models.BigIntegerField("対応した職員", null=True)
    settled_at = models.DateTimeField("対応を終えた日時", null=True, blank=True)

    class Meta:
        ordering = ("-found_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | ~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="finding_settled_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("found_at",), condition=Q(state="open"), name="finding_open"),)
