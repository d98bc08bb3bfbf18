"""Ledgers (台帳) and what was posted into them. A ledger's file is never changed: each change makes a new version."""

from django.db import models
from django.db.models import Q

from sekisho.gate.vault.fields import VaultFile, VaultRecord


class Ledger(VaultRecord):
    """A version of a fiscal year's ledger: an Excel file in the vault, with the rule (TOML) by which rows find their cell.

    ``replaced_at``: a newer version is the one in force. ``digest``: SHA-256 of the file, by which a posting sees that what it
    previewed is still what it posts into.
    """

    fiscal_year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveIntegerField("版", default=1)
    name = models.CharField("ファイルの名前", max_length=255)
    content = VaultFile("台帳のファイル")
    digest = models.CharField("中身の照合値", max_length=64, editable=False)
    rule = models.TextField("転記の決まり", blank=True)
    made_at = models.DateTimeField("できた日時")
    made_by = models.BigIntegerField("出した職員")
    replaced_at = models.DateTimeField("次の版ができた日時", null=True, blank=True)

    class Meta:
        ordering = ("-fiscal_year", "-version")
        constraints = (
            models.UniqueConstraint(fields=("fiscal_year", "version"), name="ledger_version_once"),
            models.UniqueConstraint(
                fields=("fiscal_year",),
                condition=Q(replaced_at__isnull=True),
                name="ledger_one_version_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fiscal_year}年度 第{self.version}版"


class Posting(VaultRecord):
    """Rows of a month written into a ledger: from the version ``before`` to the version ``after``.

    ``report``: what was written where (books.changes), by which it can be undone. ``confirmed_at`` starts the clock after which
    the scans go. ``counts``: rows by outcome, nobody's.
    """

    month = models.DateField("転記した月")
    before = models.ForeignKey(Ledger, models.PROTECT, related_name="+", verbose_name="転記する前の台帳")
    after = models.OneToOneField(Ledger, models.PROTECT, related_name="posting", verbose_name="転記した台帳")
    report = VaultFile("書き込みの一覧")
    counts = models.JSONField("行の数", default=dict)
    posted_at = models.DateTimeField("転記した日時")
    posted_by = models.BigIntegerField("転記した職員")
    confirmed_at = models.DateTimeField("転記を確かめた日時", null=True, blank=True)
    confirmed_by = models.BigIntegerField("転記を確かめた職員", null=True)
    undone_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    undone_by = models.BigIntegerField("取り消した職員", null=True)

    class Meta:
        ordering = ("-posted_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(undone_at__isnull=True),
                name="posting_confirmed_or_undone",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="posting_month_is_its_first_day"),
        )
