"""Who is meant, with the shipped networks: clear cases only, so that any sensible weights pass."""

from dataclasses import dataclass

import numpy as np
import pytest

from sekisho.paper import confidence
from sekisho.paper.confidence import judge_page, load_model
from sekisho.paper.engine import Engine, Reading, load_engine
from sekisho.paper.names import (
    ALIKE,
    BESIDE,
    NO_ROSTER,
    STRANGER,
    TWICE,
    TWINS,
    UNREADABLE,
    beside,
    judge_names,
    read_names,
    roster_candidates,
)
from sekisho.paper.tests.written import FONTS, names


@dataclass(frozen=True)
class Person:
    name: str


ROSTER = (  # noqa: SIM905
    "山田　花子 佐藤　健太 鈴木　千夏 髙橋　美咲 渡邉　恵 伊藤　さくら 山本　拓也 中村　葵 小林　大輔 加藤　優奈 "
    "吉田　陽菜 山口　直樹 松本　莉子 井上　翔 木村　真央 林　一 清水　理恵 山﨑　愛 濵田　蓮 𠮷川　結衣"
).split(" ")
SURE = 0.99
#: The wanted risk unless a clerk says otherwise.
RISK = 0.0001


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(2)


def read(engine: Engine, written: list[str], roster: list[str], font: str = "bizudmincho") -> list[Reading]:
    return read_names(names(written, font), [Person(name) for name in roster], engine)


@pytest.mark.parametrize("font", FONTS)
def test_each_row_finds_its_person(engine: Engine, font: str) -> None:
    written = [ROSTER[number] for number in (3, 0, 2, 5, 9, 7, 15, 4)]
    readings = read(engine, written, ROSTER, font)
    assert [reading.text for reading in readings] == written
    assert sum(reading.probability > SURE for reading in readings) >= 6
    for reading in readings:
        assert reading.candidates[0][0] == reading.text
        assert sum(share for _, share in reading.candidates) == pytest.approx(reading.probability, abs=1e-4)


def test_the_roster_without_spaces_is_the_same_roster(engine: Engine) -> None:
    written = ROSTER[:5]
    found = read(engine, written, [name.replace("　", "") for name in ROSTER])
    assert [reading.text for reading in found] == [name.replace("　", "") for name in written]


def test_characters_that_the_recogniser_lacks(engine: Engine) -> None:
    written = ["山﨑　愛", "濵田　蓮", "𠮷川　結衣", "山田　花子", "小林　大輔"]
    # The other fonts have no 𠮷.
    assert [reading.text for reading in read(engine, written, ROSTER, "klee-one")] == written


def test_one_writes_the_common_form_of_a_rare_kanji(engine: Engine) -> None:
    written = ["山崎　愛", "浜田　蓮", "吉川　結衣", "高橋　美咲", "渡辺　恵"]
    meant = ["山﨑　愛", "濵田　蓮", "𠮷川　結衣", "髙橋　美咲", "渡邉　恵"]
    assert [reading.text for reading in read(engine, written, ROSTER)] == meant


@pytest.mark.parametrize(
    ("stranger", "alike"),
    [
        ("鈴木　干夏", "鈴木　千夏"),
        ("山田　花予", "山田　花子"),
        ("加藤　優菜", "加藤　優奈"),
        ("松木　莉子", "松本　莉子"),
    ],
)
def test_a_stranger_one_kanji_away_is_not_sure(engine: Engine, stranger: str, alike: str) -> None:
    written = [*ROSTER[:2], stranger, *ROSTER[5:10]]
    found = read(engine, written, ROSTER)[2]
    assert found.probability < load_model().threshold(RISK)
    assert alike in [name for name, _ in found.candidates]
    assert found.reason


def test_a_stranger_from_elsewhere_is_nobody(engine: Engine) -> None:
    written = [*ROSTER[:4], "五十嵐　桃香", "長谷川　隆"]
    readings = read(engine, written, ROSTER)
    for reading in readings[4:]:
        assert reading.probability < 0.1
        assert reading.reason == STRANGER
    assert readings[4].text == "五十嵐桃香", "the free reading, so that the clerk sees who it may be"


@pytest.mark.parametrize("word", ["欠席", "取消", "×", "再検査"])
def test_a_name_with_a_word_beside_it_is_asked_for(engine: Engine, word: str) -> None:
    found = read(engine, ["山田　花子", f"中村　葵　{word}", "佐藤　健太"], ROSTER)
    assert [reading.probability > SURE for reading in found] == [True, False, True]
    assert found[1].text == "中村　葵"


def test_a_tick_or_an_honorific_beside_a_name_says_nothing(engine: Engine) -> None:
    found = read(engine, ["山田　花子　レ", "中村　葵　様", "佐藤　健太"], ROSTER)
    assert not any(reading.reason == BESIDE for reading in found)


def test_what_stands_beside_a_name() -> None:
    assert beside("取消中村蒸", "中村　葵") == ("取消", "")
    assert beside("中村葵欠席", "中村　葵") == ("", "欠席")
    assert beside("山崎愛", "山﨑　愛") == beside("", "中村　葵") == ("", "")


def test_two_of_one_name_are_never_told_apart_by_their_name(engine: Engine) -> None:
    found = read(engine, ["山田　花子", "佐藤　健太"], [*ROSTER, "山田 花子"])
    assert found[0].reason == TWINS and found[0].probability <= 0.5
    assert found[1].reason != TWINS


def test_somebody_whom_another_one_of_the_roster_resembles_is_asked_for(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sure = read(engine, ["山田　花子"], ROSTER)[0]
    monkeypatch.setattr(confidence, "CLOSE", 1000.0)
    asked = read(engine, ["山田　花子"], ROSTER)[0]
    assert sure.probability > 0.99 and asked.text == sure.text
    assert (asked.probability, asked.reason) == (0.9, ALIKE)


def test_only_what_is_doubtful_is_looked_at_again(engine: Engine) -> None:
    candidates = roster_candidates(["山田　花子", "鈴木　干夏", "中村　葵"])
    lines = engine.recogniser.lines(
        [cell.image for cell in names(["山田　花子", "鈴木　千夏", "中村　葵"], "klee-one")]
    )
    first = judge_page(engine.scorer.judge(lines, candidates))
    assert [one.doubtful for one in first] == [False, True, False]
    evidence, judged = judge_names(lines, candidates, engine)
    assert (judged[0].features == first[0].features).all() and (judged[2].features == first[2].features).all()
    both = engine.scorer.judge(lines[1:2], candidates, engine.recogniser.again(lines[1:2]))[0]
    np.testing.assert_allclose(evidence[1].short[1].leads, both.short[1].leads, atol=1e-3)
    assert not np.allclose(judged[1].features, first[1].features, atol=1e-3)


def test_twins_by_a_variant_are_told_by_the_ink(engine: Engine) -> None:
    roster = [*ROSTER, "渡邊　恵"]
    one, other = read(engine, ["渡邉　恵", "渡邊　恵"], roster)
    assert (one.text, other.text) == ("渡邉　恵", "渡邊　恵")


def test_a_person_stands_on_a_sheet_once(engine: Engine) -> None:
    """One row is smeared: the surer one keeps a chance, none of them is sure."""
    cells = names(["山田　花子", "佐藤　健太", "山田　花子", "中村　葵"])
    cells[2].image[20:36, 40:150] = 30
    found = read_names(cells, [Person(name) for name in ROSTER], engine)
    assert found[1].reason != TWICE and found[3].reason != TWICE
    if found[2].text == "山田　花子":
        assert found[0].reason == found[2].reason == TWICE
        assert found[0].probability <= 0.9 and found[2].probability <= 0.9


def test_nothing_legible_is_unreadable(engine: Engine) -> None:
    found = read(engine, ["", "山田　花子"], ROSTER)
    assert found[0].probability < 0.1
    assert found[0].reason in (UNREADABLE, STRANGER)
    assert found[1].text == "山田　花子"


def test_without_a_roster_the_letters_stand_for_themselves(engine: Engine) -> None:
    found = read(engine, ["山田　花子", "佐藤　健太"], [])
    assert [(reading.text, reading.probability, reading.reason) for reading in found] == [
        ("山田花子", 0.0, NO_ROSTER),
        ("佐藤健太", 0.0, NO_ROSTER),
    ]


def test_no_rows(engine: Engine) -> None:
    assert read_names([], [Person("山田　花子")], engine) == []


def test_a_roster_of_one(engine: Engine) -> None:
    assert read(engine, ["山田　花子"], ["山田　花子"])[0].text == "山田　花子"
    assert read(engine, ["佐藤　健太"], ["山田　花子"])[0].probability < 0.1


def test_the_same_cells_give_the_same_figures(engine: Engine) -> None:
    written = ROSTER[:6]
    assert read(engine, written, ROSTER) == read(engine, written, ROSTER)


def test_candidates_of_a_roster() -> None:
    found = roster_candidates(["渡邉　恵", "渡邊 恵", "山田　花子", "山田花子", "髙橋　愛"])
    assert [(one.text, one.exact) for one in found] == [
        ("渡邉　恵", True),
        ("渡邊 恵", True),
        ("山田　花子", False),
        ("髙橋　愛", False),
    ]
