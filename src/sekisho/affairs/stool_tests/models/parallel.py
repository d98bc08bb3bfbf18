"""Parallel run (並行運用): a ledger typed by hand beside the one that was posted, and who was right where they differ."""

from django.db import models
from django.db.models import Q

from sekisho.affairs.stool_tests.models.ledger import Posting
from sekisho.affairs.stool_tests.models.roster import Person
from sekisho.affairs.stool_tests.models.row import Row
from sekisho.gate.records import Record
from sekisho.gate.vault.fields import VaultFile, VaultRecord


class ParallelRun(VaultRecord):
    """A month compared. ``counts``: cells compared, alike, by sheet: nobody's. ``basis``: which cells were counted, in a sentence.

    No constraint ties it to its posting, which goes earlier. ``typing`` and ``looking``: minutes that typing by hand took, and
    looking at what the program asked.
    """

    month = models.DateField("照合した月")
    posting = models.ForeignKey(
        Posting, models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name="照合した転記"
    )
    name = models.CharField("手で入力した台帳の名前", max_length=255)
    hand = VaultFile("手で入力した台帳")
    basis = models.CharField("数えたところ", max_length=200, blank=True)
    counts = models.JSONField("数", default=dict)
    typing = models.FloatField("手で入力した分数", null=True, blank=True)
    looking = models.FloatField("確認に使った分数", null=True, blank=True)
    made_at = models.DateTimeField("照合を始めた日時")
    made_by = models.BigIntegerField("照合した職員")
    done_at = models.DateTimeField("照合が終わった日時", null=True)
    job = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (models.CheckConstraint(condition=Q(month__day=1), name="run_month_is_its_first_day"),)


class Difference(Record):
    """A cell in which the two ledgers differ. ``kind``: as books.compare says it; ``row``: the read row behind it, if any."""

    HAND, MACHINE, NEITHER, UNCLEAR = "hand", "machine", "neither", "unclear"
    VERDICTS = (
        (HAND, "手入力が正しい"), (MACHINE, "読み取りが正しい"), (NEITHER, "どちらも違う"), (UNCLEAR, "分からない"),
    )  # fmt: skip

    run = models.ForeignKey(ParallelRun, models.PROTECT, related_name="differences", verbose_name="照合")
    number = models.PositiveIntegerField("何番目か")
    kind = models.CharField("違いの種類", max_length=10)
    sheet = models.CharField("シート", max_length=60)
    cell = models.CharField("セル", max_length=12)
    hand = models.CharField("手で入力した値", max_length=200, blank=True)
    machine = models.CharField("転記した値", max_length=200, blank=True)
    row = models.ForeignKey(
        Row, models.DO_NOTHING, db_constraint=False, related_name="+", null=True, verbose_name="行"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="名簿の人")
    verdict = models.CharField("どちらが正しいか", max_length=10, choices=VERDICTS, blank=True)
    decided_by = models.BigIntegerField("決めた職員", null=True)
    decided_at = models.DateTimeField("決めた日時", null=True)
    made_at = models.DateTimeField("見つけた日時")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("run", "number"), name="difference_once_a_run"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="difference_decided_by_somebody",
            ),
        )
