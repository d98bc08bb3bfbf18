"""The persons of a case (purpose «bereavement.arrival»)."""

from collections.abc import Iterable

from django.db.models import Q

from sekisho.affairs.bereavement.models import Person, Visit
from sekisho.affairs.bereavement.procedures import Procedure
from sekisho.affairs.bereavement.roles import Someone, Verdict, roles, verdict


def everybody(visit: Visit) -> list[Person]:
    """The rows of those who take part; of whom was taken out an empty one is left."""
    return list(Person.objects.filter(Q(visitor=True) | ~Q(name=""), visit=visit))


def of(visit: Visit) -> list[Someone]:
    """Everybody who takes part, who proved the relation first."""
    return sorted((someone(visit, one) for one in everybody(visit)), key=lambda one: not one.visitor)


def someone(visit: Visit, one: Person) -> Someone:
    """A person as the rules know one; what is known of the visitor stands in the visit."""
    told = (
        (visit.visitor_name, visit.visitor_relation, visit.visitor_birth, visit.visitor_address, visit.visitor_phone)
        if one.visitor
        else (one.name, one.relation, one.birth, one.address, one.phone)
    )  # fmt: skip
    name, relation, *details = told
    return Someone(
        one.pk, name, relation, frozenset(roles().keys() & set(one.roles)), one.here, one.visitor, *details
    )


def verdicts(visit: Visit, procedures: Iterable[Procedure]) -> dict[str, Verdict]:
    """Who may do each of these procedures, by its id."""
    persons = of(visit)
    return {one.id: verdict(one.roles, persons, visit.roles_nobody) for one in procedures}
