"""The month's reminder: heads whose people's posts lapse at the end of the month."""

from django.db.models import Count

from sekisho import gate
from sekisho.base import clock
from sekisho.gate.jobs.work import Work
from sekisho.gate.messages import drafts
from sekisho.people.lapse import month_end
from sekisho.people.models import Assignment


@gate.job("", title="月ごとの職員の確認のお知らせ", every="30 8 20 * *")
def remind_heads(work: Work) -> None:
    """A notice for each office with posts that nobody has confirmed since last month; ``about``: how many."""
    today = clock.today()
    lapsing = Assignment.objects.on(today).filter(lapses_on__lte=month_end(today))
    for office, people in (
        lapsing.order_by("office").values_list("office").annotate(people=Count("staff", distinct=True))
    ):
        drafts.note("inventory", about=people, office=office)
