"""What heads and officers are told, and in which words. No message names a citizen."""

from collections.abc import Iterable

from sekisho.base import clock
from sekisho.base.wareki import format_date
from sekisho.gate.messages import drafts
from sekisho.gate.models import Notice
from sekisho.people.models import Assignment, Office, Staff

_HEADS = ("section_head", "facility_head")
_WHERE = "関所にログインして確かめてください。このメールには返信できません。"


def _told(notice: Notice) -> list[Staff]:
    """Those in the notice's post today."""
    held = Assignment.objects.on(clock.today())
    held = held.filter(post__in=_HEADS) if notice.post == "head" else held.filter(post=notice.post)
    if notice.office:
        held = held.filter(office=notice.office)
    return list(Staff.objects.filter(pk__in=held.values("staff")))


@drafts.of("emergency")
def emergency(notice: Notice) -> Iterable[drafts.Draft]:
    """The glass was broken: head and privacy officer, at once."""
    when = notice.at.astimezone(clock.TOKYO)
    said = (
        f"{format_date(when.date(), weekday=True)} {when:%H時%M分}に、非常時の利用（番号 {notice.about}）がありました。\n"
        "利用の理由と見た範囲を、利用した人とは別の人が点検します。\n\n"
    )
    for one in _told(notice):
        if one.email:
            yield drafts.Draft(
                one.pk, one.email, "【関所】非常時の利用がありました", f"{one.name} 様\n\n{said}{_WHERE}\n"
            )
        if one.phone:
            short = f"【関所】非常時の利用（番号 {notice.about}）がありました。ログインして点検してください。"
            yield drafts.Draft(one.pk, one.phone, "", short, "sms")


@drafts.of("inventory")
def inventory(notice: Notice) -> Iterable[drafts.Draft]:
    """Posts of the head's office lapse at the end of the month unless somebody confirms them."""
    office = Office.objects.get(pk=notice.office)
    said = (
        f"{office}の職員 {notice.about} 人の職位は、今月末までに確かめないと使えなくなります。\n"
        "「自分の課・園の職員と端末の管理」で、いまもこの職位かを確かめてください。\n\n"
    )
    for one in (one for one in _told(notice) if one.email):
        yield drafts.Draft(
            one.pk, one.email, "【関所】今月の職員の確認をお願いします", f"{one.name} 様\n\n{said}{_WHERE}\n"
        )
