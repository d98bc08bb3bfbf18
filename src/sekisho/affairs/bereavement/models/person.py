"""Somebody of the family who takes part in the procedures."""

from django.db import models
from django.db.models import Q

from sekisho.affairs.bereavement.models.visit import Visit
from sekisho.gate.records import Record


class Person(Record):
    """``roles``: keys of roles.toml; ``here``: has come today. Who proved the relation (``visitor``) has their name and the rest in the
    visit itself. A case has persons only once the relation is proven: the database takes none before. ``finished_on`` is the
    visit's, so that they go with it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="persons")
    visitor = models.BooleanField("関係を確かめた方", default=False)
    name = models.CharField("氏名", max_length=60, blank=True)
    relation = models.CharField("故人との関係（聞いたまま）", max_length=30, blank=True)
    roles = models.JSONField("役", default=list)
    here = models.BooleanField("来ている", default=False)
    birth = models.CharField("生年月日", max_length=30, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    added_on = models.DateField("書いた日")
    finished_on = models.DateField("最後の手続きが終わった日", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("visit",), condition=Q(visitor=True), name="one_visitor_proves_the_relation"
            ),
        )

    def __str__(self) -> str:
        return f"加わる方 {self.pk}"
