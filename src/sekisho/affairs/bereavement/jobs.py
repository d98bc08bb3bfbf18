"""What a page doesn't wait for: short messages, and, each morning of an open day, sections that are late and families' deadlines."""

from collections import Counter

from sekisho import gate
from sekisho.affairs.bereavement import notices  # noqa: F401 (its words are found by this import)
from sekisho.affairs.bereavement.booking import letters  # (its job is found by this import)
from sekisho.affairs.bereavement.inquiries.actions import LATE
from sekisho.affairs.bereavement.models import Inquiry
from sekisho.base import clock
from sekisho.base.opendays import is_open
from sekisho.gate.jobs.work import Work
from sekisho.gate.messages import drafts


@gate.job("bereavement.inquiry_reminder", title="遅れている照会の知らせ", every="40 8 * * *")
def remind_sections(work: Work) -> None:
    """A notice for each office with inquiries that are late; ``about``: how many."""
    today = clock.today()
    if not is_open(today):
        return
    late = Inquiry.objects.filter(
        answered_at=None, closed_on=None, due_on__lt=today, until__gt=clock.now(), office__isnull=False
    )
    for office, count in Counter(office for office, _ in late.values_list("office", "visit_id")).items():
        drafts.note(LATE, about=count, office=office, post="clerk")


@gate.job("bereavement.reminders", title="手続きの期限のお知らせ", every="50 8 * * *")
def remind_families(work: Work) -> None:
    """Letters to families that wished to be reminded of deadlines."""
    if is_open(clock.today()):
        letters.remind_families(clock.today())
