"""A form that is being taught, and the sheets that it is taught from and tried on."""

from django.db import models
from django.db.models import Q

from sekisho.affairs.stool_tests.models.form import Form
from sekisho.gate.vault.fields import VaultFile, VaultRecord, VaultText


class FormDraft(models.Model):
    """Regions of a form that aren't in use yet: ``content`` is a form file whose regions may still overlap. No personal data.

    ``revision`` grows with every change, so that two people who change it at once notice. ``form``: what it was published as.
    ``use``: the affair whose sheets it is for (site.taught), which keeps the published form itself; empty: this one.
    """

    LEARNING, OPEN, REFUSED, PUBLISHED, DROPPED = "learning", "open", "refused", "published", "dropped"
    STATES = (
        (LEARNING, "調べています"), (OPEN, "作成中"), (REFUSED, "受け取れません"), (PUBLISHED, "公開済み"), (DROPPED, "やめました"),
    )  # fmt: skip
    #: Somebody still works on it.
    LIVING = (LEARNING, OPEN, REFUSED)

    name = models.CharField("様式の名前", max_length=60)
    content = models.TextField("様式ファイル", blank=True)
    use = models.CharField("何の用紙か", max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField("状態", max_length=10, choices=STATES, default=LEARNING)
    reason = models.CharField("受け取れないわけ", max_length=300, blank=True)
    form = models.ForeignKey(Form, models.PROTECT, related_name="+", null=True, verbose_name="公開した様式")
    job = models.BigIntegerField(null=True)
    trial_job = models.BigIntegerField(null=True)
    created_at = models.DateTimeField("始めた日時")
    created_by = models.BigIntegerField("始めた職員", null=True)
    changed_at = models.DateTimeField("直した日時")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=("open", "published")) | ~Q(content=""), name="draft_open_has_regions"
            ),
            models.CheckConstraint(
                condition=Q(state="published", form__isnull=False)
                | Q(state="published", use__gt="", form__isnull=True)
                | ~Q(state="published") & Q(form__isnull=True),
                name="draft_published_is_a_form",
            ),
        )

    def __str__(self) -> str:
        return self.name


class FormSample(VaultRecord):
    """A sheet that a form is taught from (``pattern``), or a filled one that its draft is tried on (``trial``).

    ``pictures``: its pages as JPEG, level and as large as the form says, one after the other (``places``: where each begins, its
    length, width, height). ``found``: what the draft read on it, sealed. ``revision``: of the draft that read it last.
    ``closed_at``: it isn't needed any more.
    """

    PATTERN, TRIAL = "pattern", "trial"
    ROLES = ((PATTERN, "見本"), (TRIAL, "試し読み"))
    WAITING, READ, REFUSED = "waiting", "read", "refused"
    STATES = ((WAITING, "読み取り待ち"), (READ, "読み取り済み"), (REFUSED, "受け取れません"))

    draft = models.ForeignKey(FormDraft, models.PROTECT, related_name="samples", verbose_name="作成中の様式")
    role = models.CharField("使いみち", max_length=10, choices=ROLES)
    name = models.CharField("ファイルの名前", max_length=255)
    content = VaultFile("見本の画像")
    pictures = VaultFile("ページの画像")
    places = models.JSONField("ページの画像の位置", default=list)
    found = VaultText("試しに読んだもの", blank=True)
    state = models.CharField("状態", max_length=10, choices=STATES, default=WAITING)
    reason = models.CharField("受け取れないわけ", max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField("受け取った日時")
    received_by = models.BigIntegerField("受け取った職員", null=True)
    closed_at = models.DateTimeField("使い終えた日時", null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("draft",), condition=Q(role="pattern"), name="sample_one_pattern_a_draft"
            ),
        )
        indexes = (models.Index(fields=("draft", "role"), name="sample_by_draft"),)
