"""The only writers of a case's persons (purpose «bereavement.arrival»; ``ended`` also «bereavement.follow_up»)."""

import datetime
from collections.abc import Collection, Iterable, Mapping

from sekisho.affairs.bereavement.models import Person, Visit
from sekisho.affairs.bereavement.persons.queries import everybody, of
from sekisho.affairs.bereavement.roles import of_family, roles, usual, with_brought
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.site.keys import key

MOST = 20
#: What is typed of a person.
TEXTS = {"name": 60, "relation": 30, "birth": 30, "address": 200, "phone": 20}
NEW, NONE = "new", "none"


def begin(visit: Visit, household_head: bool) -> None:
    """The visitor is the first person of the case, with what somebody of this relation usually is. ``household_head``: the deceased
    was one; else the registry's word for the relation (続柄) is about another person, and says nothing of the kind."""
    of_registry = visit.proof == "registry"
    relation = visit.visitor_relation if household_head or not of_registry else ""
    Person.objects.create(
        visit=visit, visitor=True, here=True, roles=usual(relation, of_registry), added_on=clock.today()
    )


def answer_roles(visit: Visit, said: Mapping[str, str], new: Mapping[str, str], here: bool) -> None:
    """Who is what: for a role a person's number, «new» (with name and relation in ``new``) or «none» (nobody is)."""
    asked = {one.key for one in of_family()}
    if not said.keys() <= asked:
        raise _unlike()
    persons = {str(one.pk): one for one in everybody(visit)}
    if not set(said.values()) <= {NEW, NONE, *persons}:
        raise _unlike()
    made = [key for key, choice in said.items() if choice == NEW]
    if new.get("name") and not made:
        raise UserError(
            "ほかの方の氏名が書かれていますが、その方の役が選ばれていません。",
            "問いで「ほかの方」を選ぶか、「ほかの方を書き加える」から書いてください。",
        )
    for number, one in persons.items():
        keys = [key for key, choice in said.items() if choice == number]
        if keys:
            one.roles = with_brought([*one.roles, *keys])
            one.save(update_fields=("roles",))
    if made:
        told = usual(new.get("relation", ""))
        _add(visit, new, with_brought([*told, *made]), here)
    nobody = [key for key, choice in said.items() if choice == NONE]
    _say_nobody(visit, [*visit.roles_nobody, *nobody])


def write(
    visit: Visit, number: int | None, told: Mapping[str, str], keys: Collection[str], here: bool
) -> None:
    """A person as typed; ``number`` None for a new one, whose roles begin with the usual ones of the relation."""
    if not set(keys) <= {one.key for one in of_family()}:
        raise _unlike()
    if number is None:
        _add(visit, told, with_brought([*usual(told.get("relation", "")), *keys]), here)
    else:
        one = next(one for one in everybody(visit) if one.pk == number)
        one.roles = [key for key in roles() if key in keys]
        if not one.visitor:
            _named(told)
            one.here = here
            for name, most in TEXTS.items():
                setattr(one, name, told.get(name, "")[:most])
        one.save()
    _say_nobody(visit, visit.roles_nobody)


def remove(visit: Visit, number: int) -> None:
    """Somebody takes no part after all; who proved the relation stays. Rows go by their retention alone, so this one is emptied: an
    empty row is nobody."""
    one = Person.objects.get(pk=number, visit=visit)
    if one.visitor:
        raise UserError("関係を確かめた方は外せません。", "役だけを直してください。")
    for name in TEXTS:
        setattr(one, name, "")
    one.roles, one.here = [], False
    one.save()


def is_there(visit: Visit, told: Mapping[str, str]) -> bool:
    """Is somebody of this name and relation written down already? Spaces and old forms of characters make no other person."""
    return any(
        key(one.name) == key(told.get("name", "")) != "" and one.relation == told.get("relation", "")
        for one in of(visit)
    )


def ask_again(visit: Visit, key: str) -> None:
    """It isn't so that nobody is this."""
    _say_nobody(visit, [one for one in visit.roles_nobody if one != key])


def ended(visit: int, on: datetime.date | None) -> None:
    """The case's last procedure is done on that day, or one is open again: its persons go when the case goes."""
    Person.objects.filter(visit_id=visit).update(finished_on=on)


def _add(visit: Visit, told: Mapping[str, str], keys: list[str], here: bool) -> None:
    _named(told)
    if len(everybody(visit)) >= MOST:
        raise UserError(f"一件に書けるのは {MOST} 人までです。", "手続きをしない方を外してください。")
    texts = {name: told.get(name, "")[:most] for name, most in TEXTS.items()}
    Person.objects.create(
        visit=visit, roles=keys, here=here, added_on=clock.today(), finished_on=visit.finished_on, **texts
    )


def _named(told: Mapping[str, str]) -> None:
    if not told.get("name"):
        raise UserError("ほかの方の氏名が書かれていません。", "氏名を書いてください。")


def _say_nobody(visit: Visit, keys: Iterable[str]) -> None:
    """Keep of which roles was said that nobody is it, but for those that somebody is."""
    held = {key for one in everybody(visit) for key in one.roles}
    kept = sorted(set(keys) - held)
    if kept != visit.roles_nobody:
        visit.roles_nobody = kept
        visit.save(update_fields=("roles_nobody",))


def _unlike() -> UserError:
    return UserError("その役か、その方は、この件にありません。", "画面を開き直して、もう一度選んでください。")
