"""Who may do a procedure: what each person of the family is (chief mourner, representative heir …), over what the procedure asks
for. Pure.

Three values here too. Whether somebody is something is only known once somebody is named for it or «nobody» was said; until then it
is asked, and no procedure is dropped for it. Naming somebody decides, and never takes back who could already.
"""

import functools
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE, ABSENT, UNKNOWN, NOBODY, CITY, SECTION = "here", "absent", "unknown", "nobody", "city", "section"
#: For a procedure of which nobody has said who may.
OTHER = "other"


@dataclass(frozen=True)
class Role:
    """Something that a person can be. ``ask``: the question that settles it, «» where it isn't asked; ``held``: nobody of the family can
    be it, but the city, or only the section can tell. ``words``: how a procedure's ``who`` says it; ``relations``: those
    that make somebody it; ``brings``: roles that come with it; ``needs``: what must be brought to act as this."""

    key: str
    label: str
    ask: str
    words: tuple[str, ...] = ()
    relations: frozenset[str] = frozenset()
    brings: tuple[str, ...] = ()
    needs: str = ""
    held: str = ""


@dataclass(frozen=True)
class Someone:
    """A person who takes part; ``here``: has come today; ``visitor``: the one who proved the relation."""

    key: int
    name: str
    relation: str
    roles: frozenset[str]
    here: bool
    visitor: bool = False
    birth: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Verdict:
    """Who may do a procedure: «here» and «absent» name somebody and as what; «unknown» has what is to be asked; «nobody»: it was said
    that there is none; «city» does it itself; «section» has to be asked."""

    state: str
    who: Someone | None = None
    role: Role | None = None
    ask: tuple[Role, ...] = ()

    @property
    def words(self) -> str:
        """For paper: a name, or what is still to be settled."""
        if self.who and self.role:
            brings = f"。{self.role.needs}が要ります" if self.role.needs else ""
            away = "" if self.state == HERE else "。お越しでないので、委任状か、その方の手続きが要ります"
            return f"{self.who.name} 様（{self.role.label}）{away or brings}"
        if self.state == UNKNOWN:
            return f"まだ分かりません（{'か'.join(one.label for one in self.ask)}）"
        return {CITY: "市が行います", NOBODY: "できる方がいないと聞いています。担当課に確かめます"}.get(
            self.state, "担当課に確かめます"
        )


@functools.cache
def roles() -> Mapping[str, Role]:
    """All roles by their keys, in the order in which they are shown and looked for."""
    said = tomllib.loads((Path(__file__).parent / "catalogue" / "roles.toml").read_text(encoding="utf-8"))
    found = [
        Role(
            one["key"], one["label"], one["ask"], tuple(one.get("words", ())), frozenset(one.get("relations", ())),
            tuple(one.get("with", ())), one.get("needs", ""), one.get("held", ""),
        )
        for one in said["roles"]
    ]  # fmt: skip
    return {one.key: one for one in found}


def of_family() -> list[Role]:
    """Those that somebody of the family can be."""
    return [one for one in roles().values() if not one.held]


def labelled(keys: Iterable[str]) -> list[Role]:
    """The roles of these keys, in the usual order; what isn't one any more is left out."""
    wanted = set(keys)
    return [one for key, one in roles().items() if key in wanted]


def of_words(who: Iterable[str]) -> list[str]:
    """The roles that a procedure's words for who may apply mean; none where no word is known."""
    words = set(who)
    return [key for key, one in roles().items() if words & set(one.words)]


def with_brought(keys: Iterable[str]) -> list[str]:
    """These roles and those that come with them, in the usual order."""
    found: set[str] = set()
    left = list(keys)
    while left:
        key = left.pop()
        if key not in found:
            found.add(key)
            left += roles()[key].brings
    return [key for key in roles() if key in found]


def usual(relation: str, same_household: bool = False) -> list[str]:
    """What somebody of this relation to the deceased usually is (民法 887条・890条: the spouse and the children are heirs), to begin
    with; who was of the same household lived there."""
    keys = [one.key for one in of_family() if relation.strip() in one.relations]
    return with_brought([*keys, *(["member"] if same_household else [])])


def verdict(keys: Sequence[str], persons: Sequence[Someone], nobody: Collection[str]) -> Verdict:
    """Who may do a procedure that any one of these roles may do: the first role that somebody here holds, the visitor before others;
    else somebody who hasn't come; else what is to be asked."""
    known = [roles()[key] for key in keys if key in roles()]
    holders = [
        (role, one)
        for role in known
        for one in sorted(persons, key=lambda one: not one.visitor)
        if role.key in one.roles
    ]
    for state in (HERE, ABSENT):
        for role, one in holders:
            if one.here is (state == HERE):
                return Verdict(state, one, role)
    asked = tuple(role for role in known if role.ask and role.key not in nobody)
    if asked:
        return Verdict(UNKNOWN, ask=asked)
    held = next((role.held for role in known if role.held), "")
    return Verdict(held or (NOBODY if known else SECTION))


def questions(verdicts: Iterable[Verdict]) -> list[tuple[Role, int]]:
    """What to ask, each once, with how many procedures it can decide; that first which decides most."""
    times = Counter(role.key for one in verdicts for role in one.ask)
    return sorted(
        ((role, times[role.key]) for role in roles().values() if times[role.key]), key=lambda one: -one[1]
    )
