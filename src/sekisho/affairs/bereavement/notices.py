"""What the sections' clerks are told by mail, and in which words. No message names a citizen."""

from collections.abc import Iterable

from sekisho.affairs.bereavement.inquiries.actions import ASKED, LATE
from sekisho.base import clock
from sekisho.gate.messages import drafts
from sekisho.gate.models import Notice
from sekisho.people.models import Assignment, Staff

_WHERE = "関所にログインし、「ご遺族コーナーからの照会」を開いてください。このメールには返信できません。"


@drafts.of(ASKED)
def asked(notice: Notice) -> Iterable[drafts.Draft]:
    """The desk has asked the section something."""
    return _drafts(
        notice,
        "ご遺族コーナーから照会があります",
        "ご遺族コーナーが、来庁の準備のために照会しています。期限までに回答してください。",
    )


@drafts.of(LATE)
def late(notice: Notice) -> Iterable[drafts.Draft]:
    """The section hasn't answered in time; ``about``: how many."""
    return _drafts(
        notice,
        "照会の期限が過ぎています",
        f"ご遺族コーナーからの照会 {notice.about} 件が、期限を過ぎても回答されていません。今日中に回答してください。",
    )


def _drafts(notice: Notice, title: str, said: str) -> Iterable[drafts.Draft]:
    held = Assignment.objects.on(clock.today()).filter(
        post__in=("clerk", "section_chief"), office=notice.office
    )
    for one in Staff.objects.filter(pk__in=held.values("staff")).exclude(email=""):
        yield drafts.Draft(one.pk, one.email, f"【関所】{title}", f"{one.name} 様\n\n{said}\n\n{_WHERE}\n")
