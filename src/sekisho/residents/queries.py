"""Search within the open pass, and the answers that affairs get (migrations/sql/0003_answers.sql)."""

import datetime
import json
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Substr
from django.db.models.lookups import Exact

from sekisho.base.errors import UserError
from sekisho.residents.birth import Birth
from sekisho.residents.models import Resident
from sekisho.site.keys import begins, found_by, key

#: What stands for a character that nobody could read or remember.
_UNKNOWN = re.compile(r"[?？〓□○◯*＊]")


def found(name: str = "", kana: str = "", birth: Birth | None = None) -> QuerySet[Resident]:
    """Those whose name (or alias) and kana begin so and who were born then, by kana; an unreadable character is written ?.

    UserError where nothing is told that an index could look for.
    """
    birth = birth or Birth()
    condition = Q()
    if name:
        condition &= _like("name_key", name) | _like("alias_key", name)
    if kana:
        condition &= _like("kana_key", kana)
    if not (_start(name) or _start(kana) or birth.year):
        raise UserError(
            "探す手がかりが足りません。",
            "氏名かふりがなのはじめの 1 文字、または生まれた年を入れてください。",
        )
    for part in ("year", "month", "day"):
        told = getattr(birth, part)
        if told is not None and part == "year" and not (name or kana):
            condition &= Q(born_year=told)
        elif told is not None:
            # A part that the registry doesn't know contradicts nobody.
            condition &= Q(**{f"born_{part}": told}) | Q(**{f"born_{part}": None})
    # Kana are looked for in the order of their own index, which a name's rows must be sorted into.
    order = "kana_key" if _start(kana) and not name else found_by("kana_key")
    return Resident.objects.filter(condition).order_by(order, "id")


def named(text: str) -> QuerySet[Resident]:
    """Those whose name, alias or kana begins with ``text``."""
    condition = begins("name_key", text) | begins("alias_key", text) | begins("kana_key", text)
    return Resident.objects.filter(condition).order_by(found_by("kana_key"), "id")


def _start(text: str) -> str:
    return key(_UNKNOWN.split(text)[0])


def _like(field: str, text: str) -> Q:
    """The key column begins like the text. Only what stands before the first unknown character can use the index; what comes
    after it is compared on the rows that remain."""
    condition = begins(field, _start(text)) if _start(text) else Q()
    place = 0
    for part in _UNKNOWN.split(text):
        wanted = key(part)
        if place and wanted:
            condition &= Q(_at(field, place, wanted))
        place += len(wanted) + 1
    return condition


def _at(field: str, place: int, wanted: str) -> Q:
    """The characters at ``place`` (from 0) are ``wanted``."""
    return Q(Exact(Substr(F(field), place + 1, len(wanted)), Value(wanted)))


@dataclass(frozen=True)
class Deceased:
    """What preparation is told of the deceased."""

    number: str
    name: str
    kana: str
    died_on: datetime.date
    age: int | None
    foreign: bool
    head: bool


def match(name: str, birth: Birth) -> str | None:
    """The number of the one dead person of this name and birth (purpose «residents.deceased»); None, and nothing tells why."""
    if not birth.known:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gate.match_resident(%s, %s, %s, %s)", [name, birth.year, birth.month, birth.day]
        )
        number: str | None = cursor.fetchone()[0]
    return number


def deceased(number: str) -> Deceased | None:
    """The facts of the person who is the case at work (purpose «residents.deceased»)."""
    one = Resident.objects.filter(number=number, died_on__isnull=False).first()
    if one is None:
        return None
    age = None
    if one.born_year and one.born_month and one.born_day:
        early = (one.died_on.month, one.died_on.day) < (one.born_month, one.born_day)
        age = one.died_on.year - one.born_year - early
    return Deceased(one.number, one.name, one.kana, one.died_on, age, one.foreign, one.relation == "世帯主")


def relation_to(name: str, birth: Birth) -> str | None:
    """The place in the household of the deceased at work of somebody who says to be of it (purpose «residents.relation»)."""
    if not birth.known:
        return None
    return _answer("gate.relation_to(%s, %s, %s, %s)", [name, birth.year, birth.month, birth.day])


def household_left(today: datetime.date) -> dict[str, int | None]:
    """How many are left of that household: members, from15, children (purpose «residents.relation»)."""
    said = _answer("gate.household_left(%s)", [today])
    counts: dict[str, int | None] = json.loads(said) if isinstance(said, str) else said
    return counts


def _answer(function: str, arguments: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}", arguments)
        return cursor.fetchone()[0]
