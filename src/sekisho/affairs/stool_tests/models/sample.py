"""Sample checks: a random part of the accepted rows, looked at by a person."""

from django.db import models
from django.db.models import Q

from sekisho.affairs.stool_tests.models.roster import Person
from sekisho.affairs.stool_tests.models.row import Row
from sekisho.gate.records import Record


class Sample(Record):
    """A check of a month's accepted rows. ``share``: the share of wrong rows that it is to rule out.

    ``drawn``: numbers of all rows that were accepted when it began, in the random order in which they are looked at; ``target``:
    how many are to be looked at in this round, ``round`` its number. ``threshold``: probability up to which rows went back to
    be asked, because a wrong one had it.
    """

    OPEN, CLEAR, WORSE = "open", "clear", "worse"
    STATES = ((OPEN, "確認中"), (CLEAR, "十分に確かめた"), (WORSE, "誤りが多い"))

    month = models.DateField("確かめた月")
    share = models.FloatField("許せる誤りの割合")
    drawn = models.JSONField("くじの順の行", default=list)
    target = models.PositiveIntegerField("この回に見る行")
    round = models.PositiveSmallIntegerField("何回目か", default=1)
    state = models.CharField("結果", max_length=6, choices=STATES, default=OPEN)
    threshold = models.FloatField("確認待ちに戻した確からしさ", null=True)
    reopened = models.PositiveIntegerField("確認待ちに戻した行", default=0)
    made_at = models.DateTimeField("始めた日時")
    made_by = models.BigIntegerField("始めた職員")
    ended_at = models.DateTimeField("終えた日時", null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(month__day=1), name="sample_month_is_its_first_day"),
            models.UniqueConstraint(
                fields=("month",), condition=Q(state="open"), name="sample_one_open_a_month"
            ),
        )


class Sampled(Record):
    """A row that was looked at in a sample. No constraint ties it to the row, which may be erased before it."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="looks", verbose_name="抜き取り")
    row = models.ForeignKey(Row, models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name="行")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="名簿の人")
    wrong = models.BooleanField("誤りか")
    probability = models.FloatField("確からしさ")
    looked_by = models.BigIntegerField("見た職員")
    looked_at = models.DateTimeField("見た日時")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("sample", "row"), name="sampled_once_a_sample"),)
