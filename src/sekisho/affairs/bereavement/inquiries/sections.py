"""Which section knows what, and what it is told of the deceased. Pure."""

import datetime
import functools
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from sekisho.base.opendays import is_open, open_days

#: Open days that a section has for its answer: the city's own choice (要確認).
DAYS = 3
#: What a section may be told of the deceased, with the words for it.
TELLS = {
    "name": "氏名",
    "kana": "ふりがな",
    "birth": "生年月日",
    "died_on": "亡くなった日",
    "address": "住所",
}


@dataclass(frozen=True)
class Section:
    """``asks``: attributes of the catalogue that it can say; ``sees``: what of the deceased it needs (``TELLS``); ``phone``: it is
    called, since its clerks have no page here."""

    key: str
    name: str
    office: str
    asks: tuple[str, ...]
    sees: tuple[str, ...]
    phone: bool


@functools.cache
def sections() -> tuple[Section, ...]:
    """All of them, in the file's order; ValueError where the file asks for what can't be told."""
    text = (Path(__file__).parent / "sections.toml").read_text(encoding="utf-8")
    found = tuple(
        Section(one["key"], one["name"], one["office"], tuple(one["asks"]), tuple(one["sees"]), one.get("phone", False))
        for one in tomllib.loads(text)["sections"]
    )  # fmt: skip
    for one in found:
        if set(one.sees) - set(TELLS):
            raise ValueError(f"{one.key}: can't be told {set(one.sees) - set(TELLS)}")
    return found


def section(key: str) -> Section | None:
    """The section of this key; None where the file has it no more."""
    return next((one for one in sections() if one.key == key), None)


def to_ask(open_questions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each section that can answer some of the open questions, which of them."""
    wanted = set(open_questions)
    found = {one.key: tuple(name for name in one.asks if name in wanted) for one in sections()}
    return {key: asked for key, asked in found.items() if asked}


def due(today: datetime.date, visit_on: datetime.date) -> datetime.date:
    """The day by which a section answers: the third open day from the next one on, but before the day of the visit where there
    is an open day between."""
    usual = open_days(today + datetime.timedelta(days=1), DAYS)[-1]
    before = visit_on - datetime.timedelta(days=1)
    while before > today and not is_open(before):
        before -= datetime.timedelta(days=1)
    return max(min(usual, before), today)


def told(sees: Collection[str], everything: dict[str, object]) -> dict[str, object]:
    """Of everything known of the deceased, what this section needs."""
    return {name: value for name, value in everything.items() if name in sees}
