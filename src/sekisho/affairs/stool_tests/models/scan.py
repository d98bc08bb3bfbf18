"""Received files and their pages: the scans of a month's result sheets, as they came."""

from django.db import models
from django.db.models import Q

from sekisho.affairs.stool_tests.models.form import Form
from sekisho.gate.vault.fields import VaultFile, VaultRecord, VaultText
from sekisho.people.models import Office


class Scan(VaultRecord):
    """A received file: ``content`` names its bytes in the vault. ``month`` is the first day of the month that it is handed in
    for, ``facility`` the one that all its sheets are of, where whoever handed it in said so.

    ``digest`` (SHA-256 of the bytes) lets nobody hand in the same file twice. ``posted_on``: the day after which nothing of it
    is needed any more, since the posting of its last row was confirmed. What a clerk remarks on a sheet may name people, so it
    lies in the vault too.
    """

    WAITING, READING, READ, REFUSED = "waiting", "reading", "read", "refused"
    STATES = ((WAITING, "読み取り待ち"), (READING, "読み取り中"), (READ, "読み取り済み"), (REFUSED, "受け取れません"))  # fmt: skip

    facility = models.ForeignKey(
        Office, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="施設"
    )
    month = models.DateField("対象の月")
    name = models.CharField("ファイルの名前", max_length=255, blank=True)
    digest = models.CharField("中身の照合値", max_length=64, null=True, unique=True, editable=False)
    size = models.BigIntegerField("大きさ", default=0)
    state = models.CharField("状態", max_length=10, choices=STATES, default=WAITING)
    reason = models.CharField("受け取れないわけ", max_length=300, blank=True)
    received_at = models.DateTimeField("受け取った日時")
    received_by = models.BigIntegerField("受け取った職員", null=True)
    posted_on = models.DateField("転記した日", null=True, blank=True)
    content = VaultFile("用紙の画像")
    remark = VaultText("用紙についての覚え書き", blank=True)
    job = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-month", "facility", "id")
        constraints = (
            models.CheckConstraint(condition=Q(month__day=1), name="scan_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(state="refused") | Q(reason=""), name="scan_refused_has_a_reason"
            ),
        )
        indexes = (
            models.Index(fields=("month", "id"), name="scan_by_month"),
            models.Index(fields=("id",), condition=Q(state__in=("waiting", "reading")), name="scan_unread"),
        )

    def __str__(self) -> str:
        return f"{self.facility or self.name} {self.month:%Y-%m}"


class Page(VaultRecord):
    """One page of a file: whose sheet it is, of which month, and what became of it.

    ``image``: the upright page as JPEG; ``strips``: pictures of its rows, one after the other (``Row.strip``). ``content``:
    digest of its pixels, so that a page that comes again in another file isn't read twice. ``tries``: how often reading it was
    begun; one that takes the worker down each time is set aside. ``guesses``: facilities that it may be of, likeliest first.
    """

    WAITING, READ, UNPLACED, ASIDE = "waiting", "read", "unplaced", "aside"
    STATES = ((WAITING, "読み取り待ち"), (READ, "読み取り済み"), (UNPLACED, "園が決まりません"), (ASIDE, "別にしました"))  # fmt: skip
    #: Why a page was set aside.
    BLANK, OTHER_FORM, TWICE, OTHER_MONTH, BROKEN, BY_HAND = (
        "blank",
        "form",
        "twice",
        "month",
        "broken",
        "hand",
    )
    KINDS = (
        (BLANK, "白紙"), (OTHER_FORM, "違う様式"), (TWICE, "重複"), (OTHER_MONTH, "別の月"), (BROKEN, "読めない"),
        (BY_HAND, "職員が別にした"),
    )  # fmt: skip

    #: How the reason of a page begins whose pixels were read before.
    SAME = "同じ用紙を、もう読んでいます"

    scan = models.ForeignKey(Scan, models.PROTECT, related_name="pages", verbose_name="届いたファイル")
    number = models.PositiveIntegerField("何枚目か")
    facility = models.ForeignKey(
        Office, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="施設"
    )
    month = models.DateField("用紙の月", null=True, blank=True)
    form = models.ForeignKey(Form, models.PROTECT, related_name="+", null=True, verbose_name="様式")
    state = models.CharField("状態", max_length=10, choices=STATES, default=WAITING)
    aside = models.CharField("別にした種類", max_length=10, choices=KINDS, blank=True)
    reason = models.CharField("わけ", max_length=300, blank=True)
    guesses = models.JSONField("施設の候補", default=list)
    image = VaultFile("ページの画像")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    strips = VaultFile("行の画像")
    content = models.CharField("画素の照合値", max_length=64, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField("読み取った日時", null=True)
    decided_by = models.BigIntegerField("施設や月を決めた職員", null=True)
    received_at = models.DateTimeField("受け取った日時")
    posted_on = models.DateField("転記した日", null=True, blank=True)

    class Meta:
        ordering = ("scan_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("scan", "number"), name="page_once_a_file"),
            models.UniqueConstraint(
                fields=("content",), condition=Q(state="read") & ~Q(content=""), name="page_content_read_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="read") | Q(facility__isnull=False, month__isnull=False),
                name="page_read_is_placed",
            ),
            models.CheckConstraint(
                condition=Q(state="aside", aside__gt="", reason__gt="") | ~Q(state="aside") & Q(aside=""),
                name="page_aside_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__day=1), name="page_month_is_its_first_day"
            ),
        )
        indexes = (
            models.Index(fields=("month", "facility"), name="page_by_month"),
            models.Index(fields=("scan",), condition=Q(state="waiting"), name="page_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.facility or '施設未定'} {self.number}枚目"

    @property
    def can_be_read(self) -> bool:
        """May somebody ask for it to be read all the same?"""
        return self.state in (self.UNPLACED, self.ASIDE) and not self.reason.startswith(self.SAME)
