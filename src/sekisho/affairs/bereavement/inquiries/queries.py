"""The board of a case, a section's own list, and what the sections have said, within the open pass."""

import datetime
from dataclasses import dataclass

from django.db import connection

from sekisho.affairs.bereavement import rules
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.inquiries.sections import TELLS, Section, section
from sekisho.affairs.bereavement.models import Inquiry, Visit
from sekisho.affairs.bereavement.procedures import Attribute, Catalogue
from sekisho.base import clock
from sekisho.gate.register.load import find
from sekisho.people.models import Office, Staff


@dataclass(frozen=True)
class Asked:
    """An inquiry as pages show it. ``state``: answered, late, or waiting; ``said``: the questions with their answers in words."""

    inquiry: Inquiry
    section: Section
    state: str
    said: tuple[tuple[Attribute, str], ...]

    @property
    def initial(self) -> dict[str, object]:
        """The answers given so far, for the form."""
        return {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in self.inquiry.answers.items()
        }

    @property
    def told(self) -> list[tuple[str, object]]:
        """What the section is told of the deceased, with the words for it."""
        return [(TELLS[name], getattr(self.inquiry, name)) for name in self.section.sees]


def asked_with(inquiry: Inquiry) -> Catalogue:
    """The catalogue of the day on which the section was asked: it sees nothing of the visit, nor of when that was planned."""
    return versions.on(inquiry.asked_at.astimezone(clock.TOKYO).date())


def _shown(inquiry: Inquiry) -> Asked | None:
    one = section(inquiry.section)
    if one is None:
        return None
    catalogue = asked_with(inquiry)
    known = catalogue.attributes
    answers = rules.stored_facts(inquiry.answers, catalogue)
    state = "answered" if inquiry.answered_at else "late" if inquiry.due_on < clock.today() else "waiting"
    said = tuple(
        (known[name], known[name].words(answers.get(name))) for name in inquiry.asked if name in known
    )
    return Asked(inquiry, one, state, said)


def board(visit: Visit) -> list[Asked]:
    """All inquiries of the case; those that wait first."""
    found = [one for one in map(_shown, Inquiry.objects.filter(visit=visit)) if one]
    return sorted(found, key=lambda one: (one.state == "answered", one.inquiry.due_on, one.inquiry.pk))


def own() -> list[Asked]:
    """What the offices of the open pass are asked and haven't answered yet, and what they can still mend."""
    found = [one for one in map(_shown, Inquiry.objects.all()) if one and not one.section.phone]
    return sorted(found, key=lambda one: (one.state == "answered", one.inquiry.due_on, one.inquiry.pk))


def waiting() -> tuple[int, int]:
    """How many inquiries of the offices of the open pass are late, and how many wait in all."""
    open_ones = Inquiry.objects.filter(answered_at=None)
    return open_ones.filter(due_on__lt=clock.today()).count(), open_ones.count()


def shown(inquiry: Inquiry) -> Asked | None:
    """One inquiry for its page; None where the section is no more."""
    return _shown(inquiry)


def answered(visit: Visit) -> dict[str, object]:
    """What the sections have said of the case."""
    said: dict[str, object] = {}
    known = versions.of(visit)
    for inquiry in Inquiry.objects.filter(visit=visit).order_by("answered_at"):
        said |= rules.stored_facts(inquiry.answers, known)
    return said


def progress(visits: list[int]) -> dict[int, tuple[int, int, int]]:
    """For each case: how many sections have answered, how many were asked, how many are late."""
    found: dict[int, tuple[int, int, int]] = {}
    rows = Inquiry.objects.filter(visit__in=visits).values_list("visit_id", "answered_at", "due_on")
    for visit, at, due_on in rows:
        done, asked, late = found.get(visit, (0, 0, 0))
        found[visit] = (done + bool(at), asked + 1, late + (not at and due_on < clock.today()))
    return found


@dataclass(frozen=True)
class Looker:
    """Somebody who has looked at the case: who, of which office, for what, how often and when last."""

    name: str
    office: str
    purpose: str
    times: int
    last: datetime.datetime


def lookers() -> list[Looker]:
    """Who has looked at the case at work, out of the access log itself (purposes «bereavement.preparation», «.arrival»)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, office, purpose, times, last FROM gate.who_looked()")
        rows = cursor.fetchall()
    people = dict(Staff.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", "name"))
    offices = dict(Office.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "name"))
    return [
        Looker(people.get(actor, "（仕組み）"), offices.get(office, ""), found[1].name if (found := find(purpose)) else purpose,
               times, last)
        for actor, office, purpose, times, last in rows
    ]  # fmt: skip
