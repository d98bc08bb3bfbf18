"""What the family gets in writing, in plain words. A short message names nobody: the number may be a wrong one."""

import datetime
from pathlib import Path

from sekisho import gate
from sekisho.affairs.bereavement import queries
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.models import Letter, Step, Visit
from sekisho.affairs.bereavement.models.letter import SUPERSEDED
from sekisho.affairs.bereavement.models.visit import ARRIVED
from sekisho.base import clock
from sekisho.base.wareki import format_date
from sekisho.gate import exports
from sekisho.gate.jobs.work import Work
from sekisho.gate.messages.port import Carrier, NotTaken, Outgoing, carrier
from sekisho.gate.models import City
from sekisho.site.documents import pdf

_LAYOUT = Path(__file__).parent.parent / "layouts" / "letter.typ"
#: Days before a deadline at which the family is reminded: the city's own choice (要確認).
REMIND_DAYS = 14
#: Beside what nobody has decided yet, so that no family runs for what it doesn't need.
UNSURE = "（要るかどうかを、お電話でお確かめください）"
TITLES = {
    Letter.BOOKED: "ご予約の確認",
    Letter.CALLED_OFF: "ご予約の取りやめの確認",
    Letter.REMINDER: "手続きの期限のお知らせ",
}


def _city() -> str:
    city = City.objects.first()
    return city.name if city else "市役所"


def confirm(visit: Visit, kind: str, actor: gate.Actor) -> None:
    """Confirm a booking or its end, the way that the caller wished; nothing where they wished none or left no address."""
    where = {Letter.SMS: visit.caller_phone, Letter.POST: visit.caller_address}.get(visit.confirm_by, "")
    if not where or visit.starts_at is None:
        return
    # What still waits says something that holds no more.
    Letter.objects.filter(visit=visit, state__in=(Letter.WAITING, Letter.TO_PRINT)).update(
        state=Letter.FAILED, receipt=SUPERSEDED, ended_at=clock.now()
    )
    here = visit.starts_at.astimezone(clock.TOKYO)
    when = f"{format_date(here.date(), weekday=True)}{here.hour}時{here.minute:02}分"
    if kind == Letter.BOOKED:
        said = (
            f"{_city()}ご遺族サポートコーナーです。{when}からのご予約をお受けしました。"
            f"時間は{visit.minutes}分ほどです。お越しになる方の本人確認書類と、ご関係の分かる戸籍などをお持ちください。"
            f"ご都合が変わったら、お電話ください。受付番号は{visit.pk}です。"
        )
    else:
        said = (
            f"{_city()}ご遺族サポートコーナーです。{when}からのご予約を取りやめました。"
            f"またのご予約は、お電話ください。受付番号は{visit.pk}でした。"
        )
    written = _write(visit, kind, visit.confirm_by, visit.caller_name, where, said)
    if written.channel == Letter.SMS:
        send_letter.plan(actor, letter=written.pk)


def _write(visit: Visit, kind: str, channel: str, name: str, where: str, said: str) -> Letter:
    state = Letter.WAITING if channel == Letter.SMS else Letter.TO_PRINT
    return Letter.objects.create(
        visit=visit, kind=kind, channel=channel, addressee=name, address=where, body=said, state=state, planned_at=clock.now()
    )  # fmt: skip


def send(number: int, by: Carrier) -> None:
    """Hand a short message over (purpose «bereavement.letters»). A refusal for good is marked; a passing one is raised
    (NotTaken), and the job comes again."""
    letter = Letter.objects.select_for_update().filter(pk=number, state=Letter.WAITING).first()
    if letter is None:
        return
    try:
        letter.receipt = by.send(
            Outgoing(str(letter.vault_key), letter.channel, letter.address, TITLES[letter.kind], letter.body)
        )
        letter.state = Letter.SENT if by.sends else Letter.KEPT
    except NotTaken as refused:
        if not refused.lasting:
            raise
        letter.receipt, letter.state = refused.code, Letter.FAILED
    letter.ended_at = clock.now()
    letter.save(update_fields=("receipt", "state", "ended_at"))


#: Waits of 5 seconds, 20, 80 … : the last try comes some two hours after the first.
@gate.job("bereavement.letters", title="ご遺族へのお知らせの送信", tries=7)
def send_letter(work: Work, letter: int) -> None:
    """Hand a short message to the gateway that is configured."""
    send(letter, carrier(Letter.SMS))


def remind_families(today: datetime.date) -> int:
    """A letter to each family that wished for one and has something left whose deadline is near (purpose
    «bereavement.reminders»); how many. Each procedure is reminded of once."""
    wishing = {one.pk: one for one in Visit.objects.filter(state=ARRIVED, wants_reminder=True)}
    near = Step.objects.filter(
        visit__in=wishing, closed_on=None, reminded_on=None, due__gte=today, due__lte=today + datetime.timedelta(REMIND_DAYS),
    ).order_by("due", "id")  # fmt: skip
    by_visit: dict[int, list[queries.Line]] = {}
    for step in near:
        if found := queries.line(step, versions.of(wishing[step.visit_id])):
            by_visit.setdefault(step.visit_id, []).append(found)
    for pk, lines in by_visit.items():
        visit = wishing[pk]
        if not visit.visitor_address:
            continue
        listed = "\n".join(
            f"・{one.procedure.name}：{format_date(one.step.due, weekday=True)}まで（{one.procedure.counter}）"
            + ("" if one.step.sure else UNSURE)
            for one in lines
            if one.step.due
        )
        said = (
            "先日は、ご遺族サポートコーナーにお越しいただき、ありがとうございました。次の手続きの期限が近づいています。もうお済みのときは、ご容赦ください。"
            f"\n\n{listed}\n\nお分かりにならないことは、お電話ください。受付番号は{pk}です。"
        )
        _write(visit, Letter.REMINDER, Letter.POST, visit.visitor_name, visit.visitor_address, said)
        Step.objects.filter(pk__in=[one.step.pk for one in lines]).update(reminded_on=today)
    return len(by_visit)


def to_post() -> list[Letter]:
    """Letters that wait for the printer (purpose «bereavement.posting»)."""
    return list(Letter.objects.filter(state=Letter.TO_PRINT).order_by("id"))


def printed(found: list[Letter], who: str) -> tuple[bytes, str]:
    """All of them as one PDF, a page each, with its number."""
    export = exports.issue("pdf", who)
    day = clock.today()
    said = {
        "letters": [
            {"address": one.address, "addressee": one.addressee, "title": TITLES[one.kind], "body": one.body} for one in found
        ],
        "sender": f"{_city()}　ご遺族サポートコーナー", "day": format_date(day), "date": [day.year, day.month, day.day],
        **export.typst(),
    }  # fmt: skip
    return pdf(_LAYOUT, said, "said"), export.serial


def posted(number: int) -> None:
    """Somebody has put it into the post."""
    Letter.objects.filter(pk=number, state=Letter.TO_PRINT).update(state=Letter.POSTED, ended_at=clock.now())
