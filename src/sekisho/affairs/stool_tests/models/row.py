"""Read rows: who was tested when, what a person must look at, and who decided what."""

from django.db import models
from django.db.models import Q

from sekisho.affairs.stool_tests.models.roster import Person
from sekisho.affairs.stool_tests.models.scan import Page
from sekisho.gate.records import Record
from sekisho.people.models import Office


class Row(Record):
    """A row of a sheet with something written in it. ``number``: which row of the page, from 1.

    ``person``: the one of the roster that is meant; nobody while it is doubtful, and for good where the name isn't on the
    roster. ``name``: as the roster writes it, else as it was read. ``results``: further columns of the form by name, without
    what tells of a positive result, which is a ``Finding``. ``state``:

    * accepted: the engine is sure enough that nobody need look
    * doubtful: a person must look; ``asked`` is what is asked first, ``doubts`` is everything still open
    * judged: a person has looked
    * unlisted: a person has looked, and the name isn't on the roster
    * illegible: a person has looked, and can't read it
    * void: a person has looked: it is nobody's row (struck out, a remark)
    * apart: it tells of a positive result, and is posted only when its finding has been settled
    """

    ACCEPTED, DOUBTFUL, JUDGED, UNLISTED, ILLEGIBLE, VOID, APART = (
        "accepted", "doubtful", "judged", "unlisted", "illegible", "void", "apart",
    )  # fmt: skip
    STATES = (
        (ACCEPTED, "確定"), (DOUBTFUL, "確認待ち"), (JUDGED, "職員が確認"), (UNLISTED, "名簿にない"),
        (ILLEGIBLE, "読めない"), (VOID, "記録ではない"), (APART, "別扱い"),
    )  # fmt: skip
    #: States in which a row may be posted.
    SURE = (ACCEPTED, JUDGED)
    #: Columns that only tell how a row was read: what comes after reading needn't load them.
    CLUES = ("candidates", "box", "strip", "cells", "doubts")

    page = models.ForeignKey(Page, models.PROTECT, related_name="rows", verbose_name="用紙")
    number = models.PositiveIntegerField("何行目か")
    facility = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="施設")
    month = models.DateField("用紙の月")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="名簿の人")
    name = models.CharField("氏名", max_length=80, blank=True)
    tested_on = models.DateField("検査日", null=True)
    results = models.JSONField("そのほかの欄", default=dict)
    state = models.CharField("状態", max_length=10, choices=STATES)
    asked = models.CharField("確かめること", max_length=60, blank=True)
    alike = models.CharField("似た欄のまとまり", max_length=120, blank=True)
    doubts = models.JSONField("確かめることの一覧", default=list)
    probability = models.FloatField("確からしさ", default=0.0)
    reason = models.CharField("わけ", max_length=120, blank=True)
    candidates = models.JSONField("欄ごとの候補", default=dict)
    box = models.JSONField("用紙での位置", default=list)
    strip = models.JSONField("行の画像の位置", default=list)
    cells = models.JSONField("行の画像での欄の位置", default=dict)
    judged_by = models.BigIntegerField("確かめた職員", null=True)
    judged_at = models.DateTimeField("確かめた日時", null=True)
    read_at = models.DateTimeField("読み取った日時")
    posted_on = models.DateField("転記した日", null=True, blank=True)

    class Meta:
        # By number: ordering by the page itself would ask for tables that the purpose may not see.
        ordering = ("page_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("page", "number"), name="row_once_a_page"),
            models.CheckConstraint(
                condition=Q(state="doubtful", asked__gt="") | ~Q(state="doubtful") & Q(asked=""),
                name="row_doubtful_asks_something",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "judged"))
                | Q(person__isnull=False, tested_on__isnull=False),
                name="row_sure_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("judged", "unlisted", "illegible", "void", "apart"))
                | Q(judged_by__isnull=False, judged_at__isnull=False),
                name="row_judged_by_somebody",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="row_month_is_its_first_day"),
        )
        indexes = (
            models.Index(fields=("month", "facility", "state"), name="row_by_month"),
            models.Index(fields=("person", "month"), name="row_by_person"),
            models.Index(fields=("month", "alike", "id"), condition=Q(state="doubtful"), name="row_doubtful"),
        )

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands on paper, as the list of a posting says it: file, page, row."""
        return self.page.scan.name or "用紙", self.page.number, self.number


class Lease(models.Model):
    """A doubtful row that lies before a clerk until ``until``: nobody else gets it. One a row, so the database sees to it.

    No constraint ties it to the row, which may be erased under it.
    """

    row = models.OneToOneField(
        Row, models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="+"
    )
    staff = models.BigIntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("staff",), name="lease_by_staff"),)


class Judgement(Record):
    """What a person decided about one doubt of a row, in order; ``undone_at``: taken back.

    ``asked``: name, date, or a further column; ``before``: the row's columns that it changed, for taking it back.
    """

    PICKED, TYPED, UNLISTED, ILLEGIBLE, VOID = "picked", "typed", "unlisted", "illegible", "void"
    DECISIONS = (
        (PICKED, "候補から選んだ"), (TYPED, "入れた"), (UNLISTED, "名簿にない"), (ILLEGIBLE, "読めない"), (VOID, "記録ではない"),
    )  # fmt: skip

    row = models.ForeignKey(Row, models.PROTECT, related_name="judgements", verbose_name="行")
    asked = models.CharField("確かめたこと", max_length=60)
    decision = models.CharField("決めたこと", max_length=10, choices=DECISIONS)
    value = models.CharField("決めた値", max_length=80, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="名簿の人")
    before = models.JSONField("決める前", default=dict)
    decided_by = models.BigIntegerField("決めた職員")
    decided_at = models.DateTimeField("決めた日時")
    undone_at = models.DateTimeField("取り消した日時", null=True)
    posted_on = models.DateField("転記した日", null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("decided_by", "-id"), name="judgement_by_staff"),)
