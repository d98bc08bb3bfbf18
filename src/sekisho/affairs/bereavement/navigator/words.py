"""The navigator's three languages. Pure. What the city hasn't put into a language yet is shown in Japanese."""

import datetime
import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sekisho.affairs.bereavement.deadlines import Deadline
from sekisho.affairs.bereavement.procedures import FOLDER, Attribute, Procedure
from sekisho.base.wareki import format_date

LANGUAGES = ("ja", "easy", "en")
_WEEKDAYS = "月火水木金土日"
_UNITS_EASY = {"days": "日", "months": "か月", "years": "年"}
_CHANNEL = {"desk": "desk_channel"}


@functools.cache
def says(language: str) -> Mapping[str, str]:
    """What the pages say; by name."""
    found: dict[str, dict[str, str]] = tomllib.loads(
        (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    )
    return found[language]


@functools.cache
def _english() -> Mapping[str, str]:
    return tomllib.loads((FOLDER / "english.toml").read_text(encoding="utf-8"))


def ask(one: Attribute, language: str) -> str:
    """The question."""
    return {"easy": one.ask_easy, "en": one.ask_en}.get(language) or one.ask


def choices(one: Attribute, language: str) -> list[tuple[str, str]]:
    """Answers to choose from (value, words), «I don't know» last; none for a day or a number, which is typed."""
    said = says(language)
    unknown = ("", said["unknown"])
    if one.kind == "bool":
        return [("true", said["yes"]), ("false", said["no"]), unknown]
    if one.kind == "enum":
        english = one.values_en if language == "en" else {}
        return [*((value, english.get(value) or words) for value, words in one.values.items()), unknown]
    return []


def answered(one: Attribute, value: Any, language: str) -> str:
    """The answer in words."""
    if value is None:
        return says(language)["unknown"]
    if isinstance(value, datetime.date):
        return day(value, language)
    if isinstance(value, bool):
        return says(language)["yes" if value else "no"]
    return dict(choices(one, language)).get(str(value), str(value))


def name(one: Procedure, language: str) -> str:
    """The procedure's name; the official one stands beside it where it differs."""
    return {"easy": one.name_easy, "en": one.name_en}.get(language) or one.name


def term(text: str, language: str) -> str:
    """A thing to bring, a person, a counter."""
    return _english().get(text, text) if language == "en" else text


def channel(one: Procedure, language: str) -> str:
    """How it is done at the visit."""
    return says(language)[_CHANNEL.get(one.channel, one.channel)]


def day(value: datetime.date, language: str) -> str:
    """A date as the language writes it: by the era in Japanese, in the others by the common era, since foreigners know no other."""
    if language == "en":
        return f"{value.day} {value:%B} {value.year} ({value:%a})"
    if language == "ja":
        return format_date(value)
    return f"{value.year}年{value.month}月{value.day}日（{_WEEKDAYS[value.weekday()]}）"


def deadline(rule: Deadline, died_on: datetime.date | None, language: str) -> str:
    """Until when: the day where it can be told, and how it is counted."""
    if language == "ja":
        return rule.words(died_on)
    last = rule.last_day(died_on)
    counted = term(rule.counted, language)
    if language == "en":
        within = (
            f"within {_length(rule.length)} {counted}".strip()
            if rule.length
            else counted[:1].upper() + counted[1:]
        )
        return (f"By {day(last, language)}: {within}" if last else within) or says(language)["no_deadline"]
    number, _, unit = rule.length.partition(" ")
    within = f"{counted} {number}{_UNITS_EASY[unit]}以内".strip() if rule.length else counted
    return (f"{day(last, language)}まで（{within}）" if last else within) or says(language)["no_deadline"]


def _length(length: str) -> str:
    number, unit = length.split()
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"
