"""Where the family is, when it leaves, and calls on its behalf."""

import datetime
from collections.abc import Mapping

from sekisho import gate
from sekisho.affairs.bereavement import queries, slots
from sekisho.affairs.bereavement.booking.actions import BOOKABLE, take
from sekisho.affairs.bereavement.models import OffsiteCall, Visit
from sekisho.affairs.bereavement.models.call import CALLBACK, NO_ANSWER, RESULTS
from sekisho.base import clock
from sekisho.base.errors import UserError

#: What is typed once for all forms, with how long it may be.
DETAILS = {"visitor_birth": 30, "visitor_address": 200, "visitor_phone": 20}


def go(visit: Visit, counter: str) -> None:
    """The family is on its way to a counter; «» is back at the desk (purpose «bereavement.arrival»)."""
    if visit.left_at:
        raise UserError(
            "このご遺族は、もう帰られました。", "もう一度来られたら、新しい受付で始めてください。"
        )
    on_way = {line.procedure.counter for line in queries.route(visit) if line.place and not line.dropped}
    if counter and counter not in on_way:
        raise UserError("その窓口は、この道順にありません。", "画面を開き直して、道順から選んでください。")
    visit.at_counter, visit.at_since = counter, clock.now()
    visit.save(update_fields=("at_counter", "at_since"))


def leave(visit: Visit) -> None:
    """The family goes home; the desk is free for the next one from now on (purpose «bereavement.arrival»)."""
    now = clock.now()
    visit.left_at, visit.at_counter, visit.at_since = visit.left_at or now, "", None
    if visit.starts_at and visit.ends_at and visit.starts_at < now < visit.ends_at:
        visit.ends_at = now
    visit.save(update_fields=("left_at", "at_counter", "at_since", "ends_at"))


def set_details(visit: Visit, said: Mapping[str, str]) -> None:
    """Address and telephone number of who came, for the forms (purpose «bereavement.arrival»)."""
    for name, most in DETAILS.items():
        setattr(visit, name, said.get(name, "")[:most])
    visit.save(update_fields=tuple(DETAILS))


def log_call(
    visit: Visit, counter: str, result: str, said: str, again_at: datetime.datetime | None, actor: gate.Actor
) -> OffsiteCall:
    """Write down a call to a department outside (purpose «bereavement.arrival»)."""
    if result not in RESULTS:
        raise UserError("電話の結果が選ばれていません。", "四つの中から選んでください。")
    again = result in (CALLBACK, NO_ANSWER)
    if again and again_at is None:
        raise UserError("折り返しやかけ直しには、いつかが要ります。", "日と時刻を書いてください。")
    now = clock.now()
    return OffsiteCall.objects.create(
        visit=visit, counter=counter, called_at=now, called_by=actor.key, result=result, said=said,
        again_at=again_at if again else None, settled_at=None if again else now,
    )  # fmt: skip


def settle(number: int) -> None:
    """They have called back, or the desk has called again (purpose «bereavement.follow_up»)."""
    OffsiteCall.objects.filter(pk=number, settled_at=None).update(settled_at=clock.now())


def took_on_paper(visit: Visit, started_at: datetime.datetime, minutes: int) -> None:
    """A visit that was held on paper while the program was away is entered afterwards (purpose «bereavement.reception»)."""
    if visit.state not in BOOKABLE or minutes not in slots.LENGTHS:
        raise UserError(
            "この受付は、もう来庁の受け付けが始まっています。", "来庁の画面で続きを書いてください。"
        )
    if started_at > clock.now():
        raise UserError("これからの日時です。", "紙で受けた来庁の、過ぎた日時を書いてください。")
    if not take(visit, started_at, minutes):
        raise UserError(
            "その時刻には、どの窓口も使われていたことになっています。", "紙の時刻を確かめてください。"
        )
    # It was then that the family came, not when the paper is typed in.
    visit.arrived_at = started_at
    visit.save(update_fields=("arrived_at",))
