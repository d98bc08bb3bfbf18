"""The roster's writers (purpose «stool_tests.roster_upkeep»)."""

import datetime
from collections.abc import Iterable, Iterator

from django.db import transaction

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person, RosterUpload
from sekisho.affairs.stool_tests.queries import facility_ids
from sekisho.affairs.stool_tests.rules import Outcome
from sekisho.base import clock
from sekisho.gate.jobs.declare import Declared


def add_people(people: Iterable[Person]) -> None:
    """Add people to rosters (purpose «stool_tests.roster_upkeep»)."""
    Person.objects.bulk_create(people)


def hand_in(content: bytes, actor: gate.Actor, compare: Declared) -> RosterUpload:
    """Keep a roster that was handed in, and plan the job ``compare`` for it."""
    with transaction.atomic():
        upload = RosterUpload.objects.create(content=content, uploaded_by=actor.key, uploaded_at=clock.now())
        return _with_job(upload, actor, compare)


def plan_for(upload: RosterUpload, actor: gate.Actor, job: Declared) -> RosterUpload:
    """Plan ``job`` for a roster that was handed in."""
    with transaction.atomic():
        return _with_job(upload, actor, job)


def _with_job(upload: RosterUpload, actor: gate.Actor, job: Declared) -> RosterUpload:
    upload.job = job.plan(actor, case=upload.pk, upload=upload.pk).pk
    upload.save(update_fields=["job"])
    return upload


def apply_outcome(outcome: Outcome, today: datetime.date) -> Iterator[int]:
    """Let people come, change and leave; yields how many were written at a time."""
    places = facility_ids()
    Person.objects.bulk_create(
        Person(
            facility_id=places[one.facility], name=one.name, kana=one.kana, number=one.number, joined_on=today
        )
        for one in outcome.come
    )
    yield len(outcome.come)
    for change in outcome.changed:
        after = change.after
        Person.objects.filter(pk=after.key).update(name=after.name, kana=after.kana, number=after.number)
        yield 1
    Person.objects.filter(pk__in=[one.key for one in outcome.leave]).update(left_on=today)
    yield len(outcome.leave)
