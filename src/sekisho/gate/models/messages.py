"""Messages to people, until they are sent and for a while after."""

from django.db import models

from sekisho.gate.vault.fields import VaultRecord, VaultText


class Message(VaultRecord):
    """A message to a member of staff. Address, title and body lie in the vault; everything else may stand in a log.

    ``state`` says «sent» only when the other side has taken it; ``kept``: the spool has it, nobody was sent anything.
    ``receipt``: the other side's answer as a code. ``notice``: what it is about. ``due_at``: not tried before.
    """

    WAITING, SENT, KEPT, FAILED = "waiting", "sent", "kept", "failed"
    STATES = ((WAITING, "送信待ち"), (SENT, "送信済み"), (KEPT, "控えのみ（送っていません）"), (FAILED, "送れませんでした"))  # fmt: skip

    staff = models.BigIntegerField("宛先の職員")
    kind = models.TextField("種類")
    channel = models.TextField("送り方")
    address = VaultText("宛先")
    title = VaultText("件名")
    body = VaultText("本文")
    notice = models.BigIntegerField("もとの知らせ", null=True)
    planned_at = models.DateTimeField("作った日時")
    state = models.TextField("状態", choices=STATES, default=WAITING)
    tries = models.PositiveIntegerField("試した回数", default=0)
    due_at = models.DateTimeField("次に試す日時")
    ended_at = models.DateTimeField("済んだ日時", null=True)
    receipt = models.TextField("相手の応答", blank=True)

    class Meta:
        db_table = "gate_message"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("due_at",), condition=models.Q(state="waiting"), name="message_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
