"""Received files and their pages."""

from django.db import models
from django.db.models import Q

from sekisho.affairs.admissions.models.application import Application
from sekisho.affairs.admissions.models.form import Form
from sekisho.gate.vault.fields import VaultFile, VaultRecord, VaultText


class Scan(VaultRecord):
    """A received file. ``digest`` (SHA-256 of its bytes) lets nobody hand in the same file twice. ``closed_on``: nothing of it is
    needed any more."""

    WAITING, READING, READ, REFUSED = "waiting", "reading", "read", "refused"
    STATES = ((WAITING, "読み取り待ち"), (READING, "読み取り中"), (READ, "読み取り済み"), (REFUSED, "受け取れません"))  # fmt: skip

    name = models.CharField("ファイルの名前", max_length=255)
    digest = models.CharField("中身の照合値", max_length=64, unique=True, editable=False)
    size = models.BigIntegerField("大きさ", default=0)
    state = models.CharField("状態", max_length=10, choices=STATES, default=WAITING)
    reason = models.CharField("受け取れないわけ", max_length=300, blank=True)
    received_at = models.DateTimeField("受け取った日時")
    received_by = models.BigIntegerField("受け取った職員", null=True)
    content = VaultFile("申込書の画像")
    closed_on = models.DateField("渡し終えた日", null=True, blank=True)
    job = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class Sheet(VaultRecord):
    """One page of a file. ``form_page``: which page of the form it shows, from 1; 0 while that isn't known.

    ``entries``: what stands in its boxes, sealed JSON: a list of objects as ``reading.sheet`` makes them, with what a person has
    put right. ``image``: the page laid on its form, JPEG. ``likely``: applications that it may belong to. ``tries``: how often
    reading it was begun.
    """

    WAITING, READ, ASIDE = "waiting", "read", "aside"
    STATES = ((WAITING, "読み取り待ち"), (READ, "読み取り済み"), (ASIDE, "別にしました"))
    #: Why a page was set aside.
    BLANK, OTHER_FORM, TWICE, WHOSE, BROKEN, BY_HAND = "blank", "form", "twice", "whose", "broken", "hand"
    KINDS = (
        (BLANK, "白紙"), (OTHER_FORM, "違う様式"), (TWICE, "重複"), (WHOSE, "どの申込みか分からない"), (BROKEN, "読めない"),
        (BY_HAND, "職員が別にした"),
    )  # fmt: skip

    scan = models.ForeignKey(Scan, models.PROTECT, related_name="sheets", verbose_name="届いたファイル")
    number = models.PositiveIntegerField("何枚目か")
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="sheets", null=True, verbose_name="申込み"
    )
    form = models.ForeignKey(Form, models.PROTECT, related_name="+", null=True, verbose_name="様式")
    form_page = models.PositiveSmallIntegerField("様式の何ページ目か", default=0)
    state = models.CharField("状態", max_length=10, choices=STATES, default=WAITING)
    aside = models.CharField("別にした種類", max_length=10, choices=KINDS, blank=True)
    reason = models.CharField("わけ", max_length=300, blank=True)
    likely = models.JSONField("申込みの候補", default=list)
    image = VaultFile("ページの画像")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    entries = VaultText("読み取った値", blank=True)
    content = models.CharField("画素の照合値", max_length=64, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField("受け取った日時")
    read_at = models.DateTimeField("読み取った日時", null=True)
    checked_at = models.DateTimeField("確かめた日時", null=True)
    checked_by = models.BigIntegerField("確かめた職員", null=True)
    decided_by = models.BigIntegerField("申込みを決めた職員", null=True)
    closed_on = models.DateField("渡し終えた日", null=True, blank=True)

    class Meta:
        ordering = ("scan_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("scan", "number"), name="sheet_once_a_file"),
            models.UniqueConstraint(
                fields=("application", "form_page"), condition=Q(state="read"), name="sheet_page_once_a_family"
            ),
            models.UniqueConstraint(
                fields=("content",), condition=Q(state="read") & ~Q(content=""), name="sheet_content_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="read") | Q(application__isnull=False, form_page__gt=0), name="sheet_read_is_somebody_s"
            ),
            models.CheckConstraint(
                condition=Q(state="aside", aside__gt="", reason__gt="") | ~Q(state="aside") & Q(aside=""),
                name="sheet_aside_has_a_reason",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("application", "form_page"), name="sheet_by_application"),
            models.Index(fields=("scan",), condition=Q(state="waiting"), name="sheet_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.scan_id} {self.number}枚目"


#: Pages that a person must place: they show a page of the form, and are nobody's.
UNDECIDED = Q(state=Sheet.ASIDE, form_page__gt=0, closed_on__isnull=True)
