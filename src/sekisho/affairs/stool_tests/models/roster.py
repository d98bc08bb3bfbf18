"""The roster: who is tested at which nursery."""

from django.db import models

from sekisho.gate.records import Record
from sekisho.people.models import Office
from sekisho.site.keys import key_field


class Person(Record):
    """Somebody of a nursery's staff who is tested every month; ``left_on`` is the last day there."""

    facility = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="施設")
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("ふりがな", max_length=80, blank=True)
    number = models.CharField("番号", max_length=20, blank=True)
    joined_on = models.DateField("入職日", null=True, blank=True)
    left_on = models.DateField("退職日", null=True, blank=True)

    name_key = key_field("name")
    kana_key = key_field("kana")

    class Meta:
        ordering = ("facility", "kana", "name", "id")
        indexes = (
            models.Index(fields=("facility", "kana"), name="roster_by_kana"),
            models.Index(fields=("name_key",), name="roster_by_name_key"),
            models.Index(fields=("kana_key",), name="roster_by_kana_key"),
        )

    def __str__(self) -> str:
        return self.name
