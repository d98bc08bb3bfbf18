"""A roster handed in as a file: compared by a job, looked at, then applied by another."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.affairs.stool_tests import actions
from sekisho.affairs.stool_tests.jobs import apply_roster, compare_roster
from sekisho.affairs.stool_tests.models import RosterUpload
from sekisho.base.errors import UserError
from sekisho.gate.models import Job
from sekisho.site import menu
from sekisho.site.jobs_read import shown

UPKEEP = "stool_tests.roster_upkeep"
#: Bytes; a city's roster has a twentieth of that. Below Django's limit for temporary files, so none is made.
LIMIT = 2_000_000
_SHOWN = 10


def _case(_request: HttpRequest, upload: int) -> int:
    return upload


@menu.page("名簿の読み込み")
@gate.purpose(UPKEEP)
def hand_in(request: HttpRequest) -> HttpResponse:
    """The form, and what was handed in lately."""
    error = None
    if request.method == "POST":
        try:
            upload = actions.hand_in(_content(request), request.actor, compare_roster)  # type: ignore[attr-defined]
        except UserError as refused:
            error = refused
        else:
            return redirect("stool_tests:roster_upload", upload.pk)
    lately = RosterUpload.objects.defer("content", "outcome")[:_SHOWN]
    context = {"error": error, "lately": lately}
    return render(request, "stool_tests/upload.html", context, status=400 if error else 200)


def _content(request: HttpRequest) -> bytes:
    file = request.FILES.get("roster")
    if file is None:
        raise UserError(
            "ファイルが選ばれていません。", "名簿の CSV を選んでから「読み込む」を押してください。"
        )
    if not file.size or file.size > LIMIT:
        raise UserError("ファイルが空か、大きすぎます。", "2 MB までの CSV を出してください。")
    content: bytes = file.read()
    return content


@gate.purpose(UPKEEP, case=_case)
def upload(request: HttpRequest, upload: int) -> HttpResponse:
    """How far the job is, and what the file would change or has changed."""
    row = get_object_or_404(RosterUpload.objects.defer("content"), pk=upload)
    job = Job.objects.filter(pk=row.job).first()
    moving = job is not None and job.state in Job.MOVING
    outcome = None if moving else _by_facility(row.outcome)
    context = {"upload": row, "job": shown(job) if job else None, "outcome": outcome, "moving": moving}
    return render(request, "stool_tests/upload_outcome.html", context)


def _by_facility(outcome: dict[str, Any] | None) -> dict[str, Any] | None:
    """The outcome with who comes, changes and leaves by facility."""
    if outcome is None:
        return None
    places: dict[str, dict[str, list[Any]]] = {}
    for kind in ("come", "changed", "leave"):
        for one in outcome[kind]:
            place = one["after"]["facility"] if kind == "changed" else one["facility"]
            places.setdefault(place, {"come": [], "changed": [], "leave": []})[kind].append(one)
    count = sum(len(outcome[kind]) for kind in ("come", "changed", "leave"))
    return {**outcome, "places": sorted(places.items()), "count": count}


@require_POST
@gate.purpose(UPKEEP, case=_case)
def apply(request: HttpRequest, upload: int) -> HttpResponse:
    """Plan that what was looked at becomes the roster."""
    row = get_object_or_404(RosterUpload.objects.select_for_update().defer("content"), pk=upload)
    job = Job.objects.filter(pk=row.job).first()
    if (
        row.outcome
        and not row.outcome["errors"]
        and not row.applied_at
        and job
        and job.state not in Job.MOVING
    ):
        actions.plan_for(row, request.actor, apply_roster)  # type: ignore[attr-defined]
    return redirect("stool_tests:roster_upload", upload)
