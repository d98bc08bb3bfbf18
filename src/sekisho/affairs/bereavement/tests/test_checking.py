"""What the program finds in conditions, which families a change changes, and YAML there and back."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.affairs.bereavement.actions import FROM_REGISTRY
from sekisho.affairs.bereavement.editor import checking, document, exchange
from sekisho.affairs.bereavement.editor.trial import tried
from sekisho.affairs.bereavement.procedures import BY_PROGRAM, build, catalogue
from sekisho.affairs.bereavement.rules import plan
from sekisho.affairs.bereavement.tests.families import FAMILIES
from sekisho.base.errors import UserError

FIRST = document.first()


def _with(key: str, **told: object) -> dict[str, Any]:
    row = document.row(FIRST, key)
    assert row
    return document.with_row(FIRST, {**row, **told})


def _found(key: str, made: dict[str, Any]) -> list[tuple[bool, str]]:
    return [(one.stops, one.words) for one in checking.findings(made) if one.where == key]


def test_nothing_stops_what_is_delivered() -> None:
    assert [one for one in checking.findings(FIRST) if one.stops or one.where[1:2] != "."] == []


@pytest.mark.parametrize(
    ("when", "stops", "words"),
    [
        ("d.dog and not d.dog", True, "矛盾"), ('d.ins == "nhi" and d.ins == "welfare"', True, "矛盾"),
        ("h.remaining_15plus >= 3 and h.remaining_15plus < 2", True, "矛盾"), ("d.dog or not d.dog", False, "どう答えても"),
        ("d.dog or (d.dog and d.gun)", False, "「d.gun」には届きません"),
        ("h.remaining_15plus >= 2 and h.remaining_15plus >= 1", False, "「h.remaining_15plus >= 1」には届きません"),
        ("d.dgo", True, "「d.dog」ではありませんか"), ('d.ins == "nhl"', True, "「nhi」ではありませんか"),
        ("d.dog == True", True, "はい・いいえ"), ('h.remaining_15plus >= "2"', True, "数と比べて"), ("f(d.dog)", True, "読めません"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_condition(when: str, stops: bool, words: str) -> None:
    found = _found("E01", _with("E01", when=when))
    assert any(one is stops and words in said for one, said in found), found


def test_what_nobody_can_be_asked_is_never_decided() -> None:
    silent = [{**one, "ask": ""} if one["name"] == "d.dog" else one for one in FIRST["attributes"]]
    assert any(
        "いつまでも決まりません" in words for _, words in _found("E01", {**FIRST, "attributes": silent})
    )


def test_what_the_program_itself_uses_stays() -> None:
    without = document.without_question(FIRST, "d.age")
    assert _found("d.age", without) == [(True, "この項目は仕組みが使うので、外せません。")]
    age = document.question(FIRST, "d.age")
    assert age
    other = document.with_question(FIRST, {**age, "kind": "bool"})
    assert any(stops and "数（人数、年齢）" in words for stops, words in _found("d.age", other))
    kinds = {one["name"]: one["kind"] for one in FIRST["attributes"]}
    assert BY_PROGRAM.items() <= kinds.items() and set(FROM_REGISTRY) <= set(BY_PROGRAM)
    twice = {**FIRST, "attributes": [*FIRST["attributes"], age]}
    assert any("二つあります" in one.words for one in checking.unreadable(twice))


def test_a_change_shows_the_families_that_it_changes_and_no_others() -> None:
    after = build(_with("H03", when='d.ins in ("nhi", "latter_elderly") and d.funeral_held'))
    families = tried(catalogue(), after, FIRST["families"])
    assert len(families) == len(FIRST["families"]) >= 8
    changed = {
        one.name: [(line.procedure, line.before, line.after) for line in one.changes]
        for one in families
        if one.changes
    }
    assert set(changed) == {"後期高齢の世帯主、妻が残る", "一人暮らし、市営住宅", "農家、三世代"}
    assert changed["一人暮らし、市営住宅"] == [("国保 葬祭費", "要らない", "要る")]
    assert changed["農家、三世代"] == [("国保 葬祭費", "要らない", "聞いて決める")]


def test_new_gone_and_changed_contents_are_told() -> None:
    made = document.without_row(_with("K06", bring=["本人確認書類"]), "K01")
    families = {one.name: one for one in tried(catalogue(), build(made), FIRST["families"])}
    told = {line.procedure: (line.after, line.contents) for line in families["何も分からない"].changes}
    assert told["死亡届（提出済みの確認）"][0] == "手続きがない"
    assert told["戸籍・除籍・住民票除票の交付請求（広域交付）"] == ("要る", ("持ち物",))


def test_there_and_back_nothing_is_lost() -> None:
    text = exchange.to_yaml(FIRST, "x")
    back = exchange.from_yaml(text, FIRST)
    assert exchange.to_yaml(back, "x") == text
    ours, theirs = catalogue(), build(back)
    assert ours.attributes == theirs.attributes
    assert ours.procedures == theirs.procedures


@settings(max_examples=40)
@given(FAMILIES)
def test_without_our_own_keys_the_plan_is_the_same(facts: dict[str, Any]) -> None:
    """As the collected procedures come: no questions, no length, days alone, «unknown» among the values."""
    states = [one.state for one in plan(facts, _BARE)]
    assert states == [one.state for one in plan(facts, catalogue())]


def _bare() -> dict[str, Any]:
    said = yaml.safe_load(exchange.to_yaml(FIRST, "x"))
    for one in said["attributes"]:
        for key in ("ask", "ask_easy", "ask_en", "values", "values_en"):
            one.pop(key, None)
    for one in said["procedures"]:
        for key in ("length", "base", "counted"):
            del one["deadline"][key]
        if one["id"] == "N01":
            one["when"] = 'd.pension in ("basic_only","unknown")'
    del said["families"]
    return exchange.from_yaml(yaml.safe_dump(said, allow_unicode=True), FIRST)


_BARE = build(_bare())


def test_deadlines_without_our_own_keys() -> None:
    other = {one.id: one.deadline for one in _BARE.procedures}
    wrong = [one.id for one in catalogue().procedures if one.deadline != other[one.id]]
    # Six months have no days; three and more months after knowing are read from their words where these say so.
    assert set(wrong) <= {"T02", "X01", "X03", "X04", "X05", "X09"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", "行目）"), ("- 1", "ファイルが、"), ("{}", "attributes"), ("&a [*a]", "ファイルが、"), ("x" * 1_000_001, "大きすぎます"),
        ("attributes: []\nprocedures: [{id: K01}]", "K01 の name"), ("attributes: [1]\nprocedures: []", "attributes"),
        ("attributes: [{name: d.x, type: bool, desc: x, answer_source: 1}]\nprocedures: []", "answer_source"),
    ],
)  # fmt: skip
def test_what_is_no_catalogue_is_told(text: str, told: str) -> None:
    with pytest.raises(UserError) as wrong:
        exchange.from_yaml(text, FIRST)
    assert told in str(wrong.value)


@settings(max_examples=30)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("attributes", "procedures", "id", "name", "when", "deadline", "families", "type", "desc")), inner, max_size=5), max_leaves=12))  # fmt: skip
def test_no_yaml_breaks_the_program(said: object) -> None:
    try:
        taken = exchange.from_yaml(yaml.safe_dump(said, allow_unicode=True), FIRST)
    except UserError as refused:
        assert str(refused), "told in words"
    else:
        assert checking.unreadable(taken) == [], "what is taken in can be read"


def test_a_confirmation_with_its_day_unquoted_is_text() -> None:
    row = document.row(FIRST, "E01")
    assert row
    note = {"by": 3, "on": "2026-11-25", "source": "環境課"}
    text = exchange.to_yaml(document.with_row(FIRST, {**row, "confirmed": note}), "x")
    assert "'on': '2026-11-25'" in text
    taken = exchange.from_yaml(text.replace("'on': '2026-11-25'", "on: 2026-11-25"), FIRST)
    back = document.row(taken, "E01")
    assert back and back["confirmed"] == note and json.dumps(taken)


def test_a_condition_with_an_unknown_attribute_is_not_taken_in() -> None:
    text = exchange.to_yaml(FIRST, "x").replace("when: d.dog\n", "when: d.dgo\n")
    with pytest.raises(UserError, match=r"E01：項目「d.dgo」はありません。「d.dog」"):
        exchange.from_yaml(text, FIRST)
