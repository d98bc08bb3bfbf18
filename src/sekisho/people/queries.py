"""What the heads' pages show; each look at somebody's posts is noted in the open pass."""

import datetime
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from sekisho import gate
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate import passes
from sekisho.people.models import Assignment, AssignmentRequest, Office, Staff, Terminal

_FIELDS = ("number", "name", "kana", "post", "since", "until")


def _noted(people: Sequence[Staff]) -> None:
    """Staff aren't records (sign-in must see them before any pass), so looks are noted here."""
    open_pass = passes.current()
    if open_pass and people:
        open_pass.noted("read", "people_staff", [f"people.staff:{one.pk}" for one in people], _FIELDS)


def assignments_in(offices: Sequence[Office]) -> QuerySet[Assignment]:
    """All assignments at these offices."""
    return Assignment.objects.filter(office__in=offices).select_related("staff", "office")


def people_of(offices: Sequence[Office], day: datetime.date) -> list[tuple[Office, list[Assignment]]]:
    """Those who hold a post on ``day`` or later, by office; those to be confirmed first."""
    current = assignments_in(offices).filter(Q(until__isnull=True) | Q(until__gte=day))
    found = list(current.order_by("office__kind", "office__code", "lapses_on", "staff__number"))
    _noted([assignment.staff for assignment in found])
    return [(office, [one for one in found if one.office_id == office.pk]) for office in offices]


def terminals_of(offices: Sequence[Office]) -> list[Terminal]:
    """Registered terminals of these offices, with their last use."""
    return list(
        Terminal.objects.filter(office__in=offices, revoked_at=None).select_related("office", "enrolled_by")
    )


def heads_of(office: int) -> list[Staff]:
    """Who heads the office today and has given an address for mail."""
    held = Assignment.objects.on(clock.today()).filter(
        office=office, post__in=("section_head", "facility_head")
    )
    return list(Staff.objects.filter(pk__in=held.values("staff")).exclude(email=""))


def by_number(number: str) -> Staff:
    """The member of staff with ``number``; UserError when there is none."""
    found = Staff.objects.filter(number=number.strip()).first()
    if found is None:
        raise UserError(
            f"職員番号 {number} の職員はいません。", "番号を確かめるか、新しい職員として加えてください。"
        )
    _noted([found])
    return found


def waiting() -> QuerySet[AssignmentRequest]:
    """Requests that nobody has decided yet."""
    return AssignmentRequest.objects.filter(decided_at=None).select_related("staff", "office", "asked_by")


def at_desk(staff: Staff) -> gate.Actor:
    """The member of staff at a desk terminal, with the posts held today; for what begins without a request."""
    held = tuple(gate.Held(one.post, one.office_id) for one in staff.held_on(clock.today()))
    return gate.Actor(staff.pk, held, terminal_kind="desk")
