"""Who comes, changes and leaves when a roster is handed in. Pure: values in, an explained result out."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from sekisho.base.kanji import plain


@dataclass(frozen=True)
class Entry:
    """Somebody of a facility, in the city's roster (``key``: the row) or on line ``line`` of the file."""

    facility: str
    name: str
    kana: str = ""
    number: str = ""
    key: int = 0
    line: int = 0


@dataclass(frozen=True)
class Change:
    """An entry that is written otherwise in the file."""

    before: Entry
    after: Entry


@dataclass
class Outcome:
    """What the file would do. ``errors``: line and sentence; while there is one nothing is applied, since a line that can't
    be read would count as somebody who left."""

    come: list[Entry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    leave: list[Entry] = field(default_factory=list)
    same: int = 0
    untouched: list[str] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For keeping: lists and words only."""
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return kept


def compare(held: Iterable[Entry], handed_in: Iterable[Entry], errors: list[tuple[int, str, str]]) -> Outcome:
    """Match by number within a facility, else by name; facilities that the file doesn't name are left alone."""
    outcome = Outcome(errors=errors)
    wanted = list(handed_in)
    named = {entry.facility for entry in wanted}
    rest: list[Entry] = []
    for entry in held:
        if entry.facility in named:
            rest.append(entry)
        elif entry.facility not in outcome.untouched:
            outcome.untouched.append(entry.facility)
    for same in (_same_number, _same_name):
        unmatched = []
        places: dict[tuple[str, str] | None, list[Entry]] = {}
        for entry in rest:
            places.setdefault(same(entry), []).append(entry)
        for entry in wanted:
            found = places.get(same(entry)) if same(entry) else None
            if not found:
                unmatched.append(entry)
                continue
            before = found.pop(0)
            rest.remove(before)
            _matched(outcome, before, entry)
        wanted = unmatched
    outcome.come, outcome.leave = wanted, rest
    outcome.changed.sort(key=lambda change: change.after.line)
    return outcome


def _matched(outcome: Outcome, before: Entry, after: Entry) -> None:
    """What the file leaves empty stays as it is."""
    wished = (after.name, after.kana or before.kana, after.number or before.number)
    if wished == (before.name, before.kana, before.number):
        outcome.same += 1
    else:
        outcome.changed.append(Change(before, Entry(after.facility, *wished, before.key, after.line)))


def _same_number(entry: Entry) -> tuple[str, str] | None:
    return (entry.facility, entry.number) if entry.number else None


def _same_name(entry: Entry) -> tuple[str, str]:
    return (entry.facility, plain(entry.name))
