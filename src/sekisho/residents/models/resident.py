"""The table that the extract is loaded into."""

from django.db import models

from sekisho.gate.records import Record
from sekisho.site.keys import key_field


class Resident(Record):
    """A person of the registry, as of the last load (``port.Person``). ``born_*`` are null where the part is unknown;
    ``digest`` tells whether the line has changed since; ``gone_on``: the first extract without the person."""

    number = models.CharField("宛名番号", max_length=15, unique=True)
    household = models.CharField("世帯番号", max_length=15)
    name = models.CharField("氏名", max_length=120)
    kana = models.CharField("氏名（フリガナ）", max_length=160, blank=True)
    alias = models.CharField("通称", max_length=120, blank=True)
    born_year = models.SmallIntegerField("生年", null=True)
    born_month = models.SmallIntegerField("生月", null=True)
    born_day = models.SmallIntegerField("生日", null=True)
    sex = models.CharField("性別", max_length=10, blank=True)
    relation = models.CharField("続柄", max_length=30, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    district = models.CharField("行政区", max_length=60, blank=True)
    foreign = models.BooleanField("外国人住民", default=False)
    died_on = models.DateField("死亡年月日", null=True)
    left_on = models.DateField("転出年月日", null=True)
    protected = models.BooleanField("支援措置対象者", default=False)
    digest = models.CharField(max_length=32)
    loaded_on = models.DateField("はじめて取り込んだ日")
    gone_on = models.DateField("抽出に載らなくなった日", null=True)

    name_key = key_field("name")
    kana_key = key_field("kana")
    alias_key = key_field("alias")

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("name_key",), name="residents_by_name_key"),
            models.Index(fields=("kana_key",), name="residents_by_kana_key"),
            models.Index(fields=("alias_key",), name="residents_by_alias_key"),
            models.Index(fields=("born_year", "born_month", "born_day"), name="residents_by_birth"),
            models.Index(fields=("household",), name="residents_by_household"),
        )

    def __str__(self) -> str:
        return self.name
