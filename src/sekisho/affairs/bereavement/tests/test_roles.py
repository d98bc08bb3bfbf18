"""Who may do a procedure, over what the persons of the family are: three values, and naming somebody takes nothing back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.affairs.bereavement.editor import checking, document, exchange
from sekisho.affairs.bereavement.procedures import build, catalogue
from sekisho.affairs.bereavement.roles import (
    OTHER,
    Someone,
    of_family,
    of_words,
    questions,
    roles,
    usual,
    verdict,
    with_brought,
)
from sekisho.base.errors import UserError

KEYS = [one.key for one in of_family()]
WIFE = Someone(1, "髙橋花子", "妻", frozenset({"spouse", "heir", "agent"}), here=True, visitor=True)
SON = Someone(2, "髙橋一", "子", frozenset({"mourner", "heir_head"}), here=False)


@pytest.mark.parametrize(
    ("keys", "state", "words"),
    [
        (("spouse",), "here", "髙橋花子 様（配偶者）"), (("mourner", "spouse"), "here", "髙橋花子 様（配偶者）"),
        (("heir_head",), "absent", "髙橋一 様（相続人代表）。お越しでないので、委任状か、その方の手続きが要ります"),
        (("dog_owner", "head"), "unknown", "まだ分かりません（新世帯主か犬を引き継ぐ方）"), (("tenant",), "nobody", "できる方がいないと"),
        (("tenant", "guarantor"), "unknown", "まだ分かりません（連帯保証人）"), (("city",), "city", "市が行います"),
        ((OTHER,), "section", "担当課に確かめます"), (("agent",), "here", "髙橋花子 様（代理で手続きをする方）。委任状が要ります"),
    ],
)  # fmt: skip
def test_who_may(keys: tuple[str, ...], state: str, words: str) -> None:
    found = verdict([key for key in roles() if key in keys], [SON, WIFE], {"tenant"})
    assert found.state == state and found.words.startswith(words)


_PERSONS = st.lists(
    st.builds(
        Someone, st.integers(1, 9), st.just("見本"), st.just(""), st.frozensets(st.sampled_from(KEYS), max_size=4),
        st.booleans(), st.booleans(),
    ),
    max_size=4,
)  # fmt: skip


@given(_PERSONS, st.sets(st.sampled_from(KEYS)), st.sampled_from(KEYS), st.booleans())
def test_naming_somebody_takes_nothing_back_and_decides(
    persons: list[Someone], nobody: set[str], key: str, here: bool
) -> None:
    order = ["section", "nobody", "unknown", "absent", "here"]
    named = [*persons, Someone(10, "見本", "", frozenset({key}), here)]
    for one in catalogue().procedures:
        before, after = (verdict(one.roles, each, nobody - {key}) for each in (persons, named))
        if before.state != "city":
            assert order.index(before.state) <= order.index(after.state), one.id
        if any(role.key == key for role in before.ask):
            assert after.state == ("here" if here else "absent")


@given(_PERSONS, st.sets(st.sampled_from(KEYS)))
def test_every_question_decides_what_it_says_and_none_is_forgotten(
    persons: list[Someone], nobody: set[str]
) -> None:
    found = [verdict(one.roles, persons, nobody) for one in catalogue().procedures]
    asked = questions(found)
    assert len(asked) == len({role.key for role, _ in asked}), "each once"
    assert [count for _, count in asked] == sorted((count for _, count in asked), reverse=True)
    for one in found:
        assert bool(one.ask) is (one.state == "unknown")
        assert {role.key for role in one.ask} <= {role.key for role, _ in asked}


def test_what_a_relation_usually_means() -> None:
    assert usual("妻") == ["heir", "spouse", "relative"] and usual("子") == [
        "heir",
        "child",
        "lineal",
        "relative",
    ]
    assert usual("妻（未届）") == [] and usual("弟") == ["relative"]
    assert usual("", same_household=True) == ["member", "cohabitant", "declarant"]
    assert with_brought(["cohabitant"]) == ["cohabitant", "declarant"]


def test_every_procedure_has_its_roles_and_they_are_those_of_its_words_or_to_be_confirmed() -> None:
    for one in catalogue().procedures:
        assert one.roles and set(one.roles) <= roles().keys() and OTHER not in one.roles
    words = {one.id: of_words(one.who) for one in catalogue().procedures}
    others = {one.id for one in catalogue().procedures if list(one.roles) != words[one.id]}
    # Relatives of one livelihood, the heirs' choice of a representative, and who takes the dog.
    assert others == {"N03", "N06", "N07", "T01", "E01"}
    assert sum(one.roles_unsure for one in catalogue().procedures) == 17


def test_an_unknown_role_is_refused_and_a_missing_one_is_found_by_its_words() -> None:
    first = document.first()
    row = document.row(first, "H03")
    assert row
    wrong = document.with_row(first, {**row, "roles": ["morner"]})
    assert ["「mourner」ではありませんか" in one.words for one in checking.unreadable(wrong)] == [True]
    with pytest.raises(ValueError, match="no such role"):
        build(wrong)
    text = exchange.to_yaml(first, "x").replace("  - mourner\n", "  - morner\n")
    with pytest.raises(UserError, match="できる人の役「morner」"):
        exchange.from_yaml(text, first)
    # Decided before there were roles, or collected without them.
    bare = {key: value for key, value in row.items() if not key.startswith("roles")}
    old = build(document.with_row(first, bare)).procedure("H03")
    assert old and old.roles == ("mourner",) and old.roles_unsure
    strange = build(document.with_row(first, {**bare, "who": ["だれか"]})).procedure("H03")
    assert strange and strange.roles == (OTHER,)
    said = checking.findings(document.with_row(first, {**bare, "who": ["だれか"]}))
    assert any(one.where == "H03" and "役が決まっていない" in one.words and not one.stops for one in said)
