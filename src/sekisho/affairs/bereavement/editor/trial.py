"""Which test families a change of the catalogue changes, and how. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.affairs.bereavement.procedures import Catalogue, Procedure
from sekisho.affairs.bereavement.rules import Planned, plan, read_facts
from sekisho.base.errors import UserError

WORDS = {"yes": "要る", "no": "要らない", "unknown": "聞いて決める", "": "手続きがない"}


@dataclass(frozen=True)
class Change:
    """A procedure of a family that comes out otherwise: states in words, and which contents are others."""

    procedure: str
    before: str
    after: str
    contents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tried:
    """A family with what changes for it; ``needed``: how many procedures are needed after; ``lost``: answers that the new
    catalogue doesn't know."""

    name: str
    needed: int
    changes: tuple[Change, ...]
    lost: tuple[str, ...]


def tried(before: Catalogue, after: Catalogue, families: Iterable[Mapping[str, Any]]) -> list[Tried]:
    """Every family over both catalogues."""
    return [_tried(before, after, one["name"], one["facts"]) for one in families]


def _tried(before: Catalogue, after: Catalogue, name: str, said: Mapping[str, Any]) -> Tried:
    old = {one.procedure.id: one for one in plan(_facts(said, before)[0], before)}
    facts, lost = _facts(said, after)
    new = {one.procedure.id: one for one in plan(facts, after)}
    changes = [
        change for key in dict.fromkeys((*old, *new)) if (change := _change(old.get(key), new.get(key)))
    ]
    return Tried(name, sum(one.state == "yes" for one in new.values()), tuple(changes), lost)


def _facts(said: Mapping[str, Any], known: Catalogue) -> tuple[dict[str, Any], tuple[str, ...]]:
    facts: dict[str, Any] = {}
    lost = []
    for name, value in said.items():
        try:
            facts |= read_facts({name: value}, known)
        except UserError:
            lost.append(name)
    return facts, tuple(lost)


def _change(old: Planned | None, new: Planned | None) -> Change | None:
    one = new or old
    assert one
    before, after = (planned.state if planned else "" for planned in (old, new))
    contents = _contents(old.procedure, new.procedure) if old and new and after != "no" else ()
    if before == after and not contents:
        return None
    return Change(one.procedure.name, WORDS[before], WORDS[after], contents)


def _contents(old: Procedure, new: Procedure) -> tuple[str, ...]:
    named = {
        "name": "名前", "counter": "窓口", "bring": "持ち物", "form": "様式", "who": "できる人", "roles": "できる人の役",
        "channel": "しかた", "deadline": "期限",
    }  # fmt: skip
    return tuple(word for name, word in named.items() if getattr(old, name) != getattr(new, name))
