"""The plan of a family, and the questions that decide most. Pure: facts in, an explained result out."""

import datetime
import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.affairs.bereavement.conditions import Facts
from sekisho.affairs.bereavement.procedures import Attribute, Catalogue, Procedure
from sekisho.base.errors import UserError
from sekisho.base.wareki import parse_date

STATES = {True: "yes", False: "no", None: "unknown"}
_WORDS = {"true": True, "yes": True, "はい": True, "false": False, "no": False, "いいえ": False}


@dataclass(frozen=True)
class Planned:
    """A procedure in a family's plan. ``state``: yes, no, or unknown (ask; never dropped); ``because``: attributes and their
    values in words that make it so."""

    procedure: Procedure
    state: str
    because: tuple[str, ...]
    last_day: datetime.date | None
    deadline: str


@dataclass(frozen=True)
class Question:
    """Something to ask, and how many procedures an answer can decide."""

    attribute: Attribute
    decides: int


def plan(facts: Facts, known: Catalogue) -> list[Planned]:
    """Every procedure of the catalogue with its state, in the catalogue's order."""
    died_on = facts.get("d.date_of_death")
    return [
        Planned(
            one, STATES[one.when.value(facts)], _because(one, facts, known), one.deadline.last_day(died_on),
            one.deadline.words(died_on),
        )
        for one in known.procedures
    ]  # fmt: skip


def _because(one: Procedure, facts: Facts, known: Catalogue) -> tuple[str, ...]:
    return tuple(
        f"{attribute.label}：{attribute.words(facts.get(attribute.name))}"
        for attribute in known.in_order(one.when.because(facts))
    ) or ("どなたにも案内します",)


def questions(facts: Facts, known: Catalogue) -> list[Question]:
    """What to ask, that first which decides most: attributes that are unknown and stand in an undecided procedure, by how
    many of these an answer can decide, then by how many it decides on the average over its answers. Asked in this order a
    family answers as few questions as where all that can't be spared is asked first (see the test)."""
    undecided = {one.id for one in known.procedures if one.when.value(facts) is None}
    found: list[tuple[int, float, int, Question]] = []
    for place, attribute in enumerate(known.attributes.values()):
        about = [one for one in known.about[attribute.name] if one.id in undecided]
        if facts.get(attribute.name) is not None or not about:
            continue
        decided = _decided(attribute.name, about, facts, known.answers[attribute.name])
        weight = sum(decided.values()) / len(known.answers[attribute.name])
        question = Question(attribute, sum(1 for times in decided.values() if times))
        found.append((-question.decides, -weight, place, question))
    return [question for *_, question in sorted(found, key=lambda one: one[:3])]


def _decided(name: str, about: Iterable[Procedure], facts: Facts, answers: Iterable[Any]) -> dict[str, int]:
    """For each procedure, how many of the answers decide it alone."""
    tried = dict(facts)
    times = {one.id: 0 for one in about}
    for answer in answers:
        tried[name] = answer
        for one in about:
            times[one.id] += one.when.value(tried) is not None
    return times


def read_facts(said: Mapping[str, Any], known: Catalogue) -> dict[str, Any]:
    """Facts from a flat object (JSON, a form); what is missing or «unknown» is left out. UserError names what can't be."""
    facts = {}
    for name, value in said.items():
        attribute = known.attributes.get(name)
        if attribute is None:
            near = difflib.get_close_matches(name, known.attributes, 1, 0)
            raise UserError(f"項目「{name}」はありません。", f"「{near[0]}」ではありませんか。")
        if value not in (None, "", "unknown"):
            facts[name] = _value(attribute, value)
    return facts


def stored_facts(said: Mapping[str, Any], known: Catalogue) -> dict[str, Any]:
    """As ``read_facts``, for answers that were kept: what this catalogue can't read (another version's name or value) is unknown
    again, since a case must open whatever has been decided since."""
    facts: dict[str, Any] = {}
    for name, value in said.items():
        try:
            facts |= read_facts({name: value}, known)
        except UserError:
            continue
    return facts


def _value(attribute: Attribute, value: Any) -> Any:
    wrong = UserError(
        f"項目「{attribute.name}」の値「{str(value)[:40]}」は読めません。", _expected(attribute)
    )
    if attribute.kind == "bool":
        found = value if isinstance(value, bool) else _WORDS.get(str(value).lower())
        if found is None:
            raise wrong
        return found
    if attribute.kind == "int":
        # Phones and the desks' keyboards write full-width digits.
        text = unicodedata.normalize("NFKC", str(value)).strip()
        if isinstance(value, bool) or not (text.isascii() and text.isdecimal() and len(text) < 4):
            raise wrong
        return int(text)
    if attribute.kind == "date":
        day = value if isinstance(value, datetime.date) else parse_date(str(value))
        if day is None:
            raise wrong
        return day
    if str(value) not in attribute.values:
        raise wrong
    return str(value)


def _expected(attribute: Attribute) -> str:
    if attribute.kind == "enum":
        return f"{'、'.join(attribute.values)} のどれかか unknown にしてください。"
    return {
        "bool": "true か false か unknown にしてください。",
        "int": "0 以上の整数か unknown にしてください。",
        "date": "2026-10-01 のような日付か unknown にしてください。",
    }[attribute.kind]
