"""Posting a month: what would change, one button, the list of what was written, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions import ledgers
from sekisho.affairs.stool_tests.actions import posting as actions
from sekisho.affairs.stool_tests.actions.closing import anchor_of
from sekisho.affairs.stool_tests.closing.batches import rule
from sekisho.affairs.stool_tests.jobs_posting import PURPOSE, post_month, preview_month, undo_posting
from sekisho.affairs.stool_tests.models import Posting, Preview, Row, Settings
from sekisho.affairs.stool_tests.months import first_day
from sekisho.affairs.stool_tests.posting import lines as plans
from sekisho.affairs.stool_tests.posting import rows
from sekisho.affairs.stool_tests.posting.months import states_by_month
from sekisho.affairs.stool_tests.posting.teaching import sentence_of
from sekisho.affairs.stool_tests.web.strips import picture
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.retention import due_on
from sekisho.base.wareki import fiscal_year, format_month
from sekisho.gate import exports
from sekisho.gate.models import Job
from sekisho.gate.vault.fields import read_file
from sekisho.people.models import Staff
from sekisho.site import menu
from sekisho.site.downloads import CSV, download
from sekisho.site.jobs_read import shown

_REPORT = (
    "結果",
    "施設",
    "氏名",
    "検査日",
    "シート",
    "セル",
    "前の値",
    "書いた値",
    "わけ",
    "用紙",
    "ページ",
    "行",
)
_LATELY = 12


@menu.page("台帳への転記")
@gate.purpose(PURPOSE)
def postings(request: HttpRequest) -> HttpResponse:
    """Months with read rows, and what was posted lately."""
    found = []
    for month, states in states_by_month().items():
        ledger = ledgers.in_force(fiscal_year(month))
        preview = Preview.objects.filter(month=month, ledger=ledger).first() if ledger else None
        found.append(
            {
                "month": month,
                "sure": sum(states.get(state, 0) for state in Row.SURE),
                "doubtful": states.get(Row.DOUBTFUL, 0),
                "unlisted": states.get(Row.UNLISTED, 0),
                "ledger": ledger,
                "preview": preview,
            }
        )
    lately = Posting.objects.select_related("after")[:_LATELY]
    return render(request, "stool_tests/postings.html", {"months": found, "lately": lately})


@require_POST
@menu.page(None)
@gate.purpose(PURPOSE)
def ask_preview(request: HttpRequest) -> HttpResponse:
    """Plan the preview of a month."""
    month = first_day(request.POST.get("month", ""))
    if month is None:
        messages.error(request, "月が選ばれていません。表の「下見する」を押してください。")
        return redirect("stool_tests:postings")
    ledger = ledgers.in_force(fiscal_year(month))
    if ledger is None or not ledger.rule:
        messages.error(
            request, f"{format_month(month)}の年度の台帳か転記の決まりがありません。先に入れてください。"
        )
        return redirect("stool_tests:ledgers")
    asked = actions.ask_preview(month, ledger, request.actor, preview_month)  # type: ignore[attr-defined]
    return redirect("stool_tests:preview", asked.pk)


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, preview: preview)
def preview(request: HttpRequest, preview: int) -> HttpResponse:
    """What posting would change, what was left to a person, and the button."""
    found = get_object_or_404(Preview.objects.select_related("ledger"), pk=preview)
    job = Job.objects.filter(pk=found.posting or found.job).first()
    context: dict[str, object] = {
        "preview": found,
        "job": shown(job) if job and job.state != Job.DONE else None,
        "posting": actions.posted_from(found).first(),
    }
    if found.plan:
        lines = plans.unpack(read_file(found, "plan"))
        context |= {
            "troubles": [line for line in lines if line.trouble],
            "facilities": plans.by_facility(line for line in lines if line.outcome == "written"),
            "totals": [(word, found.counts.get(outcome, 0)) for outcome, word in plans.OUTCOMES.items()],
            "written": found.counts.get("written", 0),
            "stale": _stale(found),
            "sentence": sentence_of(found.ledger.rule),
        }
    return render(request, "stool_tests/preview.html", context)


def _stale(preview: Preview) -> str:
    """What has changed since the preview; empty when nothing has."""
    if preview.ledger.replaced_at:
        return "下見のあとで、台帳の新しい版ができました。"
    if preview.basis != rows.basis(preview.month):
        return "下見のあとで、確かめた行が変わりました。"
    return ""


@require_POST
@gate.purpose(PURPOSE, case=lambda _request, preview: preview)
def post_preview(request: HttpRequest, preview: int) -> HttpResponse:
    """Plan that what was looked at is posted; once, however often the button is pressed."""
    found = get_object_or_404(Preview.objects.select_for_update(), pk=preview)
    before = Job.objects.filter(pk=found.posting).first()
    if before is None or before.state in (Job.FAILED, Job.CANCELLED):
        try:
            actions.ask_posting(found, request.actor, post_month)  # type: ignore[attr-defined]
        except UserError as refused:
            messages.error(request, f"{refused.message}{refused.remedy}")
    return redirect("stool_tests:preview", preview)


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, posting: posting)
def posting(request: HttpRequest, posting: int) -> HttpResponse:
    """A posting: the file, the list of what was written, taking it back."""
    found = get_object_or_404(Posting.objects.select_related("before", "after"), pk=posting)
    changes = rows.changes_of(found)
    undoing = (
        Job.objects.filter(name=undo_posting.name, arguments={"posting": posting}).order_by("-pk").first()
    )
    words = plans.UNDONE if found.undone_at else plans.DONE
    context = {
        "posting": found,
        "staff": Staff.objects.filter(pk=found.posted_by).first(),
        "totals": [(word, found.counts.get(outcome, 0)) for outcome, word in words.items()],
        "written": [change for change in changes if change.outcome == "written"],
        "left": [change for change in changes if change.outcome in ("conflict", "missing")],
        "undoing": shown(undoing) if undoing and undoing.state != Job.DONE else None,
        "now": ledgers.in_force(found.after.fiscal_year),
        "rule": rule(),
        "goes": due_on(anchor_of(Settings.now(), clock.today()), rule().length),
    }
    return render(request, "stool_tests/posting.html", context)


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, posting: posting)
def posting_report(request: HttpRequest, posting: int) -> HttpResponse:
    """The list of what was written, as a file for Excel."""
    found = get_object_or_404(Posting, pk=posting)
    lines = [
        (
            plans.DONE[one.outcome], one.facility, one.name, one.date, one.sheet, one.cell, one.before, one.after,
            one.reason, one.source, str(one.page), str(one.row),
        )
        for one in rows.changes_of(found)
        if one.outcome in plans.DONE
    ]  # fmt: skip
    export = exports.issue("csv", str(request.user))
    name = f"posting-{found.month:%Y-%m}-{export.serial}.csv"
    return download(export.csv(_REPORT, lines), name, CSV)


@require_POST
@gate.purpose(PURPOSE, case=lambda _request, posting: posting)
def undo(request: HttpRequest, posting: int) -> HttpResponse:
    """Plan that a posting is taken back."""
    found = get_object_or_404(Posting.objects.select_for_update(), pk=posting)
    try:
        actions.ask_undo(found, request.actor, undo_posting)  # type: ignore[attr-defined]
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
    return redirect("stool_tests:posting", posting)


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, row: row)
def strip(request: HttpRequest, row: int) -> HttpResponse:
    """The picture of a row on its sheet."""
    return picture(row)
