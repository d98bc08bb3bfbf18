"""The public navigator: three languages, nothing kept, the same list as the catalogue's plan."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sekisho.affairs.bereavement.navigator import talk, words
from sekisho.affairs.bereavement.navigator.result import result
from sekisho.affairs.bereavement.procedures import catalogue
from sekisho.affairs.bereavement.rules import plan
from sekisho.affairs.bereavement.tests.families import FAMILIES
from sekisho.base import clock
from sekisho.people import limits

KNOWN = catalogue()
TODAY = datetime.date(2026, 11, 25)
NAVIGATOR = "/bereavement/navigator/"


def test_the_languages_say_the_same_things() -> None:
    assert len({frozenset(words.says(one)) for one in words.LANGUAGES}) == 1
    for one in KNOWN.attributes.values():
        assert one.ask_easy and one.ask_en and set(one.values_en) == set(one.values), one.name
    for procedure in KNOWN.procedures:
        assert procedure.name_easy and procedure.name_en, procedure.id
        said = (*procedure.bring, *procedure.who, procedure.counter, procedure.deadline.counted)
        assert [text for text in said if text and words.term(text, "en").isascii() is False] == [], (
            procedure.id
        )


@given(FAMILIES, st.sampled_from(words.LANGUAGES))
def test_the_list_is_the_plan(facts: dict[str, Any], language: str) -> None:
    found = result(facts, KNOWN, language, TODAY)
    states = {words.name(one.procedure, language): one.state for one in plan(facts, KNOWN)}
    needed = [line.name for _, lines in found.counters for line in lines]
    assert sorted(needed) == sorted(name for name, state in states.items() if state == "yes")
    assert [line.name for line, _ in found.asked] == [
        name for name, state in states.items() if state == "unknown"
    ]
    assert all(questions for _, questions in found.asked)
    assert [line.last_day for line in found.soon] == sorted(
        line.last_day for line in found.soon if line.last_day
    )


@given(st.lists(st.sampled_from(("next", "back")), max_size=40), FAMILIES)
def test_one_can_go_on_and_back_and_is_asked_nothing_twice(steps: list[str], facts: dict[str, Any]) -> None:
    said = talk.Talk((), {name: str(value) for name, value in facts.items()})
    for step in steps:
        if step == "back":
            said, page = talk.back(said)
            assert not set(page) & said.seen()
        else:
            said = talk.forward(said, tuple(talk.left(said, KNOWN)[: talk.PAGE]))
        assert talk.read({"asked": said.written(), **said.told}, KNOWN) == said
        names = [name for page in said.asked for name in page]
        assert len(names) == len(set(names))


def test_what_no_page_writes_is_left_out() -> None:
    told = talk.read(
        {"asked": "d.ins,d.nothing,d.ins;;d.ins;d.dog", "d.ins": "x" * 99, "d.dog": "はい", "name": "高橋"},
        KNOWN,
    )
    assert told.asked == (("d.ins",), ("d.dog",)) and set(told.told) == {"d.ins", "d.dog"}
    assert talk.facts(told, KNOWN) == {"d.dog": True}


@pytest.mark.parametrize(
    ("typed", "word"),
    [("2027-01-01", "future_day"), ("きのう", "wrong_day"), ("2026-11-25", ""), ("R8.11.1", "")],
)
def test_the_day_is_looked_at(typed: str, word: str) -> None:
    told = talk.Talk((), {"d.date_of_death": typed})
    assert talk.wrong(("d.date_of_death",), told, KNOWN, TODAY).get("d.date_of_death", "") == word


def test_unknown_typed_into_a_day_or_a_number_is_no_answer_and_no_fault() -> None:
    told = talk.read({"d.date_of_death": "unknown", "d.age": "unknown"}, KNOWN)
    assert talk.wrong(("d.date_of_death", "d.age"), told, KNOWN, TODAY) == {}


def test_a_number_in_full_width_digits_is_read() -> None:
    told = talk.read({"asked": "d.age", "d.age": "８２"}, KNOWN)
    assert talk.facts(told, KNOWN) == {"d.age": 82}


def test_nothing_is_kept_and_the_database_asked_for_the_catalogue_alone(database: object) -> None:
    client = Client(headers={"host": "localhost"})
    with override_settings(SEKISHO_ZONE="internet"), CaptureQueriesContext(connection) as asked:
        first = client.get(NAVIGATOR).content.decode()
        assert 'method="post"' in first and "亡くなったのはいつですか。" in first
        wrong = client.post(
            NAVIGATOR, {"now": "d.date_of_death", "d.date_of_death": "2099-01-01", "do": "next"}
        )
        assert wrong.status_code == 400 and "今日より後の日付です" in wrong.content.decode()
        told = {"now": "d.date_of_death", "d.date_of_death": "2026-11-01", "do": "next"}
        second = client.post(NAVIGATOR, told).content.decode()
        assert re.search(r'name="asked" value="d.date_of_death"', second)
        told = {
            "asked": "d.date_of_death",
            "d.date_of_death": "2026-11-01",
            "now": "d.ins",
            "d.ins": "nhi",
            "do": "show",
        }
        shown = client.post(NAVIGATOR, told).content.decode()
        assert "国民健康保険 資格喪失届" in shown and "令和8年11月16日(月)まで" in shown
        english = client.post(NAVIGATOR, {**told, "to": "en"}).content.decode()
        assert "By 16 November 2026 (Mon)" in english and '<html lang="en">' in english
        paper = client.post(
            f"{NAVIGATOR}list.pdf", {**told, "asked": "d.date_of_death;d.ins", "language": "easy"}
        )
    assert paper.content.startswith(b"%PDF") and paper["Cache-Control"] == "no-store"
    assert [one["sql"] for one in asked if "bereavement_catalogueversion" not in one["sql"]] == []
    assert not client.cookies


def test_who_asks_too_often_is_told_when_to_try_again(database: object) -> None:
    limits.forget()
    client = Client(headers={"host": "localhost"})
    with override_settings(SEKISHO_ZONE="internet", SEKISHO_PUBLIC_REQUESTS=3), clock.at(clock.now()):
        assert [client.get(NAVIGATOR).status_code for _ in range(3)] == [200] * 3
        for language, sentence in (("ja", "20</b> 秒たつと、また開けます"), ("easy", "秒 待つと"), ("en", "opens again in")):  # fmt: skip
            refused = client.post(NAVIGATOR, {"language": language, "d.ins": "nhi"})
            assert refused.status_code == 429 and refused["Retry-After"] == "20"
            assert sentence in refused.content.decode() and "nhi" not in refused.content.decode()
        paper = client.post(f"{NAVIGATOR}list.pdf", {"asked": "d.ins", "d.ins": "nhi"})
        assert paper.status_code == 429 and not paper.content.startswith(b"%PDF")
    limits.forget()


def test_notes_are_neither_titles_of_forms_nor_things_to_bring() -> None:
    said = [text for one in KNOWN.procedures for text in (*one.form, *one.bring)]
    assert [
        text for text in said if text.startswith("（") or re.search("兼用|同時|連絡）|[A-Z][0-9]{2}", text)
    ] == []
