"""A call and the visit that comes of it: one case."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from sekisho.gate.records import Record
from sekisho.site.keys import key_field

RECEIVED, BOOKED, ARRIVED, GUIDED, DONE, CANCELLED, ABSENT = (
    "received", "booked", "arrived", "guided", "done", "cancelled", "absent",
)  # fmt: skip
STATES = {
    RECEIVED: "受け付け",
    BOOKED: "予約",
    ARRIVED: "来庁",
    GUIDED: "案内のみ",
    DONE: "終わり",
    CANCELLED: "取りやめ",
    ABSENT: "お越しなし",
}


class Visit(Record):
    """What was told on the telephone, the booking, what is known of the deceased, who came. Everything told may be unknown
    (empty). ``facts``: attributes of the catalogue and their values; ``planned_on``: the day whose catalogue the case keeps;
    ``proof``: how the relation was proven; ``roles_nobody``: roles of which was said that nobody is it."""

    received_at = models.DateTimeField("受け付けた日時")
    received_by = models.BigIntegerField("受け付けた職員")
    deceased_name = models.CharField("故人の氏名", max_length=60, blank=True)
    deceased_kana = models.CharField("故人のふりがな", max_length=80, blank=True)
    deceased_birth = models.CharField("故人の生年月日", max_length=30, blank=True)
    died_on = models.DateField("亡くなった日", null=True)
    deceased_address = models.CharField("故人の住所", max_length=200, blank=True)
    caller_name = models.CharField("電話の方の氏名", max_length=60, blank=True)
    caller_relation = models.CharField("故人との関係（聞いたまま）", max_length=30, blank=True)
    caller_phone = models.CharField("折り返しの電話番号", max_length=20, blank=True)
    wish = models.CharField("希望の日時など", max_length=200, blank=True)
    confirm_by = models.CharField(
        "予約の確認の送り方", max_length=5, blank=True, choices=(("sms", "SMS"), ("post", "郵送"))
    )
    caller_address = models.CharField("確認の郵送先", max_length=200, blank=True)

    state = models.CharField("状態", max_length=10, choices=tuple(STATES.items()), default=RECEIVED)
    starts_at = models.DateTimeField("予約の始まり", null=True)
    ends_at = models.DateTimeField("予約の終わり", null=True)
    desk = models.SmallIntegerField("窓口", null=True)
    minutes = models.PositiveSmallIntegerField("見込みの分数", default=90)
    waiting_since = models.DateTimeField("空きを待ち始めた日時", null=True)

    resident_number = models.CharField("故人の宛名番号", max_length=15, blank=True)
    registry_name = models.CharField("故人の氏名（住民記録の字）", max_length=200, blank=True)
    prepared_at = models.DateTimeField("住民記録を確かめた日時", null=True)
    facts = models.JSONField("手続きの条件", default=dict)
    planned_on = models.DateField("手続きの一覧の日", null=True)

    visitor_name = models.CharField("来た方の氏名", max_length=60, blank=True)
    visitor_birth = models.CharField("来た方の生年月日", max_length=30, blank=True)
    visitor_relation = models.CharField("来た方と故人の関係", max_length=30, blank=True)
    consented_at = models.DateTimeField("確認に同意した日時", null=True)
    documents = models.JSONField("見た書類の種類", default=list)
    proof = models.CharField("関係の確かめ方", max_length=10, blank=True)
    visitor_address = models.CharField("来た方の住所", max_length=200, blank=True)
    visitor_phone = models.CharField("来た方の電話番号", max_length=20, blank=True)
    wants_reminder = models.BooleanField("期限のお知らせを郵送してほしい", default=False)

    roles_nobody = models.JSONField("だれもいないと聞いた役", default=list)

    arrived_at = models.DateTimeField("来庁した日時", null=True)
    left_at = models.DateTimeField("帰られた日時", null=True)
    at_counter = models.CharField("いまいる窓口", max_length=40, blank=True)
    at_since = models.DateTimeField("そこに着いた日時", null=True)

    finished_on = models.DateField("最後の手続きが終わった日", null=True)

    deceased_key = key_field("deceased_name")

    class Meta:
        ordering = ("starts_at", "id")
        indexes = (models.Index(fields=("deceased_key",), name="visits_by_deceased"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=(BOOKED,))
                | Q(starts_at__isnull=False, ends_at__isnull=False, desk__isnull=False),
                name="a_booked_visit_has_its_slot",
            ),
            # Two clerks who book the same slot in the same second: the second one is told.
            ExclusionConstraint(
                name="one_visit_a_desk_and_time",
                index_type="GIST",
                expressions=[
                    (Func(F("desk"), F("desk"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=(BOOKED, ARRIVED, GUIDED, DONE), starts_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"受付 {self.pk}"
