"""The job: notices become messages, messages go out. A message is a transaction of its own: locked, handed over, marked.

Between the other side's answer and the mark a power cut may come; then the message goes out once more, under the same number.
"""

import datetime

from sekisho import gate
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.jobs.declare import job
from sekisho.gate.jobs.work import Work
from sekisho.gate.messages import drafts
from sekisho.gate.messages.port import CHANNELS, Carrier, NotTaken, Outgoing, carrier
from sekisho.gate.models import Message, Notice

PURPOSE = "gate.messages"
#: Tries before a message is left to people, and minutes between them, each wait four times the one before.
_TRIES, _MINUTES = 6, 1
#: Of a round, so that the next minute's isn't waited for.
_MOST = 500


@job(PURPOSE, title="職員への通知の送信", every="* * * * *", piecewise=True)
def send_messages(work: Work) -> None:
    """Write what is to be written, send what is due; fails, for people to see, where the other side refuses for good or a channel's
    setting can't be read, after the other channel's messages are out."""
    write_messages()
    refused, unset = 0, None
    for channel in CHANNELS:
        try:
            by = carrier(channel)
        except UserError as error:
            unset = error
            continue
        refused += send_due(by, channel)
    if refused:
        raise UserError(
            f"通知 {refused} 件を、相手のサーバーが受け取りませんでした。",
            "宛先の職員に別の方法で知らせ、「自分の設定」のメールと携帯電話を直してもらってください。",
        )
    if unset:
        raise unset


def write_messages() -> None:
    """Messages for every notice that has none yet, each notice in a transaction of its own."""
    for number in list(
        Notice.objects.filter(handled_at=None).order_by("id").values_list("id", flat=True)[:_MOST]
    ):
        with gate.enter(gate.job_actor(), PURPOSE, f"notice:{number}"):
            notice = (
                Notice.objects.select_for_update(skip_locked=True).filter(pk=number, handled_at=None).first()
            )
            if notice is None:
                continue
            now = clock.now()
            for draft in drafts.written(notice):
                Message.objects.create(
                    staff=draft.staff, kind=notice.kind, channel=draft.channel, address=draft.address, title=draft.title,
                    body=draft.body, notice=notice.pk, planned_at=now, due_at=now,
                )  # fmt: skip
            Notice.objects.filter(pk=notice.pk).update(handled_at=now)


def send_due(by: Carrier, channel: str = "mail") -> int:
    """Hand over what is due on the channel; how many the other side will never take."""
    with gate.enter(gate.job_actor(), PURPOSE):
        due = Message.objects.filter(
            state=Message.WAITING, channel=channel, due_at__lte=clock.now()
        ).order_by("due_at", "id")
        # With the subjects' column: the log is told whose messages were looked at.
        numbers = [number for number, _ in due.values_list("id", "staff")[:_MOST]]
    return sum(_send(number, by) for number in numbers)


def _send(number: int, by: Carrier) -> bool:
    """Hand one over; was it refused for good?"""
    with gate.enter(gate.job_actor(), PURPOSE, f"message:{number}"):
        waiting = Message.objects.select_for_update(skip_locked=True)
        message = waiting.filter(pk=number, state=Message.WAITING).first()
        if message is None:
            return False
        message.tries += 1
        try:
            message.receipt = by.send(
                Outgoing(
                    str(message.vault_key), message.channel, message.address, message.title, message.body
                )
            )
        except NotTaken as refused:
            message.receipt = refused.code
            if refused.lasting or message.tries >= _TRIES:
                message.state = Message.FAILED
            else:
                message.due_at = clock.now() + datetime.timedelta(minutes=_MINUTES * 4 ** (message.tries - 1))
        else:
            message.state = Message.SENT if by.sends else Message.KEPT
        if message.state != Message.WAITING:
            message.ended_at = clock.now()
        message.save(update_fields=["tries", "receipt", "state", "due_at", "ended_at"])
        return message.state == Message.FAILED
