"""Forms: which regions of a sheet say what. No personal data."""

from django.db import models
from django.db.models import Q

from sekisho.site.taught import TaughtForm


class Form(TaughtForm):
    """Several are read with at a time, one version each."""

    class Meta:
        ordering = ("name", "-version")
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="form_version_once"),
            models.UniqueConstraint(
                fields=("name",), condition=Q(retired_at__isnull=True), name="form_one_version_in_use"
            ),
        )
