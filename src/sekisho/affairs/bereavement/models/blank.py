"""The city's blank forms, each version of them, and the prints made from them."""

from django.db import models

from sekisho.affairs.bereavement.models.visit import Visit
from sekisho.gate.records import Record


class Blank(models.Model):
    """A version of a blank form: no personal data. ``key``: the same for all versions; ``procedures``: ids of the catalogue that it is
    for; ``places``: where its fields stand (papers.fields.Place). A version is a draft until ``in_use_since``, and never changes
    afterwards: prints made from it stay what they were."""

    key = models.SlugField("符号", max_length=40)
    version = models.PositiveIntegerField("版")
    name = models.CharField("名称", max_length=80)
    procedures = models.JSONField("使う手続き", default=list)
    pdf = models.BinaryField("原本")
    places = models.JSONField("記入欄", default=list)
    made_at = models.DateTimeField("入れた日時")
    in_use_since = models.DateTimeField("使い始めた日時", null=True)

    class Meta:
        ordering = ("name", "key", "-version")
        constraints = (models.UniqueConstraint(fields=("key", "version"), name="a_version_of_a_blank_once"),)

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"


class FormPrint(Record):
    """A form was printed for a visit, from this version of its blank."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="prints")
    blank = models.ForeignKey(Blank, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField("印刷した日時")

    class Meta:
        ordering = ("-printed_at", "-id")
