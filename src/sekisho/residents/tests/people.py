"""A small registry: variant kanji, half-width kana, unknown births, a foreigner, a death, a protected household."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sekisho import gate
from sekisho.people.models import Office, Staff
from sekisho.residents.actions import load
from sekisho.residents.birth import Birth
from sekisho.residents.port import Person
from tests.cast import actor, hire

TODAY = datetime.date(2026, 11, 25)


def person(number: int, name: str, kana: str, birth: Birth, household: int = 0, **told: object) -> Person:
    """Somebody alive at an ordinary address."""
    plain = Person(
        str(number), str(household or number), name, kana, "", birth, "女", "世帯主", "みほん市本町1丁目", "中央", False, None, None, False
    )  # fmt: skip
    return replace(plain, **told)  # type: ignore[arg-type]


EVERYBODY = (
    person(1, "髙橋　花子", "ﾀｶﾊｼ ﾊﾅｺ", Birth(1940, 5, 1), relation="妻", household=2),
    person(2, "髙橋　太郎", "タカハシ　タロウ", Birth(1938, 3, 5), died_on=datetime.date(2026, 11, 1)),
    person(3, "渡邉󠄀　恵", "ワタナベ　メグミ", Birth(1980, 2, None)),
    person(4, "NGUYEN VAN MINH", "グエン　ヴァン　ミン", Birth(1990, 1, 2), foreign=True, alias="田中　実"),
    person(5, "田中　守", "タナカ　マモル", Birth(1975, 7, 7), protected=True, household=9),
    person(
        6,
        "田中　守子",
        "タナカ　モリコ",
        Birth(1976, 8, 8),
        protected=True,
        household=9,
        died_on=datetime.date(2026, 11, 2),
    ),
    person(7, "髙橋　守", "タカハシ　マモル", Birth(2012, 4, 1), relation="子", household=2, protected=True),
    person(8, "髙橋　一", "タカハシ　ハジメ", Birth(2010, 4, 2), relation="子", household=2),
)


@dataclass(frozen=True)
class Written:
    """A registry that is written down here."""

    everybody: tuple[Person, ...] = EVERYBODY

    def persons(self) -> Iterator[Person]:
        """Everybody."""
        return iter(self.everybody)


@dataclass(frozen=True)
class Desk:
    """Those who look: a clerk of the counter, their head, a clerk of the bereavement desk."""

    counter: gate.Actor
    head: gate.Actor
    desk: gate.Actor
    staff: dict[str, Staff]


def desk() -> Desk:
    """The three, and the registry loaded."""
    koseki = Office.objects.create(code="koseki", name="戸籍住民課", kind=Office.SECTION)
    corner = Office.objects.create(code="goizoku", name="ご遺族サポートコーナー", kind=Office.SECTION)
    staff = {
        "counter": hire("3001", "河合 かおる", "clerk", koseki),
        "head": hire("3002", "小林 梢", "section_head", koseki),
        "desk": hire("3003", "磯部 いずみ", "clerk", corner),
    }
    load(Written(), TODAY)
    return Desk(*(actor(one) for one in staff.values()), staff)
