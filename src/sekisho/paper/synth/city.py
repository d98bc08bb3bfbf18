"""A made-up city: nurseries, their people, and rosters with pairs that are hard to tell apart."""

import csv
import datetime
import io
import random
from dataclasses import dataclass

from sekisho.base.kanji import fold
from sekisho.paper.synth.names import Name, draw_given, draw_name, lookalike, written_otherwise

_PLACE_NAMES = (
    "さくら台 みなみ ひがし野 東台 西台 北浜 青葉 若草 つつじが丘 緑町 大和田 本町 "
    "川端 松原 中央 朝日 富士見 桜木 美里 鶴見 高砂 古川 花園 泉 "
    "城山 城南 城北 白鳥 のぞみ あけぼの ひかり たんぽぽ こばと わかば"
)
_PLACES = tuple(_PLACE_NAMES.split())
_KINDS = ("保育園", "保育所", "こども園")


@dataclass(frozen=True)
class Person:
    """One person of a roster. ``number``: staff number; ``name`` has a full-width space in the middle."""

    parts: Name
    number: str
    birth_date: datetime.date

    @property
    def name(self) -> str:
        return self.parts.full

    @property
    def kana(self) -> str:
        return self.parts.kana


@dataclass(frozen=True)
class Facility:
    """A nursery and its people."""

    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class City:
    """All nurseries of a city; ``seed`` made them."""

    seed: int
    facilities: tuple[Facility, ...]

    def roster_csv(self) -> str:
        """ROSTER.csv: facility, name, kana, number, birth_date (no BOM, CRLF)."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow(["facility", "name", "kana", "number", "birth_date"])
        for facility in self.facilities:
            for person in facility.people:
                birth = person.birth_date.isoformat()
                writer.writerow([facility.name, person.name, person.kana, person.number, birth])
        return buffer.getvalue()


def make_city(seed: int, facilities: int = 38, people: int = 1300) -> City:
    """A city of ``facilities`` nurseries with ``people`` persons in all, always the same for one seed."""
    rng = random.Random(f"city {seed}")
    names = _facility_names(rng, facilities)
    shares = [rng.uniform(0.6, 1.5) for _ in names]
    sizes = [max(3, round(people * share / sum(shares))) for share in shares]
    sizes[-1] = max(3, sizes[-1] + people - sum(sizes))
    found: list[Facility] = []
    elsewhere: list[Name] = []
    number = 1000
    for name, size in zip(names, sizes, strict=True):
        persons = []
        for parts in _people_names(rng, size, elsewhere):
            number += rng.randint(1, 9)
            birth = datetime.date(1958, 4, 2) + datetime.timedelta(days=rng.randrange(45 * 365))
            persons.append(Person(parts, str(number), birth))
        elsewhere += [person.parts for person in persons]
        found.append(Facility(name, tuple(persons)))
    return City(seed, tuple(found))


def _facility_names(rng: random.Random, count: int) -> list[str]:
    """Names of nurseries, some alike: 第一/第二, 東/西, the same place with another kind."""
    places = list(_PLACES)
    rng.shuffle(places)
    names: list[str] = []
    while len(names) < count:
        place = places[len(names) % len(places)]
        round_number = len(names) // len(places)
        kind = rng.choices(_KINDS, (6, 2, 2))[0]
        if round_number:
            place = f"{place}{'' if round_number < 2 else round_number}"
        style = rng.random()
        if style < 0.3:
            pair = [f"{place}第一{kind}", f"{place}第二{kind}"]
        elif style < 0.45:
            pair = [f"{place}東{kind}", f"{place}西{kind}"]
        elif style < 0.55:
            pair = [f"{place}保育園", f"{place}こども園"]
        else:
            pair = [f"{place}{kind}"]
        names += [name for name in pair if name not in names]
        if round_number > 50:
            names += [f"第{number}{place}{kind}" for number in range(3, count)]
    return names[:count]


def _people_names(rng: random.Random, size: int, elsewhere: list[Name]) -> list[Name]:
    """Names of one nursery: families, look-alikes, namesakes of other nurseries, seldom a variant twin."""
    names: list[Name] = []
    taken: set[str] = set()

    def add(name: Name | None, twin: bool = False) -> None:
        if name and len(names) < size and (twin or fold(name.full) not in taken):
            names.append(name)
            taken.add(fold(name.full))

    add(draw_name(rng))
    if rng.random() < 0.08:
        twin = next((t for t in (written_otherwise(rng, draw_name(rng)) for _ in range(99)) if t), None)
        if twin and (other := written_otherwise(rng, twin)) and other != twin:
            add(twin)
            add(other, twin=True)
    for _ in range(1 + size // 20):
        add(lookalike(rng, rng.choice(names), taken) if len(names) > 1 else draw_name(rng))
        add(draw_name(rng))
    while len(names) < size:
        chance = rng.random()
        if chance < 0.05:
            given, kana = draw_given(rng)
            model = rng.choice(names)
            add(Name(model.surname, given, model.surname_kana, kana))
        elif chance < 0.065 and elsewhere:
            add(rng.choice(elsewhere))
        else:
            add(draw_name(rng))
    rng.shuffle(names)
    return names
