"""What posting a month would change, before anybody posts it; and rules learned from cells that a clerk filled in."""

from django.db import models
from django.db.models import Q

from sekisho.affairs.stool_tests.models.ledger import Ledger
from sekisho.gate.vault.fields import VaultFile, VaultRecord, VaultText


class Preview(VaultRecord):
    """What posting the rows of ``month`` would change in ``ledger``: worked out by a job, looked at, posted.

    ``plan``: a line for each row (``posting.lines`` as JSON). ``basis``: digest of the rows that it was worked out from, by which
    the page sees that somebody has judged a row since. ``counts``: rows by outcome, nobody's. ``posting``: the job that posts it.
    """

    month = models.DateField("転記する月")
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", verbose_name="下見した台帳")
    plan = VaultFile("変わるところの一覧")
    basis = models.CharField("もとの行の照合値", max_length=64, blank=True, editable=False)
    counts = models.JSONField("行の数", default=dict)
    made_at = models.DateTimeField("下見を始めた日時")
    made_by = models.BigIntegerField("下見した職員")
    job = models.BigIntegerField(null=True)
    posting = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(month__day=1), name="preview_month_is_its_first_day"),
        )
        indexes = (models.Index(fields=("month", "ledger", "-id"), name="preview_by_month"),)


class Teaching(VaultRecord):
    """A ledger before and after somebody filled in a few cells by hand, and the rule that explains them.

    ``before`` empty: ``ledger`` as it is. ``learned``: the rule in a sentence, its rivals and a trial on a month's rows (JSON);
    it names people as examples, so it lies in the vault.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", verbose_name="決まりを使う台帳")
    before = VaultFile("記入する前の台帳")
    after = VaultFile("記入した台帳")
    name = models.CharField("ファイルの名前", max_length=255)
    learned = VaultText("分かったこと", blank=True)
    made_at = models.DateTimeField("出した日時")
    made_by = models.BigIntegerField("出した職員")
    used_at = models.DateTimeField("決まりにした日時", null=True, blank=True)
    job = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
