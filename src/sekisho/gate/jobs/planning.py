"""Into the queue, out of it, and once more."""

from typing import Any

from django.conf import settings
from django.db import connection, transaction

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.answers import Gap
from sekisho.gate.jobs.declare import Declared, check_arguments, find_job
from sekisho.gate.models import Job
from sekisho.gate.passes import Actor
from sekisho.gate.register.load import find

#: Name of the one task that the queue knows; what it runs stands in the table of jobs.
TASK = "gate.run"
#: The queue of jobs that touch no records: a worker of any zone takes them.
ANYWHERE = "any"


def plan(declared: Declared, actor: Actor, case: object, ids: dict[str, Any]) -> Job:
    """Plan a job inside the open transaction; raises TypeError outside one, or when an argument isn't an id."""
    check_arguments(declared, ids)
    if not connection.in_atomic_block:
        raise TypeError(
            f"{declared.name}: plan it inside the transaction that causes it (transaction.atomic)"
        )
    planned = Job.objects.create(
        name=declared.name,
        arguments=ids,
        case_key=str(case),
        planned_by=actor.key,
        office=actor.held[0].office if actor.held else None,
        planned_at=clock.now(),
    )
    enqueue(planned, declared)
    return planned


def enqueue(planned: Job, declared: Declared) -> None:
    """Hand a job to the queue of the zone that its purpose is used in."""
    from procrastinate.contrib.django import app

    planned.queued = app.configure_task(TASK, queue=queue_of(declared), allow_unknown=False).defer(
        job=planned.pk
    )
    planned.save(update_fields=["queued"])


def queue_of(declared: Declared) -> str:
    """The zone whose workers run the job: this process's own where the purpose has it, else the purpose's first."""
    if not declared.purpose:
        return ANYWHERE
    found = find(declared.purpose)
    if found is None:
        raise Gap(f"no register speaks of the purpose «{declared.purpose}»")
    zones = found[1].zones
    return settings.SEKISHO_ZONE if settings.SEKISHO_ZONE in zones else zones[0]


def cancel(job: Job) -> None:
    """Take a waiting job out of the queue; ask a running one to stop at its next step."""
    from procrastinate.contrib.django import app

    with transaction.atomic():
        held = Job.objects.select_for_update().get(pk=job.pk)
        if held.state not in Job.MOVING:
            raise UserError("この処理は、もう終わっています。", "画面を開き直してください。")
        if held.state == Job.WAITING and held.queued and app.job_manager.cancel_job_by_id(held.queued):
            held.state, held.ended_at = Job.CANCELLED, clock.now()
        held.cancel_asked = True
        held.save(update_fields=["state", "ended_at", "cancel_asked"])


def retry(job: Job) -> None:
    """Plan a job that failed or was cancelled once more."""
    with transaction.atomic():
        held = Job.objects.select_for_update().get(pk=job.pk)
        declared = find_job(held.name)
        if held.state not in (Job.FAILED, Job.CANCELLED) or declared is None:
            raise UserError("この処理は、もう一度始められません。", "画面を開き直してください。")
        held.state, held.message, held.remedy = Job.WAITING, "", ""
        held.done = held.total = 0
        held.step, held.cancel_asked, held.started_at, held.ended_at = "", False, None, None
        held.save()
        enqueue(held, declared)
