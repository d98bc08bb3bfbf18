"""A month of sheets: who is really on them, strangers included."""

import datetime
import random
from dataclasses import dataclass
from typing import Literal

from sekisho.base.kanji import fold
from sekisho.paper.synth.city import City, Facility, Person
from sekisho.paper.synth.names import Name, draw_given, draw_name, lookalike, written_otherwise

Mix = Literal["life", "harsh"]
Origin = Literal["roster", "stranger", "family", "lookalike"]

#: Share of strangers among the rows, and weights: at random, with a roster surname, one look-alike kanji.
STRANGERS = {"life": (0.01, (1, 1, 0)), "harsh": (0.05, (1, 1, 1))}
#: Share of the roster that is not on the sheet; of the people written with another variant of their kanji.
ABSENT, VARIANT = 0.04, 0.01
#: Roughly one sheet in a thousand rows carries a germ.
POSITIVE = 0.001


@dataclass(frozen=True)
class SheetRow:
    """A row to be written. ``person``: who is meant, None for a stranger; ``parts``: the name as written."""

    parts: Name
    person: Person | None
    origin: Origin
    date: datetime.date
    positive: bool
    number: str
    group: str

    @property
    def name(self) -> str:
        """The person meant as the roster writes the name; a stranger as written."""
        return self.person.name if self.person else self.parts.full


@dataclass(frozen=True)
class Sheet:
    """One sheet of one nursery. ``part``/``parts``: which of several; ``date``: of the sheet."""

    facility: str
    date: datetime.date
    rows: tuple[SheetRow, ...]
    part: int = 1
    parts: int = 1


def month_sheets(
    city: City, year: int, month: int, mix: Mix = "life", capacity: int = 40, seed: int = 0
) -> list[Sheet]:
    """Every nursery's sheets of a month; a sheet holds ``capacity`` rows, sometimes a nursery sends two."""
    sheets = []
    for facility in city.facilities:
        rng = random.Random(f"sheets {city.seed} {seed} {year}-{month} {mix} {facility.name}")
        sheets += facility_sheets(rng, facility, year, month, mix, capacity)
    return sheets


def facility_sheets(
    rng: random.Random, facility: Facility, year: int, month: int, mix: Mix, capacity: int
) -> list[Sheet]:
    """The sheets of one nursery."""
    day = datetime.date(year, month, rng.randint(5, 22))
    rows = _rows(rng, facility, day, mix)
    if rng.random() < 0.4:
        rng.shuffle(rows)
    twin = len(rows) <= capacity and len(rows) > 8 and rng.random() < 0.08
    size = -(-len(rows) // 2) if twin else capacity
    parts = [rows[start : start + size] for start in range(0, len(rows), size)]
    return [
        Sheet(facility.name, day, tuple(part), number, len(parts)) for number, part in enumerate(parts, 1)
    ]


def _rows(rng: random.Random, facility: Facility, day: datetime.date, mix: Mix) -> list[SheetRow]:
    """Those present in roster order, strangers strewn among them."""
    share, kinds = STRANGERS[mix]
    taken = {fold(person.name) for person in facility.people}
    origins: tuple[Origin, ...] = ("stranger", "family", "lookalike")
    rows = []
    for person in facility.people:
        if rng.random() < ABSENT:
            continue
        if rng.random() < share:
            origin = rng.choices(origins, kinds)[0]
            parts = _stranger(rng, facility, person, origin, taken)
            if parts:
                taken.add(fold(parts.full))
                rows.append(_row(rng, parts, None, origin, day))
                if rng.random() < 0.5:
                    continue  # the stranger stands in the person's place; else both are there
        parts = person.parts
        if rng.random() < VARIANT:
            other = written_otherwise(rng, parts)
            twins = sum(fold(p.name) == fold(parts.full) for p in facility.people)
            parts = other if other and twins == 1 else parts
        rows.append(_row(rng, parts, person, "roster", day))
    return rows


def _row(
    rng: random.Random, parts: Name, person: Person | None, origin: Origin, day: datetime.date
) -> SheetRow:
    own_day = day - datetime.timedelta(days=rng.choice((0, 0, 0, 0, 1, 1, 2)))
    number = person.number if person else str(rng.randint(1000, 9999))
    group = rng.choice(("もも", "さくら", "ばら", "すみれ", "ゆり", "調理", "事務", "給食"))
    return SheetRow(parts, person, origin, own_day, rng.random() < POSITIVE, number, group)


def _stranger(
    rng: random.Random, facility: Facility, person: Person, origin: Origin, taken: set[str]
) -> Name | None:
    """A name that nobody of the roster bears, even with variants folded."""
    if origin == "lookalike":
        return lookalike(rng, person.parts, taken)
    for _ in range(50):
        name = draw_name(rng)
        if origin == "family":
            model = rng.choice(facility.people).parts
            given, kana = draw_given(rng)
            name = Name(model.surname, given, model.surname_kana, kana)
        if fold(name.full) not in taken:
            return name
    return None
