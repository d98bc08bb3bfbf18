"""Forms: which regions of a sheet say what. No personal data."""

from django.db import models
from django.db.models import Q


class Form(models.Model):
    """A taught form, one row a version: ``content`` is the form file (TOML) that the engine reads sheets with.

    A version is never changed, since rows were read with it; ``retired_at``: it isn't read with any more.
    """

    name = models.CharField("様式の名前", max_length=60)
    version = models.PositiveIntegerField("版", default=1)
    content = models.TextField("様式ファイル")
    published_at = models.DateTimeField("使い始めた日時")
    published_by = models.BigIntegerField("決めた職員", null=True)
    retired_at = models.DateTimeField("使い終えた日時", null=True, blank=True)

    class Meta:
        ordering = ("name", "-version")
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="form_version_once"),
            models.UniqueConstraint(
                fields=("name",), condition=Q(retired_at__isnull=True), name="form_one_version_in_use"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} 第{self.version}版"
