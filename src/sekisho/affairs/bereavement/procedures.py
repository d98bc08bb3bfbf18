"""The catalogue: procedures and attributes, read from the affair's own data files. Pure.

A mistake in the files (an attribute that isn't there, a value that no answer can have) stops the program at once.
"""

import datetime
import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sekisho.affairs.bereavement.conditions import Condition, parse
from sekisho.affairs.bereavement.deadlines import Deadline
from sekisho.affairs.bereavement.roles import OTHER, of_words, roles
from sekisho.base.wareki import format_date

FOLDER = Path(__file__).parent / "catalogue"
#: The channel of what ought to be done before the visit.
BEFORE = "already_done"
#: How a procedure is done at the visit.
CHANNELS = {
    BEFORE: "来庁前に済んでいるはず",
    "desk": "コーナーで受け付け",
    "escort": "担当課へ案内",
    "phone_transfer": "電話で取り次ぎ",
    "external": "市役所の外で",
}
#: Who can say first.
SOURCES = {"family": "ご家族", "registry": "住民記録", "section": "担当課", "offsite": "庁舎外の担当"}
#: Kinds of attributes, with words.
KINDS = {"bool": "はい・いいえ", "enum": "一つ選ぶ", "int": "数（人数、年齢）", "date": "日付"}
#: Attributes that the program itself writes or reads, with their kinds: the day of death, what the registry says.
BY_PROGRAM = {
    "d.resident": "bool", "d.date_of_death": "date", "d.foreign_national": "bool", "d.household_head": "bool", "d.age": "int",
    "d.ltc_insured": "bool", "h.remaining_members": "int", "h.remaining_15plus": "int", "h.children_under18": "bool",
    "h.child_allowance_child": "bool",
}  # fmt: skip
_ANSWERS = {"bool": (True, False), "date": (datetime.date(2026, 1, 1),)}


@dataclass(frozen=True)
class Attribute:
    """Something to know about a family. ``kind``: bool, int, date or enum; ``values``: the enum's with their words; the easy
    and English words are for the public navigator, «» where there are none yet."""

    name: str
    kind: str
    label: str
    ask: str
    source: str
    section: str
    values: Mapping[str, str]
    ask_easy: str = ""
    ask_en: str = ""
    values_en: Mapping[str, str] = field(default_factory=dict)

    def words(self, value: Any) -> str:
        """The value as people say it."""
        if value is None:
            return "分かりません"
        if self.kind == "bool":
            return "はい" if value else "いいえ"
        if isinstance(value, datetime.date):
            return format_date(value)
        return self.values.get(str(value), str(value))


@dataclass(frozen=True)
class Procedure:
    """One procedure. ``who``: who may apply, in the words of its source, and ``roles`` as keys of roles.toml (``roles_unsure``: whether
    these are the same is to be confirmed); ``unsure``: to be confirmed by the section (要確認)."""

    id: str
    name: str
    counter: str
    when: Condition
    bring: tuple[str, ...]
    form: tuple[str, ...]
    who: tuple[str, ...]
    channel: str
    deadline: Deadline
    ground: str
    unsure: bool
    note: str
    name_easy: str = ""
    name_en: str = ""
    roles: tuple[str, ...] = ()
    roles_unsure: bool = False


@dataclass(frozen=True)
class Catalogue:
    """All procedures and attributes as of a day; ``about``: the procedures that an attribute stands in; ``answers``: the
    values that tell apart what its conditions tell apart; ``places``: where an attribute stands."""

    as_of: datetime.date
    attributes: Mapping[str, Attribute]
    procedures: tuple[Procedure, ...]
    about: Mapping[str, tuple[Procedure, ...]]
    answers: Mapping[str, tuple[Any, ...]]
    places: Mapping[str, int]

    def in_order(self, names: Iterable[str]) -> list[Attribute]:
        """The attributes of these names, in the catalogue's order."""
        return [self.attributes[name] for name in sorted(names, key=self.places.__getitem__)]

    def procedure(self, key: str) -> Procedure | None:
        """The procedure of this id."""
        return next((one for one in self.procedures if one.id == key), None)


@functools.cache
def catalogue() -> Catalogue:
    """The catalogue as it is delivered."""
    return build(delivered())


@functools.cache
def floors() -> Mapping[str, int]:
    """On which floor a counter is; those outside city hall have none."""
    return tomllib.loads((FOLDER / "counters.toml").read_text(encoding="utf-8"))


def delivered() -> dict[str, Any]:
    """What the affair's data files say: ``as_of``, ``attributes`` and ``procedures`` as in the files; the caller's own copy."""
    known = tomllib.loads((FOLDER / "attributes.toml").read_text(encoding="utf-8"))
    listed = tomllib.loads((FOLDER / "procedures.toml").read_text(encoding="utf-8"))
    return {
        "as_of": max(known["as_of"], listed["as_of"]).isoformat(),
        "attributes": known["attributes"],
        "procedures": listed["procedures"],
    }


def build(said: Mapping[str, Any]) -> Catalogue:
    """The catalogue that a document as of ``delivered`` says; ValueError names what is wrong in it."""
    attributes = {one["name"]: _attribute(one) for one in said["attributes"]}
    procedures = tuple(_procedure(one) for one in said["procedures"])
    for one in procedures:
        _check(one, attributes)
    about = {
        name: tuple(one for one in procedures if name in one.when.names) for name in attributes
    }  # fmt: skip
    answers = {name: _answers(one, about[name]) for name, one in attributes.items()}
    as_of = datetime.date.fromisoformat(said["as_of"])
    places = {name: place for place, name in enumerate(attributes)}
    return Catalogue(as_of, attributes, procedures, about, answers, places)


def _attribute(said: dict[str, Any]) -> Attribute:
    return Attribute(
        said["name"], said["kind"], said["label"], said["ask"], said["source"], said.get("from", ""), said.get("values", {}),
        said.get("ask_easy", ""), said.get("ask_en", ""), said.get("values_en", {}),
    )  # fmt: skip


def _procedure(said: dict[str, Any]) -> Procedure:
    return Procedure(
        said["id"], said["name"], said["counter"], parse(said["when"]), tuple(said["bring"]), tuple(said["form"]),
        tuple(said["who"]), said["channel"], Deadline(**said["deadline"]), said.get("ground", ""), said.get("unsure", False),
        said.get("note", ""), said.get("name_easy", ""), said.get("name_en", ""), tuple(roles_of(said)), roles_unsure(said),
    )  # fmt: skip


def roles_of(row: Mapping[str, Any]) -> list[str]:
    """The roles of a procedure of a document; of one that was decided before there were roles, what its words mean."""
    found = row.get("roles") or of_words(row["who"]) or [OTHER]
    known = list(roles())
    return sorted(found, key=lambda key: known.index(key) if key in known else len(known))


def roles_unsure(row: Mapping[str, Any]) -> bool:
    """Is it to be confirmed that its roles are what its words mean? Those that were found by the words alone are."""
    return bool(row.get("roles_unsure", not row.get("roles")))


def _check(one: Procedure, attributes: Mapping[str, Attribute]) -> None:
    if one.channel not in CHANNELS:
        raise ValueError(f"{one.id}: no such channel: {one.channel}")
    for key in one.roles:
        if key not in roles():
            raise ValueError(f"{one.id}: no such role: {key}")
    for name, constants in one.when.constants.items():
        if name not in attributes:
            raise ValueError(f"{one.id}: no such attribute: {name}")
        wrong = [
            value for value in constants if attributes[name].values and value not in attributes[name].values
        ]
        if wrong:
            raise ValueError(f"{one.id}: {name} can't be {wrong}")


def _answers(one: Attribute, procedures: tuple[Procedure, ...]) -> tuple[Any, ...]:
    if one.kind == "enum":
        return tuple(one.values)
    if one.kind == "int":
        limits = {value for procedure in procedures for value in procedure.when.constants[one.name]}
        return tuple(sorted({near for value in limits for near in (value - 1, value, value + 1)})) or (0,)
    return _ANSWERS[one.kind]
