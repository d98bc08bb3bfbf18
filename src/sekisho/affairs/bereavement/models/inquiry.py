"""What a section is asked while a visit is prepared."""

from django.db import models

from sekisho.affairs.bereavement.models.visit import Visit
from sekisho.gate.records import Record


class Inquiry(Record):
    """``section``: its key in sections.toml; ``office``: its office, whose clerks see this row and nothing else of the case. What
    it needs of the deceased is copied here (``name`` … ``address``, empty where it doesn't need it). ``asked``: attributes of the
    catalogue; ``answers``: those that it could say, with their values. Answering shuts at ``until`` (the end of the booked time),
    or when the visit begins or is called off (``closed_on``)."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="inquiries")
    section = models.CharField("課", max_length=20)
    office = models.BigIntegerField("課（職員名簿の番号）", null=True)
    name = models.CharField("故人の氏名", max_length=60, blank=True)
    kana = models.CharField("故人のふりがな", max_length=80, blank=True)
    birth = models.CharField("故人の生年月日", max_length=30, blank=True)
    died_on = models.DateField("亡くなった日", null=True)
    address = models.CharField("故人の住所", max_length=200, blank=True)
    asked = models.JSONField("聞いたこと", default=list)
    asked_at = models.DateTimeField("聞いた日時")
    due_on = models.DateField("回答の期限")
    until = models.DateTimeField("回答が閉じる日時")
    answers = models.JSONField("回答", default=dict)
    note = models.CharField("伝えること", max_length=200, blank=True)
    answered_at = models.DateTimeField("回答した日時", null=True)
    answered_by = models.BigIntegerField("回答した職員", null=True)
    by_phone = models.BooleanField("コーナーが電話で聞いた", default=False)
    closed_on = models.DateField("閉じた日", null=True)

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("visit", "section"), name="a_section_is_asked_once_a_visit"),
        )
        indexes = (models.Index(fields=("office", "answered_at"), name="inquiries_of_office"),)

    def __str__(self) -> str:
        return f"照会 {self.pk}"
