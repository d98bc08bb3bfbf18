"""The four stages of a case: what each may look at stands in the registers; here is when each is open. Pure."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """A stage with the purposes of the resident registry that it uses; none: it never looks there."""

    key: str
    registry: tuple[str, ...]
    when: str


STAGES = (
    Stage("reception", (), "電話を受けたとき"),
    Stage("preparation", ("residents.deceased",), "予約が入ってから、予約の時刻が終わるまで"),
    Stage("arrival", ("residents.relation",), "来た人が目の前にいて、同意したとき"),
    Stage("follow_up", (), "来庁の後、残った手続きがあるあいだ"),
)


def why_not_preparing(state: str, ends_at: datetime.datetime | None, now: datetime.datetime) -> str:
    """Why preparation is shut, in a sentence; "" while it is open."""
    if state in ("received", "cancelled", "absent"):
        return "予約がないので、準備は開いていません。"
    if state != "booked":
        return "来庁の受け付けが始まったので、準備は閉じました。"
    if ends_at is None or ends_at <= now:
        return "予約の時刻が過ぎたので、準備は閉じました。"
    return ""
