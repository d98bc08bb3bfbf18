"""The only writers of the affair's records, beside ``booking``, ``inquiries`` and ``persons``; called inside an open pass of the purpose that
each names."""

import datetime
from collections.abc import Mapping
from typing import Any

from sekisho import gate
from sekisho.affairs.bereavement import queries, rules
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.inquiries.actions import close_inquiries
from sekisho.affairs.bereavement.models import Step, Visit
from sekisho.affairs.bereavement.models.step import NAMED, OPEN, OUTCOMES, PENDING
from sekisho.affairs.bereavement.models.visit import (
    ARRIVED,
    BOOKED,
    DONE,
    GUIDED,
    RECEIVED,
)
from sekisho.affairs.bereavement.persons import actions as persons
from sekisho.affairs.bereavement.procedures import BEFORE
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.residents import queries as residents
from sekisho.residents.birth import Birth, parse_birth

#: Kinds of documents that prove a relation; copies are never taken.
PROOFS = {
    "koseki": "戸籍の証明書",
    "juminhyo": "続柄のある住民票",
    "funeral": "会葬礼状・葬儀の領収書（喪主の氏名のあるもの）",
}
#: What ``look_up_deceased`` writes among the facts; it goes when the case turns out to be about somebody else.
FROM_REGISTRY = (
    "d.resident", "d.date_of_death", "d.foreign_national", "d.household_head", "d.age", "d.ltc_insured",
)  # fmt: skip
PROVING = ("koseki", "juminhyo")


def take_call(told: Mapping[str, Any], actor: gate.Actor) -> Visit:
    """Write down a call (purpose «bereavement.reception»)."""
    return Visit.objects.create(**told, received_at=clock.now(), received_by=actor.key)


def correct_call(visit: Visit, told: Mapping[str, Any]) -> None:
    """Mend what was told on the telephone, until the visit (purpose «bereavement.reception»)."""
    if visit.state not in (RECEIVED, BOOKED):
        raise UserError(
            "来庁の受け付けが始まったので、もう直せません。", "来庁の画面で、聞いたことを書いてください。"
        )
    for name, value in told.items():
        setattr(visit, name, value)
    visit.save(update_fields=tuple(told))


def look_up_deceased(visit: Visit, actor: gate.Actor) -> bool:
    """The deceased's own facts from the registry (purpose «bereavement.preparation»); False where nothing is to be had, and
    nothing tells why: not found, several, or withheld. Asked again after the call was corrected, what the registry said of another
    person is removed first."""
    birth = parse_birth(visit.deceased_birth) or Birth()
    with gate.enter(actor, "residents.deceased", f"bereavement.visit:{visit.pk}"):
        number = residents.match(visit.deceased_name, birth)
    found = None
    if number:
        with gate.enter(actor, "residents.deceased", number):
            found = residents.deceased(number)
    if visit.resident_number and (found is None or number != visit.resident_number):
        visit.facts = {name: value for name, value in visit.facts.items() if name not in FROM_REGISTRY}
    visit.resident_number = number or ""
    visit.registry_name = found.name if found else ""
    visit.prepared_at = clock.now()
    visit.planned_on = visit.planned_on or clock.today()
    if found:
        visit.facts = {
            **visit.facts, "d.resident": True, "d.date_of_death": found.died_on.isoformat(),
            "d.foreign_national": found.foreign, "d.household_head": found.head,
            **({} if found.age is None else {"d.age": found.age}),
            # From 65 on everybody is insured (介護保険法 第9条).
            **({"d.ltc_insured": True} if (found.age or 0) >= 65 else {}),
        }  # fmt: skip
    visit.save(update_fields=("resident_number", "registry_name", "prepared_at", "planned_on", "facts"))
    return found is not None


def answer(visit: Visit, told: Mapping[str, Any]) -> None:
    """Keep answers about the family («» takes one back; purpose «bereavement.preparation» or «.arrival»)."""
    known = rules.read_facts(told, versions.of(visit))
    kept = {name: value for name, value in visit.facts.items() if name not in told}
    for name, value in known.items():
        kept[name] = value.isoformat() if isinstance(value, datetime.date) else value
    visit.facts = kept
    visit.planned_on = visit.planned_on or clock.today()
    visit.save(update_fields=("facts", "planned_on"))


def receive(
    visit: Visit, visitor: Mapping[str, Any], consents: bool, documents: list[str], actor: gate.Actor
) -> bool:
    """Somebody came (purpose «bereavement.arrival»): is the relation proven, by the registry or by documents seen? If so the
    plan is made; if not there is guidance only, and nothing about the deceased is kept open."""
    if visit.state not in (BOOKED, GUIDED):
        raise UserError(
            "この件の来庁は、いま受け付けられません。", "受付の画面を開き直し、状態を確かめてください。"
        )
    visit.visitor_name, visit.visitor_birth = visitor["name"], visitor["birth"]
    visit.visitor_relation, visit.documents = visitor["relation"], documents
    visit.visitor_address, visit.visitor_phone = visitor.get("address", ""), visitor.get("phone", "")
    visit.wants_reminder = bool(visitor.get("wants_reminder"))
    visit.proof = "documents" if set(documents) & set(PROVING) else ""
    if consents:
        visit.consented_at = clock.now()
        if visit.resident_number:
            _ask_registry(visit, actor)
    visit.state = ARRIVED if visit.proof else GUIDED
    visit.finished_on = None if visit.proof else clock.today()
    visit.planned_on = visit.planned_on or clock.today()
    # Who went home and comes back, with the papers this time, is here anew.
    visit.arrived_at = clock.now() if visit.left_at else visit.arrived_at or clock.now()
    visit.left_at = None
    visit.save()
    close_inquiries(visit)
    if visit.proof:
        persons.begin(visit, visit.facts.get("d.household_head") is True)
        _plan(visit, {})
    return bool(visit.proof)


def _ask_registry(visit: Visit, actor: gate.Actor) -> None:
    """The relation, and what is left of the household, as answers; the household only once the relation is proven."""
    birth = parse_birth(visit.visitor_birth) or Birth()
    with gate.enter(actor, "residents.relation", visit.resident_number):
        relation = residents.relation_to(visit.visitor_name, birth)
        if relation is not None:
            visit.proof, visit.visitor_relation = "registry", relation
        left = residents.household_left(clock.today()) if visit.proof else {}
    counts = {"h.remaining_members": left.get("members"), "h.remaining_15plus": left.get("from15")}
    children = left.get("children")
    if children is not None:
        counts |= {"h.children_under18": children > 0, "h.child_allowance_child": children > 0}
    visit.facts = {**{name: value for name, value in counts.items() if value is not None}, **visit.facts}


def answer_at_visit(visit: Visit, told: Mapping[str, Any]) -> None:
    """As ``answer``, and the steps follow: what proves needed or not needed is marked so (purpose «bereavement.arrival»)."""
    before = {one.procedure.id: one.state for one in queries.plan_of(visit)}
    answer(visit, told)
    _plan(visit, before)
    _close(visit.pk)


def _plan(visit: Visit, before: Mapping[str, str]) -> None:
    """A step for every procedure that is needed or may be; those that nobody has done anything about follow what is known now.
    ``before``: the states of the plan until now, so that what the plan itself had dropped comes back with a corrected answer,
    and what a person marked as not needed stays so."""
    there = {step.procedure: step for step in Step.objects.filter(visit=visit)}
    planned = {one.procedure.id: one for one in queries.plan_of(visit)}
    today = clock.today()
    Step.objects.bulk_create(
        Step(
            visit=visit, procedure=key, sure=one.state == "yes", due=one.last_day, created_on=today,
            closed_on=_presumed(one, today),
        )
        for key, one in planned.items()
        if one.state != "no" and key not in there
    )  # fmt: skip
    for key, step in there.items():
        state = planned[key].state if key in planned else "yes"
        if key in planned and step.closed_on is None and step.due != planned[key].last_day:
            # The day of death became known, or another: a reminder of the old day counts for nothing.
            step.due, step.reminded_on = planned[key].last_day, None
            step.save(update_fields=("due", "reminded_on"))
        dropped = step.outcome == "not_needed" and not step.sure and before.get(key) == "no"
        if dropped and state != "no":
            step.sure, step.outcome = state == "yes", OPEN
            step.closed_on = _presumed(planned[key], today) if key in planned else None
            step.due = planned[key].last_day
            step.save(update_fields=("sure", "outcome", "closed_on", "due"))
        elif step.outcome == OPEN and (step.sure, state) in (
            (False, "yes"),
            (True, "unknown"),
            (False, "no"),
            (True, "no"),
        ):
            step.sure = state == "yes"
            step.outcome, step.closed_on = ("not_needed", today) if state == "no" else (OPEN, step.closed_on)
            step.save(update_fields=("sure", "outcome", "closed_on"))


def _presumed(one: rules.Planned, today: datetime.date) -> datetime.date | None:
    """What ought to be done before the visit is nobody's open work, unless somebody says that it isn't done: it counts as closed
    from the first, and its outcome stays to be written."""
    return today if one.procedure.channel == BEFORE else None


def record(step: Step, outcome: str, owner: str, until: datetime.date | None = None) -> None:
    """What became of a procedure, whose turn it is and until when (purpose «bereavement.arrival» or «.follow_up»)."""
    if outcome not in OUTCOMES:
        raise UserError("その結果はありません。", "表の中から選んでください。")
    named = outcome in NAMED
    if named and not owner:
        raise UserError(
            "後日にする手続きと引き継ぐ手続きには、だれの番かが要ります。",
            "担当課かご遺族かを書いてください。",
        )
    was = step.outcome
    step.outcome, step.owner, step.until = outcome, owner if named else "", until if named else None
    if not (was == outcome == OPEN):
        step.closed_on = None if outcome in (OPEN, PENDING) else clock.today()
    step.save(update_fields=("outcome", "owner", "until", "closed_on"))
    _close(step.visit_id)


def add_forgotten(number: int, procedure: str) -> Step:
    """A procedure that nobody thought of at the visit is found later (purpose «bereavement.follow_up»): the case is open again, and
    the measures count it."""
    visit = Visit.objects.filter(pk=number, state__in=(ARRIVED, DONE)).first()
    if visit is None or versions.of(visit).procedure(procedure) is None:
        raise UserError(
            "その受付番号か手続きの番号は、ここでは使えません。",
            "受付の一覧と手続きの一覧で、番号を確かめてください。",
        )
    there = Step.objects.filter(visit=visit, procedure=procedure).first()
    presumed = there is not None and there.outcome == OPEN and there.closed_on is not None
    if there is not None and there.outcome != "not_needed" and not presumed:
        raise UserError("その手続きは、もう一覧にあります。", "一覧で結果を書いてください。")
    step = there or Step(visit=visit, procedure=procedure)
    step.sure, step.outcome, step.closed_on, step.found_later = True, OPEN, None, True
    step.created_on = step.created_on or clock.today()
    step.save()
    _close(visit.pk)
    return step


def _close(visit_id: int) -> None:
    """The case is over with its last procedure, and open again when one is reopened."""
    left = Step.objects.filter(visit_id=visit_id, closed_on=None).exists()
    finished_on = None if left else clock.today()
    Visit.objects.filter(pk=visit_id).update(finished_on=finished_on, state=ARRIVED if left else DONE)
    persons.ended(visit_id, finished_on)
