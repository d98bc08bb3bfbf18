"""Whose a page is, and what doesn't agree."""

import datetime

import pytest

from sekisho.affairs.admissions.rules import (
    Family,
    Head,
    Postcodes,
    Value,
    checks,
    class_age,
    gather,
    missing,
)

TITLES = ["申込書", "世帯", "就労"]
TODAY = datetime.date(2025, 12, 1)
POSTCODES = Postcodes(datetime.date(2026, 4, 1), {"000-0011": ("さくら町",), "000-0012": ("本町",)})


def _heads(*told: tuple[int, str, str]) -> list[Head]:
    return [
        Head(place, page, number, 0.9, child) for place, (page, number, child) in enumerate(told, start=1)
    ]


def test_pages_of_two_families_are_told_apart_whatever_their_order() -> None:
    heads = _heads(
        (1, "10001", "青木 花"), (1, "20002", "馬場 太郎"), (2, "20002", "馬場太郎"), (2, "10001", "青木花")
    )
    found = gather(heads, [], TITLES)
    assert [one.number for one in found.placings] == ["10001", "20002", "20002", "10001"]
    assert dict(found.children) == {"10001": "青木 花", "20002": "馬場 太郎"}


def test_what_is_not_sure_is_nobody_s() -> None:
    known = [Family("10001", "青木 花", frozenset({1}))]
    heads = [Head(1, 2, "10001", 0.3, "青木 花"), Head(2, 2, "", 0.0, "青木 花"), Head(3, 2, "10001", 0.9, "馬場 太郎"),
             Head(4, 2, "10001", 0.9, "")]  # fmt: skip
    found = gather(heads, known, TITLES).placings
    assert [one.number for one in found] == ["", "", "", ""]
    assert "はっきり読めません" in found[0].reason and found[0].likely == ("10001",)
    assert "「青木 花」ですが、このページの児童氏名は「馬場 太郎」です" in found[2].reason
    assert found[3].reason == "児童氏名がありません。"


def test_one_number_under_two_names_is_no_family() -> None:
    found = gather(_heads((1, "10001", "青木 花"), (2, "10001", "馬場 太郎")), [], TITLES)
    assert not found.children and all("違う児童氏名" in one.reason for one in found.placings)


def test_a_misread_number_makes_no_new_family() -> None:
    heads = _heads((1, "10001", "青木 花"), (2, "10001", "青木 花"), (3, "10007", "青木 花"))
    found = gather(heads, [], TITLES).placings
    assert [one.number for one in found] == ["10001", "10001", ""]
    assert "読み違い" in found[2].reason and found[2].likely == ("10001",)
    # A later file: the same, against what is there already.
    later = gather(
        _heads((3, "10007", "青木 花")), [Family("10001", "青木 花", frozenset({1, 2}))], TITLES
    ).placings
    assert later[0].number == "" and later[0].likely == ("10001",)
    # Twins have names of their own.
    twins = gather(_heads((1, "10001", "青木 花"), (1, "10002", "青木 蘭子")), [], TITLES).placings
    assert [one.number for one in twins] == ["10001", "10002"]


def test_the_same_page_twice_is_set_aside() -> None:
    found = gather(_heads((1, "10001", "青木 花"), (1, "10001", "青木 花")), [], TITLES).placings
    assert [one.twice for one in found] == [
        False,
        True,
    ] and "1 ページ目「申込書」は、もう届いています" in found[1].reason
    assert missing({1, 3}, TITLES) == ["2 ページ目「世帯」がありません。"]


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("2020-04-01", 6),
        ("2020-04-02", 5),
        ("2021-04-01", 5),
        ("2025-04-02", 0),
        ("2026-04-01", 0),
        ("2026-04-02", -1),
    ],
)
def test_the_class_is_that_of_children_born_from_2_april_on(born: str, age: int) -> None:
    assert class_age(datetime.date.fromisoformat(born), datetime.date(2026, 4, 1)) == age


def _values(**changed: str) -> list[Value]:
    told = {
        "入所希望年月日": "2026-04-01", "児童生年月日": "2023-05-01", "クラス年齢": "2歳", "郵便番号": "000-0011",
        "住所": "みほん市さくら町1丁目2番3号", "電話番号": "090-1234-5678", "保護者氏名": "青木 月子", "第1希望": "丘の上保育園",
        "第2希望": "", "アレルギーの有無": "無", "アレルギーの内容": "", "調査への同意": "同意する", "保護者署名": "青木月子",
    }  # fmt: skip
    kinds = {"入所希望年月日": "date", "児童生年月日": "date"}
    return [Value(1, name, 0, kinds.get(name, "text"), text) for name, text in (told | changed).items()]


def _said(**changed: str) -> list[tuple[str, str]]:
    found = checks(_values(**changed), TODAY, POSTCODES, ["丘の上保育園", "小川保育園"])
    return [(one.name, one.said) for one in found]


def test_what_agrees_says_nothing() -> None:
    assert _said() == []


@pytest.mark.parametrize(
    ("changed", "name", "said"),
    [
        ({"クラス年齢": "3歳"}, "クラス年齢", "2 歳児クラス"),
        ({"児童生年月日": "2026-01-05"}, "児童生年月日", "まだ来ていない日"),
        ({"児童生年月日": "2018-05-01"}, "児童生年月日", "小学校に入る年"),
        ({"児童生年月日": "令和あ年"}, "児童生年月日", "日付として読めません"),
        ({"郵便番号": "000-0012"}, "住所", "本町 の郵便番号ですが、住所と合いません"),
        ({"郵便番号": "123-4567"}, "郵便番号", "表（令和8年4月1日 現在）にありません"),
        ({"郵便番号": "00-11"}, "郵便番号", "数字 7 桁"),
        ({"電話番号": "1234"}, "電話番号", "電話番号の形"),
        ({"アレルギーの有無": "有"}, "アレルギーの内容", "内容が書かれていません"),
        ({"アレルギーの内容": "卵"}, "アレルギーの有無", "「無」ですが"),
        ({"第1希望": "丘の上保青園"}, "第1希望", "「丘の上保育園」でしょうか"),
        ({"第2希望": "丘の上保育園"}, "第2希望", "第1希望と同じ"),
        ({"第1希望": "", "第2希望": "小川保育園"}, "第2希望", "第1希望が空いています"),
        ({"保護者署名": "馬場 太郎"}, "保護者署名", "保護者氏名「青木 月子」と違います"),
        ({"調査への同意": "同意しない"}, "調査への同意", "同意がありません"),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_said_beside_its_box(changed: dict[str, str], name: str, said: str) -> None:
    found = dict(_said(**changed))
    assert said in found.get(name, ""), found


def test_a_parent_s_age_is_looked_at() -> None:
    rows = [Value(2, "続柄", 1, "text", "母"), Value(2, "生年月日", 1, "date", "2015-05-01")]
    # A brother in the same row of another page's table is no parent.
    rows.append(Value(4, "生年月日", 1, "date", "2020-05-01"))
    found = checks([*_values(), *rows], TODAY, POSTCODES, [])
    assert [(one.name, one.row) for one in found] == [("生年月日", 1)] and "8 歳違い" in found[0].said
