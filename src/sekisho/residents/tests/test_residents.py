"""Load, search, and the answers that affairs get; protected persons are nowhere."""

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from sekisho import gate
from sekisho.base.errors import UserError
from sekisho.residents import queries
from sekisho.residents.actions import Loaded, load
from sekisho.residents.birth import Birth
from sekisho.residents.files import Extract
from sekisho.residents.models import Resident
from sekisho.residents.national import ITEMS
from sekisho.residents.tests.people import EVERYBODY, TODAY, Desk, Written, desk
from tests.cast import Cast, signed_in


@pytest.fixture
def office(cast: Cast) -> Desk:
    return desk()


def _found(who: gate.Actor, purpose: str = "residents.lookup", **asked: object) -> list[str]:
    with gate.enter(who, purpose):
        return [one.number for one in queries.found(**asked)]  # type: ignore[arg-type]


def test_variants_half_width_and_unknown_parts_find_the_person(office: Desk) -> None:
    who = office.counter
    assert _found(who, name="高橋花子") == ["1"]
    assert _found(who, kana="タカハシ ハ") == ["8", "1"]
    assert _found(who, kana="ﾀｶﾊｼ ﾊﾅ") == ["1"]
    assert _found(who, name="渡辺") == _found(who, name="渡邊 恵") == ["3"]
    assert _found(who, name="渡?恵") == _found(who, name="？辺 ？", birth=Birth(1980)) == ["3"]
    assert _found(who, name="nguyen") == _found(who, name="田中実") == ["4"]
    assert _found(who, birth=Birth(1980, 2, 14)) == ["3"], "the registry doesn't know the day"
    assert _found(who, name="高橋", birth=Birth(None, 4, 2)) == ["8"]
    assert _found(who, name="高橋", birth=Birth(1940, 6)) == []
    for nothing in ({}, {"name": "?橋"}, {"birth": Birth(None, 3, 5)}):
        with pytest.raises(UserError, match="手がかり"):
            _found(who, **nothing)


def test_the_protected_are_nowhere_but_for_the_post_that_the_register_names(office: Desk) -> None:
    assert _found(office.counter, name="田中") == ["4"]
    assert _found(office.counter, name="田中守") == []
    assert set(_found(office.head, "residents.protected", name="田中")) == {"4", "5", "6"}
    with gate.enter(office.counter, "residents.lookup"):
        assert Resident.objects.filter(household="9").count() == 0
        assert Resident.objects.count() == len([one for one in EVERYBODY if not one.protected])
        assert not Resident.objects.filter(number="5").exists()
    with pytest.raises(gate.Refused), gate.enter(office.counter, "residents.protected"):
        pass
    page = signed_in(office.staff["counter"]).post("/residents/", {"name": "田中守"}).content.decode()
    assert "見つかりません" in page and "支援措置" not in page
    page = signed_in(office.staff["head"]).post("/residents/protected/", {"name": "田中守"}).content.decode()
    assert page.count('<span class="mark warning">支援措置</span>') == 2


def test_the_search_box_finds_residents_for_the_counter_alone(office: Desk) -> None:
    found = signed_in(office.staff["counter"]).post("/search/", {"words": "たか"}).content.decode()
    assert "髙橋　花子" in found and "髙橋　守" not in found
    assert "髙橋" not in signed_in(office.staff["desk"]).post("/search/", {"words": "たか"}).content.decode()


def test_preparation_gets_the_deceased_alone(office: Desk, superuser: psycopg.Connection) -> None:
    with gate.enter(office.desk, "residents.deceased", "bereavement.visit:1"):
        assert Resident.objects.count() == 0
        number = queries.match("高橋太郎", Birth(1938, 3, 5))
        assert number == "2"
        # Alive, protected, another day, no birth: the same answer to all.
        for name, birth in (("高橋花子", Birth(1940, 5, 1)), ("田中守子", Birth(1976, 8, 8)), ("高橋太郎", Birth(1938, 3, 6)),
                            ("高橋太郎", Birth(1938, 3)), ("", Birth(1938, 3, 5))):  # fmt: skip
            assert queries.match(name, birth) is None
    with gate.enter(office.desk, "residents.deceased", number):
        assert Resident.objects.count() == 1
        told = queries.deceased(number)
        assert told and (told.age, told.head, told.foreign) == (88, True, False)
        with pytest.raises(gate.Refused):
            Resident.objects.values_list("id", "address").get()
    seen = superuser.execute(
        "SELECT subjects FROM gate_log WHERE purpose = 'residents.deceased' AND kind = 'read'"
    ).fetchall()
    assert {subject for (subjects,) in seen for subject in subjects} == {"residents.resident:2"}


def test_arrival_gets_answers_about_the_household_and_no_rows(office: Desk) -> None:
    with gate.enter(office.desk, "residents.relation", "2"):
        assert queries.relation_to("高橋花子", Birth(1940, 5, 1)) == "妻"
        assert queries.relation_to("高橋守", Birth(2012, 4, 1)) is None, "protected"
        assert queries.relation_to("渡辺恵", Birth(1980, 2, 1)) is None
        # The protected child is in no number.
        assert queries.household_left(TODAY) == {"members": 2, "from15": 2, "children": 1}
        assert [one.number for one in Resident.objects.all()] == ["2"]
    for case in ("6", "1", "none"):
        with (
            pytest.raises(Exception, match="no deceased is at work"),
            gate.enter(office.desk, "residents.relation", case),
        ):
            queries.household_left(TODAY)
    with (
        pytest.raises(Exception, match="relation alone"),
        gate.enter(office.counter, "residents.lookup"),
    ):
        queries.household_left(TODAY)


def test_the_load_writes_what_changed_and_marks_who_is_gone(
    office: Desk, superuser: psycopg.Connection
) -> None:
    assert load(Written(), TODAY) == Loaded(8, 0, 0)
    moved = replace(EVERYBODY[0], address="みほん市浜手2丁目")
    assert load(Written((moved, *EVERYBODY[1:])), TODAY) == Loaded(8, 1, 0)
    last = superuser.execute(
        "SELECT kind, subjects FROM gate_log WHERE purpose = 'residents.load' ORDER BY id DESC LIMIT 1"
    )
    assert last.fetchone() == ("changed", ["residents.resident:1"])
    with pytest.raises(UserError, match="ずっと少なく"):
        load(Written(EVERYBODY[:4]), TODAY)
    with pytest.raises(UserError, match="二度"):
        load(Written((*EVERYBODY, EVERYBODY[0])), TODAY)
    assert superuser.execute(
        "SELECT count(*) FROM residents_resident WHERE gone_on IS NOT NULL"
    ).fetchone() == (0,)
    many = Written((*EVERYBODY, *(replace(EVERYBODY[0], number=str(n)) for n in range(100, 120))))
    assert load(many, TODAY).written == 21
    assert load(Written(many.everybody[:-1]), TODAY) == Loaded(27, 0, 1)


def _extract(path: Path, lines: list[dict[str, str]], encoding: str = "utf-8-sig") -> Extract:
    rows = [",".join(ITEMS), *(",".join(line.get(name, "") for name in ITEMS) for line in lines)]
    path.write_text("\n".join(rows), encoding=encoding)
    return Extract(path)


_LINE = {
    "宛名番号": "1",
    "世帯番号": "2",
    "氏名": "山野 太郎",
    "生年月日": "19350300",
    "死亡年月日": "20261101",
    "支援措置対象者": "0",
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_an_extract_is_read(tmp_path: Path, encoding: str) -> None:
    (found,) = _extract(tmp_path / "a.csv", [_LINE], encoding).persons()
    assert (found.number, found.birth, str(found.died_on), found.protected) == (
        "1",
        Birth(1935, 3),
        "2026-11-01",
        False,
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"氏名": ""}, "2 行目の「氏名」"), ({"生年月日": "19351301"}, "「生年月日」"), ({"支援措置対象者": "たぶん"}, "「支援措置対象者」"),
     ({"宛名番号": "9" * 30}, "「宛名番号」")],
)  # fmt: skip
def test_a_line_that_can_not_be_read_is_told_without_its_contents(
    tmp_path: Path, changed: dict[str, str], told: str
) -> None:
    with pytest.raises(UserError, match=told) as wrong:
        list(_extract(tmp_path / "a.csv", [{**_LINE, **changed}]).persons())
    assert not [value for value in changed.values() if value and value in str(wrong.value)]


def test_a_file_that_is_no_extract_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00\x01")
    for path in (tmp_path / "b.csv", tmp_path / "none.csv"):
        with pytest.raises(UserError):
            list(Extract(path).persons())
