"""A procedure of a visit, and what became of it."""

from django.db import models

from sekisho.affairs.bereavement.models.visit import Visit
from sekisho.gate.records import Record

OPEN, PENDING, NOT_NEEDED = ("open", "pending", "not_needed")
OUTCOMES = {
    OPEN: "これから",
    "done": "済み",
    "mailed": "郵送で",
    "handed": "担当課へ引き継ぎ",
    NOT_NEEDED: "要らない",
    PENDING: "後日",
}
#: Outcomes with which somebody's turn is kept.
NAMED = (PENDING, "handed")


class Step(Record):
    """``procedure``: its id in the catalogue; ``sure``: False where the conditions were undecided when the visit began (to be
    asked). Open and closed at once is what ought to have been done before the visit, and hasn't been confirmed. ``owner``: whose turn it is while it is pending, and ``until``: the day agreed for it; ``due``: the law's."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="steps")
    procedure = models.CharField("手続き", max_length=8)
    sure = models.BooleanField("要ると決まっている", default=True)
    outcome = models.CharField("結果", max_length=10, choices=tuple(OUTCOMES.items()), default=OPEN)
    owner = models.CharField("だれの番か", max_length=60, blank=True)
    until = models.DateField("いつまでにするか", null=True)
    due = models.DateField("期限", null=True)
    found_later = models.BooleanField("来庁のあとで見つかった", default=False)
    reminded_on = models.DateField("期限を郵送で知らせた日", null=True)
    created_on = models.DateField("計画した日")
    closed_on = models.DateField("終わった日", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("visit", "procedure"), name="a_procedure_once_a_visit"),
        )

    def __str__(self) -> str:
        return self.procedure
