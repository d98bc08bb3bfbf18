"""Asking the sections, their answers, and the end of it."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from sekisho import gate
from sekisho.affairs.bereavement import queries, rules
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.inquiries.queries import asked_with
from sekisho.affairs.bereavement.inquiries.sections import due, section, to_ask, told
from sekisho.affairs.bereavement.models import Inquiry, Visit
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.messages import drafts
from sekisho.people.models import Office

#: Kinds of the notices to the sections' clerks (notices.py).
ASKED, LATE = "bereavement_asked", "bereavement_late"


def ask_sections(visit: Visit) -> int:
    """Ask every section what only it knows and what still decides something (purpose «bereavement.preparation»); how many were
    asked. Asked again, only those that have something new to say are, and those that were told something else of the deceased: what
    they answered was about another person.

    UserError unless the registry has confirmed the death: sections must not look up a living person for a voice on the telephone.
    """
    if not visit.resident_number or visit.starts_at is None:
        raise UserError(
            "亡くなったことを住民記録で確かめていないので、各課には照会できません。",
            "先に「住民記録で確かめる」を押してください。合わないときは、来庁のときに書類で確かめてから、電話で聞きます。",
        )
    there = {one.section: one for one in Inquiry.objects.filter(visit=visit)}
    offices = dict(Office.objects.values_list("code", "pk"))
    everything = _everything(visit)
    wrong = _forget_others(there.values(), everything)
    open_ones = rules.questions(queries.facts_of(visit), versions.of(visit))
    wanted = dict.fromkeys(wrong, ()) | to_ask(question.attribute.name for question in open_ones)
    asked = 0
    for key, names in wanted.items():
        one, before = section(key), there.get(key)
        if one is None or (before and key not in wrong and set(names) <= set(before.asked)):
            continue
        inquiry = before or Inquiry(visit=visit, section=key, asked=[])
        inquiry.asked = [*inquiry.asked, *(name for name in names if name not in inquiry.asked)]
        inquiry.office, inquiry.asked_at = offices.get(one.office), clock.now()
        inquiry.due_on = due(clock.today(), visit.starts_at.astimezone(clock.TOKYO).date())
        inquiry.until, inquiry.answered_at, inquiry.closed_on = visit.ends_at, None, None
        for name, value in told(one.sees, everything).items():
            setattr(inquiry, name, value)
        inquiry.save()
        asked += 1
        if inquiry.office and not one.phone:
            drafts.note(ASKED, about=1, office=inquiry.office, post="clerk")
    return asked


def _everything(visit: Visit) -> dict[str, object]:
    return {
        "name": visit.deceased_name, "kana": visit.deceased_kana, "birth": visit.deceased_birth,
        "died_on": queries.facts_of(visit).get("d.date_of_death"), "address": visit.deceased_address,
    }  # fmt: skip


def _forget_others(inquiries: Iterable[Inquiry], everything: dict[str, object]) -> set[str]:
    """Clear the answers of the sections that were told something else of the deceased than is known now; which these are."""
    found = set()
    for inquiry in inquiries:
        one = section(inquiry.section)
        if one and any(getattr(inquiry, name) != value for name, value in told(one.sees, everything).items()):
            inquiry.answers, inquiry.note, inquiry.by_phone = {}, "", False
            inquiry.answered_at, inquiry.answered_by = None, None
            inquiry.save(update_fields=("answers", "note", "by_phone", "answered_at", "answered_by"))
            found.add(inquiry.section)
    return found


def answer_inquiry(
    inquiry: Inquiry, said: Mapping[str, Any], note: str, actor: gate.Actor, by_phone: bool = False
) -> None:
    """A section answers (purpose «bereavement.inquiry»), or the desk writes down what it said on the telephone (purpose
    «bereavement.preparation»). What it doesn't know stays unknown. UserError names an answer that can't be."""
    beyond = [name for name in said if name not in inquiry.asked]
    if beyond:
        raise UserError(
            "聞かれていないことへの回答があります。", "画面を開き直して、もう一度書いてください。"
        )
    known = rules.read_facts(said, asked_with(inquiry))
    inquiry.answers = {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in known.items()
    }
    inquiry.note, inquiry.by_phone = note, by_phone
    inquiry.answered_at, inquiry.answered_by = clock.now(), actor.key
    inquiry.save(update_fields=("answers", "note", "by_phone", "answered_at", "answered_by"))


def close_inquiries(visit: Visit) -> None:
    """The visit has begun or is called off: nobody needs to look any more (purposes «bereavement.reception» and «.arrival»)."""
    Inquiry.objects.filter(visit=visit, closed_on=None).update(closed_on=clock.today())


def move_inquiries(visit: Visit) -> None:
    """The visit has another time (purpose «bereavement.reception»): answering goes on until its end."""
    if visit.ends_at:
        Inquiry.objects.filter(visit=visit).update(until=visit.ends_at, closed_on=None)
