"""Rights that one person alone may not give: asked for by one, granted by another."""

from django.db import models
from django.db.models import F, Q

from sekisho.gate.words import POSTS
from sekisho.people.models.offices import Office
from sekisho.people.models.staff import Staff


class AssignmentRequest(models.Model):
    """A post across offices, or one with wide rights, waiting for a second pair of eyes."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    post = models.CharField("職位", max_length=20, choices=tuple(POSTS.items()))
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    since = models.DateField("から")
    until = models.DateField("まで", null=True, blank=True)
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        ordering = ("asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("staff"))),
                name="decided_by_another_person",
            ),
        )
