"""Calls from the desk to departments outside the house, on behalf of a family."""

from django.db import models

from sekisho.affairs.bereavement.models.visit import Visit
from sekisho.gate.records import Record

DONE, TOLD, CALLBACK, NO_ANSWER = "done", "told", "callback", "no_answer"
RESULTS = {
    DONE: "その場で終わった",
    TOLD: "用件を伝えた",
    CALLBACK: "折り返しを待つ",
    NO_ANSWER: "出なかった（かけ直す）",
}


class OffsiteCall(Record):
    """``counter``: the department called; ``again_at``: when a call back is expected or the desk calls again; ``settled_at``: that has
    happened."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="calls")
    counter = models.CharField("電話した先", max_length=40)
    called_at = models.DateTimeField("電話した日時")
    called_by = models.BigIntegerField("電話した職員")
    result = models.CharField("結果", max_length=10, choices=tuple(RESULTS.items()))
    said = models.CharField("話したこと", max_length=200, blank=True)
    again_at = models.DateTimeField("折り返し・かけ直しの日時", null=True)
    settled_at = models.DateTimeField("折り返しが済んだ日時", null=True)

    class Meta:
        ordering = ("-called_at", "-id")

    def __str__(self) -> str:
        return f"電話 {self.pk}"
