"""What a family is told in writing: a short message or a letter."""

import datetime

from django.db import models

from sekisho.affairs.bereavement.models.visit import Visit
from sekisho.base import clock
from sekisho.gate.vault.fields import VaultRecord, VaultText

#: The receipt of what was withdrawn before it went, since it holds no more.
SUPERSEDED = "superseded"
_TRIED = datetime.timedelta(hours=3)


class Letter(VaultRecord):
    """``kind``: confirmation of a booking, its end, or a reminder of deadlines. Address (or number), addressee and text lie in the
    vault. ``state``: a short message waits, is sent (the other side has taken it), kept (the spool has it, nobody was sent
    anything) or failed; a letter on paper is to be printed, or posted (somebody has put it into the post)."""

    SMS, POST = "sms", "post"
    CHANNELS = ((SMS, "SMS"), (POST, "郵送"))
    WAITING, SENT, KEPT, FAILED, TO_PRINT, POSTED = "waiting", "sent", "kept", "failed", "to_print", "posted"
    STATES = (
        (WAITING, "送信待ち"),
        (SENT, "送信済み"),
        (KEPT, "控えのみ（送っていません）"),
        (FAILED, "送れませんでした。電話で伝えてください"),
        (TO_PRINT, "印刷して投函する"),
        (POSTED, "投函済み"),
    )
    BOOKED, CALLED_OFF, REMINDER = "booked", "called_off", "reminder"
    KINDS = ((BOOKED, "予約の確認"), (CALLED_OFF, "取りやめの確認"), (REMINDER, "期限のお知らせ"))

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="letters")
    kind = models.CharField("種類", max_length=12, choices=KINDS)
    channel = models.CharField("送り方", max_length=5, choices=CHANNELS)
    addressee = VaultText("あて名")
    address = VaultText("宛先")
    body = VaultText("本文")
    state = models.CharField("状態", max_length=10, choices=STATES)
    planned_at = models.DateTimeField("作った日時")
    ended_at = models.DateTimeField("済んだ日時", null=True)
    receipt = models.CharField("相手の応答", max_length=40, blank=True)

    class Meta:
        ordering = ("-id",)

    @property
    def trouble(self) -> bool:
        """Must the family be told by telephone: refused for good, or not taken for longer than it is tried?"""
        stuck = self.state == self.WAITING and self.planned_at < clock.now() - _TRIED
        return stuck or (self.state == self.FAILED and self.receipt != SUPERSEDED)

    def __str__(self) -> str:
        return f"お知らせ {self.pk}"
