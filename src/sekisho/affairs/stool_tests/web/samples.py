"""Sample check: instead of all accepted rows a random part of them, in a grid of pictures."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions import sampling as actions
from sekisho.affairs.stool_tests.models import Row, Sample
from sekisho.affairs.stool_tests.months import first_day
from sekisho.affairs.stool_tests.posting.months import states_by_month
from sekisho.affairs.stool_tests.sampling import plan, rows
from sekisho.affairs.stool_tests.web.asked import numbers
from sekisho.affairs.stool_tests.web.strips import picture
from sekisho.base.errors import UserError
from sekisho.site import menu

PURPOSE = "stool_tests.sampling"
#: Pictures on a page.
_GRID = 24
#: Shares of wrong rows that a check may be told to rule out.
SHARES = ((0.01, "1 %"), (0.005, "0.5 %"), (0.02, "2 %"), (0.05, "5 %"))


@menu.page("抜き取りの確認")
@gate.purpose(PURPOSE)
def samples(request: HttpRequest) -> HttpResponse:
    """All checks; a new one begins here."""
    if request.method == "POST":
        try:
            begun = _begin(request)
        except UserError as refused:
            messages.error(request, f"{refused.message}{refused.remedy}")
            return redirect("stool_tests:samples")
        return redirect("stool_tests:sample", begun.pk)
    months = [
        {"month": month, "accepted": states[Row.ACCEPTED], "plans": _plans(states[Row.ACCEPTED])}
        for month, states in states_by_month().items()
        if states.get(Row.ACCEPTED)
    ]
    context = {"months": months, "shares": SHARES, "samples": Sample.objects.defer("drawn")[:30]}
    return render(request, "stool_tests/samples.html", context)


def _plans(accepted: int) -> list[tuple[str, int]]:
    """For each share how many rows are looked at when no wrong one turns up."""
    return [(word, plan.needed(0, accepted, share, 1)) for share, word in SHARES]


def _begin(request: HttpRequest) -> Sample:
    month = first_day(request.POST.get("month", ""))
    share = next((share for share, _ in SHARES if str(share) == request.POST.get("share")), None)
    if month is None or share is None:
        raise UserError("月か割合が選ばれていません。", "選んでから、もう一度押してください。")
    return actions.begin(month, share, request.actor.key)  # type: ignore[attr-defined]


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, sample: sample)
def sample(request: HttpRequest, sample: int) -> HttpResponse:
    """The next pictures of the round, or what may be claimed."""
    found = get_object_or_404(Sample, pk=sample)
    seen, wrong = actions.counted(found)
    total = len(found.drawn)
    keys = actions.to_look(found) if found.state == Sample.OPEN else []
    accepted = Row.objects.filter(state=Row.ACCEPTED).select_related("facility")
    held = accepted.in_bulk(keys[:_GRID])
    bound = plan.upper(wrong, total, seen, plan.spent(found.round)) if seen else total
    context = {
        "sample": found,
        "rows": [held[key] for key in keys[:_GRID] if key in held],
        "changed": [key for key in keys[:_GRID] if key not in held],
        "left": len(keys),
        "seen": seen,
        "wrong": wrong,
        "claim": plan.claim(wrong, total, seen, bound) if seen else "",
        "share": dict(SHARES).get(found.share, f"{found.share:.2%}"),
        "similar": rows.similar(found).count() if wrong else 0,
    }
    return render(request, "stool_tests/sample.html", context)


@require_POST
@gate.purpose(PURPOSE, case=lambda _request, sample: sample)
def look(request: HttpRequest, sample: int) -> HttpResponse:
    """The grid as it was looked at: those marked are wrong, the others right."""
    found = get_object_or_404(Sample.objects.select_for_update(), pk=sample)
    seen, wrong = (set(numbers(request.POST.getlist(name))) for name in ("seen", "wrong"))
    try:
        actions.look(found, seen, wrong & seen, request.actor.key)  # type: ignore[attr-defined]
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
    return redirect("stool_tests:sample", sample)


@require_POST
@gate.purpose(PURPOSE, case=lambda _request, sample: sample)
def reopen(request: HttpRequest, sample: int) -> HttpResponse:
    """What resembles the wrong rows goes back to be asked."""
    found = get_object_or_404(Sample.objects.select_for_update(), pk=sample)
    try:
        count = actions.reopen_similar(found)
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
    else:
        messages.success(request, f"似た行 {count} 行を、確認待ちに戻しました。")
    return redirect("stool_tests:sample", sample)


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, row: row)
def sample_strip(request: HttpRequest, row: int) -> HttpResponse:
    """The picture of an accepted row."""
    if not Row.objects.filter(pk=row, state=Row.ACCEPTED).exists():
        raise Http404
    return picture(row)
