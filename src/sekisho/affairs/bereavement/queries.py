"""What the pages show, within the open pass."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import F, Q, QuerySet

from sekisho.affairs.bereavement import rules
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.inquiries.queries import answered
from sekisho.affairs.bereavement.models import ClosedDay, Step, Visit
from sekisho.affairs.bereavement.models.step import NOT_NEEDED, OPEN, OUTCOMES, PENDING
from sekisho.affairs.bereavement.models.visit import ABSENT, ARRIVED, BOOKED, CANCELLED, DONE, GUIDED
from sekisho.affairs.bereavement.persons.queries import verdicts
from sekisho.affairs.bereavement.procedures import BEFORE, CHANNELS, Catalogue, Procedure, floors
from sekisho.affairs.bereavement.roles import Verdict
from sekisho.affairs.bereavement.slots import Taken
from sekisho.affairs.bereavement.stages import STAGES
from sekisho.affairs.bereavement.visiting.way import Place, in_order, minutes, place
from sekisho.base import clock
from sekisho.base.wareki import format_date
from sekisho.gate.register.load import find
from sekisho.site.keys import key

#: In the place of an outcome, for what ought to be done before the visit.
PRESUMED = "済んでいるはず（確かめる）"
_ORDER = {"desk": 0, BEFORE: 0, "phone_transfer": 1, "escort": 2, "external": 3}


@dataclass(frozen=True)
class Allowed:
    """What a stage allows, as the registers say it now."""

    key: str
    name: str
    why: str
    when: str
    reads: tuple[str, ...]
    registry: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Dropped:
    """A procedure that isn't needed, and ``why``: known before the visit (no ``line``) or decided during it."""

    procedure: Procedure
    why: tuple[str, ...]
    line: "Line | None" = None


@dataclass(frozen=True)
class Line:
    """A step with its procedure as the page shows it; ``may``: who may do it, and ``deadline`` in words, at a visit."""

    step: Step
    procedure: Procedure
    channel: str
    floor: int | None
    may: Verdict | None = None
    deadline: str = ""

    @property
    def dropped(self) -> bool:
        """Is it known by now that this family doesn't need it, by an answer or by an outcome?"""
        return self.step.outcome == NOT_NEEDED

    @property
    def presumed(self) -> bool:
        """Ought it to be done already, and has nobody confirmed it yet?"""
        return (
            self.procedure.channel == BEFORE and self.step.outcome == OPEN and self.step.closed_on is not None
        )

    @property
    def outcome(self) -> str:
        """What became of it, in words."""
        return PRESUMED if self.presumed else OUTCOMES[self.step.outcome]

    @property
    def late(self) -> bool:
        """Is it still to be done, and the law's day over?"""
        return self.step.closed_on is None and self.step.due is not None and self.step.due < clock.today()

    @property
    def agreed(self) -> str:
        """The day agreed, in words; «» for none."""
        return format_date(self.step.until, weekday=True) if self.step.until else ""

    @property
    def left(self) -> bool:
        """Is it sure to be needed, and still to be done in this house or elsewhere?"""
        to_do = self.step.sure and self.step.outcome in (OPEN, PENDING)
        return to_do and self.procedure.channel != BEFORE

    @property
    def place(self) -> Place | None:
        """Where the family is taken; None for what is done at the desk, by telephone or outside."""
        walked = self.procedure.channel == "escort" and self.floor is not None
        return place(self.procedure.counter, self.floor or 0) if walked else None


def allowed(stage: str = "") -> list[Allowed]:
    """The stages, or the one named: from the registers alone, so that what a page says is what the gate does."""
    told = []
    for one in STAGES:
        found = find(f"bereavement.{one.key}")
        if found is None or stage not in ("", one.key):
            continue
        registry = [find(name) for name in one.registry]
        looks = tuple((entry[1].name, entry[1].why, entry[1].reads) for entry in registry if entry)
        told.append(Allowed(one.key, found[1].name, found[1].why, one.when, found[1].reads, looks))
    return told


def taken(but: Visit | None = None) -> list[Taken]:
    """Desks and times of the visits booked from yesterday on, but for one that is being moved."""
    booked = Visit.objects.filter(
        state__in=(BOOKED, ARRIVED, GUIDED, DONE), starts_at__gte=clock.now() - datetime.timedelta(days=1)
    )
    return [
        Taken(starts_at, ends_at, desk)
        for pk, starts_at, ends_at, desk in booked.values_list("id", "starts_at", "ends_at", "desk")
        if not but or pk != but.pk
    ]


def closed_days() -> set[datetime.date]:
    """The desk's own closed days from today on."""
    return set(ClosedDay.objects.filter(day__gte=clock.today()).values_list("day", flat=True))


def waiting() -> list[Visit]:
    """Those who wait for a free slot, who has waited longest first."""
    return list(Visit.objects.filter(waiting_since__isnull=False).order_by("waiting_since", "id"))


def current() -> QuerySet[Visit]:
    """Calls without a slot, and visits from today on, those who didn't come among them."""
    today = datetime.datetime.combine(clock.today(), datetime.time(), clock.TOKYO)
    return Visit.objects.exclude(state=CANCELLED).exclude(starts_at__lt=today).order_by("starts_at", "id")


def same_deceased(name: str) -> list[int]:
    """Numbers of open cases about somebody of this name: to be told to the clerk, never to the caller."""
    if not key(name):
        return []
    found = Visit.objects.filter(deceased_key=key(name)).exclude(state__in=(CANCELLED, ABSENT, DONE))
    return [pk for (pk,) in found.order_by("id").values_list("id")]


def facts_of(visit: Visit) -> dict[str, object]:
    """What is known: what the sections answered, over it what the desk itself has written down, and the day told on the telephone
    where nothing better is."""
    facts = answered(visit) | rules.stored_facts(visit.facts, versions.of(visit))
    if visit.died_on and "d.date_of_death" not in facts:
        facts["d.date_of_death"] = visit.died_on
    return facts


def other_day(visit: Visit) -> tuple[datetime.date, datetime.date] | None:
    """The day of death told on the telephone and the one that deadlines are reckoned from, where they are not the same."""
    used = facts_of(visit).get("d.date_of_death")
    if not visit.died_on or not isinstance(used, datetime.date) or used == visit.died_on:
        return None
    return visit.died_on, used


def disagreeing(visit: Visit) -> list[tuple[str, str, str]]:
    """Where the desk has written down something else than a section says: the question, the desk's words, the section's."""
    catalogue = versions.of(visit)
    known, own, theirs = catalogue.attributes, rules.stored_facts(visit.facts, catalogue), answered(visit)
    return [
        (known[name].label, known[name].words(own[name]), known[name].words(said))
        for name, said in theirs.items()
        if name in own and own[name] != said
    ]


def plan_of(visit: Visit) -> list[rules.Planned]:
    """The whole plan of the case."""
    return rules.plan(facts_of(visit), versions.of(visit))


def expected_minutes(planned: Sequence[rules.Planned]) -> int:
    """How long the visit of a plan takes, with everything that is needed."""
    needed = [one.procedure for one in planned if one.state == "yes"]
    stands = ((one.counter, floors().get(one.counter)) for one in needed if one.channel == "escort")
    places = {place(counter, floor) for counter, floor in stands if floor is not None}
    return minutes([one.channel for one in needed], places)


def route(visit: Visit) -> list[Line]:
    """The visit's steps in the order of the way: the desk, the telephone, the counters as one comes past them, then outside."""
    known = versions.of(visit)
    lines = [one for one in (line(step, known) for step in Step.objects.filter(visit=visit)) if one]
    may = verdicts(visit, (one.procedure for one in lines))
    died_on = facts_of(visit).get("d.date_of_death")
    lines = [
        replace(one, may=may[one.procedure.id], deadline=one.procedure.deadline.words(died_on))  # type: ignore[arg-type]
        for one in lines
    ]
    stops = {
        place: number for number, place in enumerate(in_order({one.place for one in lines if one.place}))
    }
    return sorted(
        lines,
        key=lambda one: (
            _ORDER[one.procedure.channel],
            stops[one.place] if one.place else 999,
            one.procedure.counter,
            one.step.pk,
        ),
    )


def not_needed(planned: Iterable[rules.Planned], lines: Sequence[Line]) -> list[Dropped]:
    """What this family doesn't need, whenever it became known: the answers' no first, then what somebody has marked so."""
    there = {one.procedure.id: one for one in lines}
    by_answer = [
        Dropped(one.procedure, one.because, there.get(one.procedure.id))
        for one in planned
        if one.state == "no" and (one.procedure.id not in there or there[one.procedure.id].dropped)
    ]
    told = {one.procedure.id for one in by_answer}
    marked = (one for one in lines if one.dropped and one.procedure.id not in told)
    return [
        *by_answer,
        *(Dropped(one.procedure, ("結果に「要らない」と書かれています",), one) for one in marked),
    ]


def line(step: Step, known: Catalogue) -> Line | None:
    """A step with its procedure; None where the catalogue that the case is planned with has none of its number."""
    procedure = known.procedure(step.procedure)
    if procedure is None:
        return None
    return Line(step, procedure, CHANNELS[procedure.channel], floors().get(procedure.counter))


def left_open(everything: bool = False) -> list[Line]:
    """Procedures that aren't done, soonest first (purpose «bereavement.follow_up»): those that are sure to be needed, of visits that
    are over; with ``everything`` also what is to be asked yet, and of who is still in the house."""
    steps = Step.objects.filter(closed_on=None)
    if not everything:
        steps = steps.filter(_over(), sure=True)
    steps = steps.order_by("due", "id").annotate(day=F("visit__planned_on"))
    known = {day: versions.on(day or clock.today()) for day in {step.day for step in steps}}
    return [one for one in (line(step, known[step.day]) for step in steps) if one]


def to_ask() -> list[tuple[int, int]]:
    """Visits that are over, with how many procedures of each nobody has decided yet (purpose «bereavement.follow_up»)."""
    unsure = Step.objects.filter(_over(), closed_on=None, sure=False)
    return sorted(Counter(visit for visit, _ in unsure.values_list("visit_id", "id")).items())


def _over() -> Q:
    """Steps of families that went home; who came on an earlier day did, even if nobody wrote it down."""
    today = datetime.datetime.combine(clock.today(), datetime.time(), clock.TOKYO)
    return Q(visit__left_at__isnull=False) | Q(visit__arrived_at__lt=today)
