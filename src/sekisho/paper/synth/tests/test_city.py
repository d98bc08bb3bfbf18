"""Cities, rosters and who is on a sheet."""

import csv
import io
from collections import Counter

from sekisho.base.kanji import fold
from sekisho.paper.synth.city import City, make_city
from sekisho.paper.synth.lookalikes import LOOKALIKES
from sekisho.paper.synth.sheets import month_sheets

CITY = make_city(1)


def _one_kanji_apart(left: str, right: str) -> bool:
    differ = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
    return len(left) == len(right) and len(differ) == 1 and differ[0][1] in LOOKALIKES.get(differ[0][0], "")


def test_same_seed_same_city() -> None:
    assert make_city(1) == CITY
    assert make_city(2) != CITY


def test_size_is_as_asked_and_names_of_facilities_differ() -> None:
    assert len({facility.name for facility in CITY.facilities}) == 38
    assert sum(len(facility.people) for facility in CITY.facilities) == 1300
    numbers = [person.number for facility in CITY.facilities for person in facility.people]
    assert len(set(numbers)) == 1300


def test_many_facilities_still_differ() -> None:
    city = make_city(3, facilities=418, people=14_000)
    assert len({facility.name for facility in city.facilities}) == 418


def test_roster_has_hard_pairs() -> None:
    pairs = families = 0
    for facility in CITY.facilities:
        folded = [fold(person.name) for person in facility.people]
        pairs += sum(_one_kanji_apart(a, b) for a in folded for b in folded) // 2
        families += sum(count > 2 for count in Counter(p.parts.surname for p in facility.people).values())
    names = Counter(person.name for facility in CITY.facilities for person in facility.people)
    assert pairs > 20
    assert families > 5
    assert sum(count > 1 for count in names.values()) > 5, "namesakes in two facilities"


def test_some_facility_has_a_variant_twin() -> None:
    cities = [make_city(seed) for seed in range(4)]
    twins = 0
    for city in cities:
        for facility in city.facilities:
            names = {person.name for person in facility.people}
            assert len(names) == len(facility.people), "never two of exactly the same name"
            twins += len(names) - len({fold(name) for name in names})
    assert 1 <= twins <= 20


def test_roster_csv_has_everybody() -> None:
    lines = list(csv.DictReader(io.StringIO(CITY.roster_csv(), newline="")))
    assert list(lines[0]) == ["facility", "name", "kana", "number", "birth_date"]
    assert len(lines) == 1300
    assert all("\u3000" in line["name"] for line in lines)


def _strangers(city: City, mix: str) -> tuple[int, Counter[str]]:
    total, origins = 0, Counter[str]()
    for month in range(1, 13):
        for sheet in month_sheets(city, 2025, month, mix):  # type: ignore[arg-type]
            total += len(sheet.rows)
            origins.update(row.origin for row in sheet.rows if row.person is None)
    return total, origins


def test_mixes_have_their_share_of_strangers() -> None:
    total, origins = _strangers(CITY, "life")
    assert 0.006 < sum(origins.values()) / total < 0.014
    assert origins["lookalike"] == 0
    total, origins = _strangers(CITY, "harsh")
    share = sum(origins.values()) / total
    assert 0.04 < share < 0.06
    for origin in ("stranger", "family", "lookalike"):
        assert 0.2 < origins[origin] / sum(origins.values()) < 0.45


def test_a_stranger_is_nobody_of_the_roster() -> None:
    rosters = {
        facility.name: {fold(person.name) for person in facility.people} for facility in CITY.facilities
    }
    for sheet in month_sheets(CITY, 2025, 6, "harsh"):
        roster = rosters[sheet.facility]
        for row in sheet.rows:
            assert (fold(row.parts.full) in roster) == (row.person is not None)
            if row.origin == "lookalike":
                assert any(_one_kanji_apart(fold(row.parts.full), name) for name in roster) or any(
                    sum(a != b for a, b in zip(fold(row.parts.full), name, strict=False)) == 1
                    for name in roster
                )


def test_sheets_hold_no_more_than_their_capacity_and_some_facilities_send_two() -> None:
    sheets = month_sheets(CITY, 2025, 5, capacity=25)
    assert max(len(sheet.rows) for sheet in sheets) == 25
    assert any(sheet.parts > 1 for sheet in sheets)
    assert {sheet.facility for sheet in sheets} == {facility.name for facility in CITY.facilities}
