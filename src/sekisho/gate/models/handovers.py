"""What one affair hands to another, until the other has taken it."""

from django.db import models


class Handover(models.Model):
    """``giver``: «affair.key» of its register's [[gives]]; ``taker``: the affair that takes it. ``about``: the number that the taker
    needs, and ``subject``: whose it is, for both affairs' log; both are emptied when it is taken, so that only ``fingerprint``
    (under a key outside the database) stays, which makes sure that the same news is given once."""

    giver = models.TextField()
    taker = models.TextField()
    about = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "gate_handover"
        ordering = ("id",)
