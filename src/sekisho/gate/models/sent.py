"""Forms that were taken, so that a second press of the same button has no second effect."""

from django.db import models


class Sent(models.Model):
    """A form by the digest of its page's token and contents; ``location``: where its answer led, empty while it is at work."""

    digest = models.BinaryField(primary_key=True)
    at = models.DateTimeField()
    location = models.TextField(blank=True)

    class Meta:
        db_table = "gate_sent"
