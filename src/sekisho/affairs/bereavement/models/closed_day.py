"""Days on which the desk takes no visits though the city hall is open."""

from django.db import models


class ClosedDay(models.Model):
    """No personal data: a day and why (a training, a move)."""

    day = models.DateField("日", unique=True)
    why = models.CharField("わけ", max_length=60, blank=True)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return str(self.day)
