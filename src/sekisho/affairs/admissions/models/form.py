"""The taught form. No personal data."""

from django.db import models
from django.db.models import Q

from sekisho.site.taught import TaughtForm


class Form(TaughtForm):
    """One is read with at a time."""

    class Meta:
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="admission_form_version_once"),
            models.UniqueConstraint(
                models.Value(1), condition=Q(retired_at__isnull=True), name="admission_form_one_in_use"
            ),
        )
