import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.base.kanji import GROUPS, fold, plain, variants


def test_every_kanji_belongs_to_one_group() -> None:
    characters = "".join(GROUPS)
    assert len(set(characters)) == len(characters)
    assert all(len(group) >= 2 for group in GROUPS)


@pytest.mark.parametrize(
    "written", ["髙橋　惠", "高橋恵", "髙橋 恵", "髙 橋 惠\u3000", "高\ufe00橋惠", "高橋\U000e0100恵"]
)
def test_one_name_in_many_writings(written: str) -> None:
    assert fold(written) == "高橋恵"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("山﨑", "山崎"),
        ("𠮷田", "吉田"),
        ("濵田", "浜田"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("齋藤", "斎藤"),
    ],
)
def test_variants_of_surnames(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert plain(written) == written


def test_plain_makes_widths_one_and_keeps_variants() -> None:
    assert plain("ﾀｶﾊｼ　Ｒ７") == "タカハシR7"
    assert plain("髙橋") == "髙橋"


def test_different_kanji_stay_different() -> None:
    for one, other in ("千干", "末未", "土士", "太大", "徹撤", "宏広", "裕祐"):
        assert fold(one) != fold(other)


@given(st.text(max_size=12))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert plain(plain(text)) == plain(text)


def test_variants_begin_with_the_character_itself() -> None:
    assert variants("邉") == "邉辺邊"
    assert variants("辺")[0] == "辺" and set(variants("辺")) == set("辺邊邉")
    assert variants("山") == "山"
    for group in GROUPS:
        for character in group:
            assert variants(character)[0] == character and sorted(variants(character)) == sorted(group)
