import numpy as np
import pytest

from sekisho.paper.engine import Engine, load_engine
from sekisho.paper.facility import EMPTY_FIELD, NO_FIELD, UNKNOWN, read_facility
from sekisho.paper.roster import Person, Roster
from sekisho.paper.tests.written import cell, with_fields
from sekisho.paper.whose import read_people

FACILITIES = [
    "みどり保育園",
    "第一みどり保育園",
    "第二みどり保育園",
    "ひばり幼稚園",
    "若葉こども園",
    "若草こども園",
    "東町保育所",
    "西町保育所",
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(2)


@pytest.mark.parametrize("name", FACILITIES)
def test_each_by_its_name(engine: Engine, name: str) -> None:
    found = read_facility(with_fields(name), FACILITIES, engine)
    assert found.text == name
    # A field alone never makes a short name quite sure; the names on the sheet do (see whose.py).
    assert found.probability > 0.8
    assert found.candidates[0][0] == name
    assert found.candidates[0][1] == pytest.approx(found.probability, abs=1e-5)


@pytest.mark.parametrize("written", ["みどり保育園　御中", "施設名　みどり保育園", "みどり保育園　様"])
def test_with_what_is_written_beside(engine: Engine, written: str) -> None:
    found = read_facility(with_fields(written), FACILITIES, engine)
    assert found.text == "みどり保育園" and found.probability > 0.9


def test_nobody_of_the_list(engine: Engine) -> None:
    found = read_facility(with_fields("市役所総務課"), FACILITIES, engine)
    assert found.probability < 0.1 and found.reason == UNKNOWN


def test_another_number_is_another_facility(engine: Engine) -> None:
    found = read_facility(with_fields("第三みどり保育園"), FACILITIES, engine)
    assert found.probability < 0.9 and found.reason == UNKNOWN


def test_the_clearer_of_two_fields_counts(engine: Engine) -> None:
    found = read_facility(with_fields("市役所総務課", "ひばり幼稚園"), FACILITIES, engine)
    assert found.text == "ひばり幼稚園" and found.probability > 0.9


def test_no_field_or_nothing_in_it(engine: Engine) -> None:
    assert read_facility(with_fields(), FACILITIES, engine).reason == NO_FIELD
    assert read_facility(with_fields(""), FACILITIES, engine).reason == EMPTY_FIELD


def test_without_a_list_the_letters_stand_for_themselves(engine: Engine) -> None:
    found = read_facility(with_fields("ひばり幼稚園"), [], engine)
    assert (found.text, found.probability, found.reason) == ("ひばり幼稚園", 0.0, UNKNOWN)


def test_an_empty_cell_counts_as_empty() -> None:
    assert cell("").empty and not cell("林").empty
    assert cell("").image.dtype == np.uint8


def _roster() -> Roster:
    """Six people at one nursery; two of them have namesakes at another."""
    here = [
        Person("みどり保育園", name)
        for name in ("佐藤花子", "鈴木一郎", "高橋次郎", "田中三郎", "伊藤幸子", "渡辺京子")
    ]
    there = [Person("ひばり幼稚園", name) for name in ("山本太郎", "中村良子")]
    return Roster(tuple(here + there))


def test_the_people_say_whose_sheet_it_is_where_the_field_does_not(engine: Engine) -> None:
    names = [cell(name) for name in ("佐藤花子", "鈴木一郎", "高橋次郎", "田中三郎")]
    found, _ = read_people(with_fields("市役所総務課"), names, _roster(), engine, "")
    assert found.text == "みどり保育園" and found.probability > 0.99


def test_two_of_many_are_no_majority(engine: Engine) -> None:
    strangers = ("木村健", "林美樹", "清水学", "森本翔", "池田光", "橋本恵")
    names = [cell(name) for name in ("山本太郎", "中村良子", *strangers)]
    found, _ = read_people(with_fields("市役所総務課"), names, _roster(), engine, "")
    assert found.probability < 0.5


def test_ticks_in_empty_rows_do_not_count_as_people_of_elsewhere(engine: Engine) -> None:
    ticks = [cell("✓") for _ in range(7)]
    names = [cell(name) for name in ("佐藤花子", "鈴木一郎", "高橋次郎")]
    found, _ = read_people(with_fields("市役所総務課"), [*names, *ticks], _roster(), engine, "")
    assert found.text == "みどり保育園" and found.probability > 0.99
