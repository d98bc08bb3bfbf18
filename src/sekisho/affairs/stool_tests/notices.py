"""Nurseries are reminded by mail too. A message names no citizen and no member of staff: it says how many, and where to look."""

from collections.abc import Iterable

from sekisho.affairs.stool_tests.models import Reminder
from sekisho.base.wareki import format_month
from sekisho.gate.messages import drafts
from sekisho.gate.models import Notice
from sekisho.people.queries import heads_of

KIND = "stool_reminder"


@drafts.of(KIND)
def reminder(notice: Notice) -> Iterable[drafts.Draft]:
    """To the heads of the nursery that the reminder is about."""
    said = Reminder.objects.select_related("facility").get(pk=notice.about)
    what = (
        f"名簿の方のうち {said.people} 人分が届いていません。"
        if said.people
        else "用紙がまだ届いていません。"
    )
    for one in heads_of(said.facility_id):
        yield drafts.Draft(
            one.pk,
            one.email,
            f"【関所】{format_month(said.month)}分の検便の結果用紙のお願い",
            f"{said.facility}\n{one.name} 様\n\n{format_month(said.month)}分の検便の結果用紙について、{what}\n"
            "届いたものを保育課に出してください。どなたの分かは、保育課からの手紙か電話で確かめてください。\n"
            "退職・休職の方がいるときは、名簿を直しますのでお知らせください。\n\nこのメールには返信できません。\n",
        )
