"""The list that the answers lead to, in one of the languages. Pure."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.affairs.bereavement.navigator import words
from sekisho.affairs.bereavement.procedures import Catalogue, Procedure, floors
from sekisho.affairs.bereavement.rules import Planned, plan

_NO_FLOOR = 99


@dataclass(frozen=True)
class Line:
    """A procedure as the list says it. ``official``: its Japanese name, to be shown at the counter, «» where it is the name;
    ``done``: it should be done before the visit; ``past``: its day is over."""

    name: str
    official: str
    counter: str
    bring: tuple[str, ...]
    who: tuple[str, ...]
    form: tuple[str, ...]
    deadline: str
    last_day: datetime.date | None
    done: bool
    past: bool
    because: tuple[str, ...]
    channel: str
    unsure: bool
    note: str


@dataclass(frozen=True)
class Result:
    """``counters``: the procedures that are needed, counter by counter, as one walks; ``soon``: those with a day, soonest
    first; ``asked``: the undecided ones, each with the questions that would decide it; ``bring``: everything to bring, once."""

    counters: tuple[tuple[str, tuple[Line, ...]], ...]
    soon: tuple[Line, ...]
    asked: tuple[tuple[Line, tuple[str, ...]], ...]
    bring: tuple[str, ...]
    unsure: bool


def result(facts: Mapping[str, Any], known: Catalogue, language: str, today: datetime.date) -> Result:
    """The list over these facts."""
    planned = plan(facts, known)
    needed = [one for one in planned if one.state == "yes"]
    needed.sort(key=lambda one: (floors().get(one.procedure.counter, _NO_FLOOR), one.procedure.counter))
    counters: dict[str, list[Line]] = {}
    lines = [_line(one, facts, known, language, today) for one in needed]
    for line in lines:
        counters.setdefault(line.counter, []).append(line)
    asked = tuple(
        (_line(one, facts, known, language, today), _open(one.procedure, facts, known, language))
        for one in planned
        if one.state == "unknown"
    )
    dated = [line for line in lines if line.last_day and not line.done]
    soon = sorted(dated, key=lambda line: line.last_day or today)
    return Result(
        tuple((counter, tuple(there)) for counter, there in counters.items()), tuple(soon), asked,
        tuple(dict.fromkeys(thing for line in lines for thing in line.bring)),
        any(line.unsure for line in lines) or any(line.unsure for line, _ in asked),
    )  # fmt: skip


def _line(
    one: Planned, facts: Mapping[str, Any], known: Catalogue, language: str, today: datetime.date
) -> Line:
    procedure, died_on = one.procedure, facts.get("d.date_of_death")
    name = words.name(procedure, language)
    done = procedure.channel == "already_done"
    floor = floors().get(procedure.counter)
    counter = words.term(procedure.counter, language)
    because = [
        f"{words.ask(attribute, language)} {words.answered(attribute, facts.get(attribute.name), language)}"
        for attribute in known.in_order(procedure.when.because(facts))
    ]
    return Line(
        name,
        "" if name == procedure.name else procedure.name,
        f"{floor}{words.says(language)['floor']} {counter}" if floor else counter,
        tuple(words.term(thing, language) for thing in procedure.bring),
        tuple(words.term(person, language) for person in procedure.who),
        procedure.form,
        words.deadline(procedure.deadline, died_on, language),
        one.last_day,
        done,
        bool(one.last_day and one.last_day < today),
        tuple(because) or (words.says(language)["everybody"],),
        words.channel(procedure, language),
        procedure.unsure,
        procedure.note if language == "ja" else "",
    )


def _open(procedure: Procedure, facts: Mapping[str, Any], known: Catalogue, language: str) -> tuple[str, ...]:
    return tuple(
        words.ask(one, language)
        for one in known.in_order(procedure.when.because(facts))
        if facts.get(one.name) is None
    )
