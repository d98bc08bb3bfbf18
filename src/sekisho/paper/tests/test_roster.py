import datetime
from pathlib import Path

import pytest

from sekisho.base.errors import UserError
from sekisho.paper.roster import load_roster


def roster(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "名簿.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings_that_offices_use(tmp_path: Path, encoding: str) -> None:
    text = "facility,name,number,birth_date\r\nあおば保育園,佐藤　花子,12,平成2年5月1日\r\n"
    person = load_roster(roster(tmp_path, text, encoding)).persons[0]
    assert (person.facility, person.name, person.number) == ("あおば保育園", "佐藤　花子", "12")
    assert person.birth_date == datetime.date(1990, 5, 1)


def test_facilities_keep_their_order_and_their_people(tmp_path: Path) -> None:
    found = load_roster(roster(tmp_path, "name,facility\n乙,二園\n甲,一園\n丙,二園\n\n"))
    assert found.facilities == ("二園", "一園")
    assert [person.name for person in found.people("二園")] == ["乙", "丙"]
    assert found.people("三園") == ()


def test_two_of_one_name_are_legal_when_told_apart(tmp_path: Path) -> None:
    text = "facility,name,number\n一園,佐藤恵,1\n一園,佐藤恵,2\n"
    assert len(load_roster(roster(tmp_path, text)).persons) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("施設,氏名\n一園,甲\n", "facility、name"),
        ("facility,name\n", "1 人も載っていません"),
        ("", "空です"),
        ("facility,name\n一園,甲\n一園,甲\n", "2 行目と 3 行目が同じ"),
        ("facility,name\n一園,佐藤 恵\n一園,佐藤　恵\n", "区別がつきません"),
        ("facility,name\n一園,\n", "「name」が空"),
        ("facility,name,birth_date\n一園,甲,あした\n", "生年月日"),
    ],
)
def test_bad_rosters_are_refused_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        load_roster(roster(tmp_path, text))
    assert said in error.value.message
    assert error.value.remedy


def test_an_encoding_that_is_neither(tmp_path: Path) -> None:
    path = tmp_path / "名簿.csv"
    path.write_bytes(b"facility,name\n\x81\n\xff\xfe\n")
    with pytest.raises(UserError, match="文字コード"):
        load_roster(path)
