"""Filled sheets read with a draft, row by row: what was read beside the place where it stands."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions import teaching
from sekisho.affairs.stool_tests.models import FormDraft, FormSample
from sekisho.affairs.stool_tests.teaching.jobs import try_form
from sekisho.affairs.stool_tests.web.teaching.draft import STEPS, picture_of
from sekisho.affairs.stool_tests.web.teaching.forms import FORMS, LIMIT
from sekisho.base.errors import UserError
from sekisho.gate.models import Job
from sekisho.site.jobs_read import shown
from sekisho.site.received import body_of, name_of, told


def _case(_request: HttpRequest, draft: int, **_: object) -> int:
    return draft


@require_GET
@gate.purpose(FORMS, case=_case)
def trials(request: HttpRequest, draft: int) -> HttpResponse:
    """The sheets, how far reading them is, and what was read."""
    row = get_object_or_404(FormDraft, pk=draft)
    job = Job.objects.filter(pk=row.trial_job).first()
    moving = job is not None and job.state in Job.MOVING
    samples = [_shown(sample, row) for sample in teaching.trials(row)]
    context = {
        "draft": row,
        "job": shown(job) if job else None,
        "moving": moving,
        "samples": samples,
        "stale": not moving and any(one["stale"] for one in samples),
        "room": teaching.MOST_TRIALS - len(samples) if row.state == FormDraft.OPEN else 0,
        "most": teaching.MOST_TRIALS,
        "limit": LIMIT,
        "steps": STEPS,
    }
    return render(request, "stool_tests/teaching/trials.html", context)


def _shown(sample: FormSample, draft: FormDraft) -> dict[str, Any]:
    return {
        "sample": sample,
        "pages": json.loads(sample.found) if sample.found else [],
        "stale": sample.revision != draft.revision,
    }


@require_POST
@gate.purpose(FORMS, case=_case)
def receive(request: HttpRequest, draft: int) -> HttpResponseBase:
    """A filled sheet as the body of the request."""
    get_object_or_404(FormDraft, pk=draft)
    try:
        data = body_of(request, LIMIT)
        row = teaching.locked(draft)
        teaching.add_trial(row, name_of(request), data, request.actor, try_form)  # type: ignore[attr-defined]
    except UserError as refused:
        return told(refused)
    return JsonResponse({"ok": True, "next": reverse("stool_tests:form_trials", args=[draft])})


@require_POST
@gate.purpose(FORMS, case=_case)
def again(request: HttpRequest, draft: int) -> HttpResponse:
    """Read the sheets with the draft as it is now."""
    get_object_or_404(FormDraft, pk=draft)
    try:
        teaching.plan_trials(teaching.locked(draft), request.actor, try_form)  # type: ignore[attr-defined]
    except UserError as refused:
        messages.error(request, str(refused))
    return redirect("stool_tests:form_trials", draft)


@require_POST
@gate.purpose(FORMS, case=_case)
def remove(request: HttpRequest, draft: int, sample: int) -> HttpResponse:
    """The sheet isn't needed any more."""
    row = get_object_or_404(FormDraft, pk=draft)
    teaching.remove_trial(row, sample)
    return redirect("stool_tests:form_trials", draft)


@require_GET
@gate.purpose(FORMS, case=_case)
def picture(request: HttpRequest, draft: int, sample: int, page: int) -> HttpResponse:
    """A page of a filled sheet, laid on the form."""
    return picture_of(get_object_or_404(FormSample, pk=sample, draft=draft, role=FormSample.TRIAL), page)
