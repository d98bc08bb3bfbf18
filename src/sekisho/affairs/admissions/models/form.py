"""The taught form. No personal data."""

from django.db import models
from django.db.models import Q


class Form(models.Model):
    """A version: ``content`` is the form file (TOML). One is read with at a time; a version is never changed."""

    name = models.CharField("様式の名前", max_length=60)
    version = models.PositiveIntegerField("版", default=1)
    content = models.TextField("様式ファイル")
    published_at = models.DateTimeField("使い始めた日時")
    published_by = models.BigIntegerField("決めた職員", null=True)
    retired_at = models.DateTimeField("使い終えた日時", null=True, blank=True)

    class Meta:
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="admission_form_version_once"),
            models.UniqueConstraint(
                models.Value(1), condition=Q(retired_at__isnull=True), name="admission_form_one_in_use"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} 第{self.version}版"
