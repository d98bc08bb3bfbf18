"""A version of the catalogue of procedures. No personal data: what is in it is about everybody."""

from django.db import models
from django.db.models import Q


class CatalogueVersion(models.Model):
    """``content``: the document (see editor.document). A version that is in force or will be is never changed, since cases are
    planned with it. ``revision`` grows with every change of a draft, so that two who change it at once notice; ``editors``: the
    members of staff who have changed it, none of whom may put it in force."""

    DRAFT, CHECKING, SET, DROPPED = "draft", "checking", "set", "dropped"
    STATES = ((DRAFT, "下書き"), (CHECKING, "確かめ待ち"), (SET, "決定"), (DROPPED, "やめました"))

    title = models.CharField("何を変えたか", max_length=100)
    content = models.JSONField("内容")
    state = models.CharField("状態", max_length=10, choices=STATES, default=DRAFT)
    revision = models.PositiveIntegerField("直しの回数", default=0)
    base = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, verbose_name="もとの版")
    editors = models.JSONField("直した職員", default=list)
    made_at = models.DateTimeField("作った日時")
    changed_at = models.DateTimeField("直した日時")
    sent_at = models.DateTimeField("確かめに回した日時", null=True)
    set_at = models.DateTimeField("決めた日時", null=True)
    set_by = models.BigIntegerField("決めた職員", null=True)
    valid_from = models.DateField("使い始める日", null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="set")
                | Q(valid_from__isnull=False, set_at__isnull=False, set_by__isnull=False),
                name="a_catalogue_in_force_has_its_day",
            ),
            models.UniqueConstraint(
                fields=("valid_from",), condition=Q(state="set"), name="one_catalogue_begins_on_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"第{self.pk}版"
