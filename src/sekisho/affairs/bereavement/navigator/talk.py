"""What was asked and answered so far. It travels in the page's own form and nowhere else. Pure.

``asked`` is written «d.ins,d.pension;d.dog»: a page of questions before each semicolon.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.affairs.bereavement.procedures import Catalogue
from sekisho.affairs.bereavement.rules import questions, read_facts, stored_facts
from sekisho.base.errors import UserError

#: Questions on one page; few, for a phone.
PAGE = 4
#: Decides the days of everything else, so it is asked first.
FIRST = "d.date_of_death"


@dataclass(frozen=True)
class Talk:
    """Pages of questions that were answered (or left unknown), and what was told, as it was typed."""

    asked: tuple[tuple[str, ...], ...]
    told: Mapping[str, str]

    def written(self) -> str:
        """``asked`` as text."""
        return ";".join(",".join(names) for names in self.asked)

    def seen(self) -> set[str]:
        """The names of what was asked."""
        return {name for names in self.asked for name in names}


def read(sent: Mapping[str, str], known: Catalogue) -> Talk:
    """The talk that a form has sent. What no page of ours writes is left out."""
    seen: set[str] = set()
    asked = []
    for page in sent.get("asked", "")[:4000].split(";"):
        names = tuple(
            dict.fromkeys(name for name in page.split(",") if name in known.attributes and name not in seen)
        )
        seen.update(names)
        if names:
            asked.append(names)
    told = {name: text for name in known.attributes if (text := sent.get(name, "").strip()[:40])}
    return Talk(tuple(asked), told)


def facts(talk: Talk, known: Catalogue) -> dict[str, Any]:
    """What the answers say; what can't be read is unknown."""
    return stored_facts({name: talk.told[name] for name in talk.seen() & set(talk.told)}, known)


def wrong(names: tuple[str, ...], talk: Talk, known: Catalogue, today: datetime.date) -> dict[str, str]:
    """Which answers of a page can't be taken, by name: the word of navigator.words that says why."""
    found = {}
    for name in names:
        if name not in talk.told:
            continue
        try:
            # «unknown» typed by hand is an answer like any other: nothing is said, nothing is wrong.
            value = read_facts({name: talk.told[name]}, known).get(name)
        except UserError:
            found[name] = "wrong_day" if known.attributes[name].kind == "date" else "wrong_number"
            continue
        if isinstance(value, datetime.date) and value > today:
            found[name] = "future_day"
    return found


def forward(talk: Talk, names: tuple[str, ...]) -> Talk:
    """The page of these questions is behind us."""
    fresh = tuple(name for name in names if name not in talk.seen())
    return Talk((*talk.asked, fresh), talk.told) if fresh else talk


def back(talk: Talk) -> tuple[Talk, tuple[str, ...]]:
    """The talk without its last page, and that page's questions; none at the beginning."""
    if not talk.asked:
        return talk, ()
    return Talk(talk.asked[:-1], talk.told), talk.asked[-1]


def left(talk: Talk, known: Catalogue) -> list[str]:
    """What may still be asked, in order: never twice, even where the answer was «I don't know»."""
    names = [one.attribute.name for one in questions(facts(talk, known), known)]
    names.sort(key=lambda name: name != FIRST)
    seen = talk.seen()
    return [name for name in names if name not in seen]
