"""A posting is confirmed, which starts the clock of what was read (purpose «stool_tests.posting»)."""

import datetime
from collections import Counter

from django.db.models import Count

from sekisho.affairs.stool_tests.closing import clocks
from sekisho.affairs.stool_tests.models import Closing, Page, Posting, Row, Settings
from sekisho.affairs.stool_tests.posting.rows import changes_of
from sekisho.base import clock
from sekisho.base.errors import UserError

#: A trial that never ends would be a way to keep everything.
_LONGEST_TRIAL = datetime.timedelta(days=3 * 366)


def confirm(posting: Posting, staff: int) -> datetime.date:
    """Somebody has looked at the ledger: what stands in it isn't needed on paper any more. Returns the day from which the time
    runs: today, or the end of the trial while there is one."""
    if posting.undone_at:
        raise UserError("取り消した転記です。", "もう一度転記してから、確かめてください。")
    if posting.confirmed_at:
        raise UserError(
            "この転記は、もう確かめてあります。", "いつ消えるかは「いつ消えるか」の画面で分かります。"
        )
    today = clock.today()
    anchor = anchor_of(Settings.now(), today)
    posting.confirmed_at, posting.confirmed_by = clock.now(), staff
    posting.save(update_fields=["confirmed_at", "confirmed_by"])
    done = clocks.rows_done(posting, changes_of(posting))
    clocks.start(done, anchor)
    _close(posting.month, done, today)
    return anchor


def anchor_of(settings: Settings, today: datetime.date) -> datetime.date:
    """From which day the time of what is confirmed today runs."""
    return max(today, settings.trial_until or today)


def _close(month: datetime.date, rows: list[Row], today: datetime.date) -> None:
    """What stays when the rows are gone."""
    posted = Counter(row.facility_id for row in rows if row.state in Row.SURE)
    pages = dict(
        Page.objects.filter(month=month, state=Page.READ)
        .order_by()
        .values("facility")
        .annotate(pages=Count("id"))
        .values_list("facility", "pages")
    )
    for facility, number in posted.items():
        before = Closing.objects.filter(facility=facility, month=month).first()
        Closing.objects.update_or_create(
            facility_id=facility,
            month=month,
            defaults={
                "pages": pages.get(facility, 0),
                "rows": number + (before.rows if before else 0),
                "confirmed_on": today,
            },
        )


def return_originals(month: datetime.date, day: datetime.date, staff: int) -> int:
    """The paper of a month went back to the nurseries; returns of how many that is noted now."""
    if not month <= day <= clock.today():
        raise UserError("返した日が、その月より前か、今日より後です。", "返した日を入れてください。")
    return Closing.objects.filter(month=month, returned_on__isnull=True).update(
        returned_on=day, returned_by=staff
    )


def change_settings(
    months: list[int], due_day: int, trial_until: datetime.date | None, staff: int
) -> Settings:
    """How the affair is run from now on. What waits for the end of the trial waits for the new one, or goes its way at once."""
    held = Settings.objects.select_for_update().first() or Settings(pk=1)
    before, today = held.trial_until, clock.today()
    if trial_until and trial_until < today:
        raise UserError(
            "検証の終わりが今日より前です。", "今日かそれより後の日を入れるか、空欄にしてください。"
        )
    if trial_until and trial_until > today + _LONGEST_TRIAL:
        raise UserError("検証の終わりが 3 年より先です。", "3 年以内の日を入れるか、空欄にしてください。")
    held.months, held.due_day, held.trial_until = months, due_day, trial_until
    held.changed_at, held.changed_by = clock.now(), staff
    held.save()
    if before and before >= today and before != trial_until:
        clocks.move(before, trial_until or today)
    return held
