"""Where members of staff live, as far as auditors need it: the block, to tell who looked at people next door."""

from django.db import models

from sekisho.gate.records import Record
from sekisho.people.models.offices import Office
from sekisho.people.models.staff import Staff


class HomeBlock(Record):
    """The block (町名と番: «さくら町3丁目12番») of somebody's home, as one of their offices keeps it; no house number.

    ``block`` is what gate.block makes of an address, the same for staff and for the people they look at.
    """

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", verbose_name="職員")
    office = models.ForeignKey(Office, models.CASCADE, related_name="+", verbose_name="課・園")
    block = models.CharField("町名と番", max_length=120)
    kept_on = models.DateField("書いた日")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff", "office"), name="one_home_an_office"),)

    def __str__(self) -> str:
        return self.block
