"""The city that this database is for."""

from django.db import models


class City(models.Model):
    """One row, written by the owner of the tables (``sekisho city create``). ``demo``: made up, to try the product with."""

    name = models.TextField()
    demo = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "gate_city"

    def __str__(self) -> str:
        return self.name
