"""Made-up residents of the demo city: households, wards, deaths, people under protection. Nobody here exists."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

from sekisho.paper.synth.given_names import MEN, WOMEN
from sekisho.paper.synth.names import Name, draw_surname, katakana, written_otherwise
from sekisho.residents.birth import Birth
from sekisho.residents.port import Person

_TOWNS = (
    ("中央", "さくら町"), ("中央", "本町"), ("中央", "城下町"), ("東", "あさひ町"), ("東", "梅の里"), ("東", "東ヶ丘"),
    ("西", "みどり台"), ("西", "西の原"), ("南", "なぎさ町"), ("南", "浜手"), ("北", "山の手"), ("北", "水沢"),
)  # fmt: skip
_FOREIGN = (
    ("NGUYEN VAN MINH", "グエン ヴァン ミン"), ("TRAN THI LAN", "チャン ティ ラン"), ("SILVA MARIA CLARA", "シルヴァ マリア クララ"),
    ("KIM MIN JUN", "キム ミンジュン"), ("SANTOS JOSE", "サントス ホセ"), ("LI XIAO MING", "リ シャオミン"),
)  # fmt: skip


@dataclass(frozen=True)
class MadeUp:
    """A registry (residents.port.Registry) of ``count`` people, as of ``day``; the same for the same seed."""

    count: int
    day: datetime.date
    seed: str = "residents of the demo city"

    def persons(self) -> Iterator[Person]:
        """Everybody, household after household."""
        rng = random.Random(f"{self.seed} {self.count}")
        made = 0
        household = 0
        while made < self.count:
            household += 1
            for person in self._household(rng, household):
                if made == self.count:
                    return
                made += 1
                yield person

    def _household(self, rng: random.Random, household: int) -> list[Person]:
        district, town = rng.choice(_TOWNS)
        address = f"みほん市{town}{rng.randint(1, 5)}丁目{rng.randint(1, 30)}番{rng.randint(1, 20)}号"
        surname = draw_surname(rng)
        age = rng.randint(24, 92)
        people = [("世帯主", age, rng.random() < 0.75)]
        if rng.random() < 0.55:
            people.append(
                ("妻" if people[0][2] else "夫", max(age + rng.randint(-6, 6), 20), not people[0][2])
            )
            people += [
                ("子", age - rng.randint(24, 38), rng.random() < 0.5)
                for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))
            ]
        stranger = rng.random() < 0.02
        protected = rng.random() < 0.003
        return [
            self._person(
                rng, f"{household:09}{place}", household, surname, one, address, district, stranger, protected
            )
            for place, one in enumerate(people)
            if one[1] >= 0
        ]

    def _person(
        self, rng: random.Random, number: str, household: int, surname: tuple[str, str], one: tuple[str, int, bool],
        address: str, district: str, stranger: bool, protected: bool,
    ) -> Person:  # fmt: skip
        relation, age, man = one
        given = rng.choice(MEN if man else WOMEN)
        name = Name(surname[0], given[0], surname[1], given[1])
        # Registers keep the old forms that families write.
        name = (written_otherwise(rng, name) or name) if rng.random() < 0.1 else name
        born = self.day - datetime.timedelta(days=round(age * 365.25) + rng.randrange(365))
        birth = Birth(born.year, born.month, born.day) if rng.random() < 0.999 else Birth(born.year)
        died = rng.random() < (0.06 if age > 74 else 0.002)
        latin = rng.choice(_FOREIGN) if stranger else None
        return Person(
            number, f"{household:010}", latin[0] if latin else name.full, latin[1] if latin else katakana(name.kana),
            name.full if latin and rng.random() < 0.3 else "", birth, "男" if man else "女", relation, address, district,
            stranger, self.day - datetime.timedelta(days=rng.randint(3, 300)) if died else None,
            self.day - datetime.timedelta(days=rng.randint(3, 300)) if not died and rng.random() < 0.01 else None, protected,
        )  # fmt: skip


def bereaved(registry: MadeUp, count: int) -> list[tuple[Person, Person]]:
    """The first ``count`` old people who have died and somebody who is left of their household, none of them withheld."""
    found: list[tuple[Person, Person]] = []
    household: list[Person] = []
    for person in registry.persons():
        if household and household[0].household != person.household:
            household = []
        household.append(person)
        dead = [one for one in household if one.died_on and one.birth.known and (one.birth.year or 0) < 1960]
        alive = [one for one in household if not one.died_on and not one.left_on and one.birth.known]
        if (
            len(household) > 1
            and dead
            and alive
            and not person.protected
            and (not found or found[-1][0] is not dead[0])
        ):
            found.append((dead[0], alive[0]))
        if len(found) == count:
            break
    return found
