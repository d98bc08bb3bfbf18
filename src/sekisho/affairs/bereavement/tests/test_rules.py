"""The catalogue's logic: unknown is asked and never dropped, and more knowledge turns nothing decided round."""

import ast
import datetime
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.affairs.bereavement.as_json import plan_as_json
from sekisho.affairs.bereavement.conditions import parse
from sekisho.affairs.bereavement.procedures import catalogue
from sekisho.affairs.bereavement.rules import plan, questions, read_facts
from sekisho.affairs.bereavement.tests.families import FAMILIES, values
from sekisho.base.errors import UserError

KNOWN = catalogue()


def _states(facts: dict[str, Any]) -> dict[str, str]:
    return {one.procedure.id: one.state for one in plan(facts, KNOWN)}


def test_the_catalogue_is_whole() -> None:
    assert len(KNOWN.procedures) == 97 and len(KNOWN.attributes) == 85
    assert len({one.id for one in KNOWN.procedures}) == 97
    assert sum(one.unsure for one in KNOWN.procedures) == 59


@given(FAMILIES, st.data())
def test_an_answer_turns_nothing_decided_round(facts: dict[str, Any], data: st.DataObject) -> None:
    unknown = [one for name, one in KNOWN.attributes.items() if name not in facts]
    if not unknown:
        return
    asked = data.draw(st.sampled_from(unknown))
    before = _states(facts)
    after = _states({**facts, asked.name: data.draw(values(asked))})
    assert {key: state for key, state in before.items() if state != "unknown" and after[key] != state} == {}


@given(FAMILIES)
def test_every_undecided_procedure_has_its_question_and_nothing_else_is_asked(facts: dict[str, Any]) -> None:
    undecided = {one.procedure.id for one in plan(facts, KNOWN) if one.state == "unknown"}
    asked = [one.attribute.name for one in questions(facts, KNOWN)]
    assert not set(asked) & set(facts) and len(asked) == len(set(asked))
    for one in KNOWN.procedures:
        if one.id in undecided:
            assert one.when.names & set(asked), one.id
    useful = set().union(*(one.when.names for one in KNOWN.procedures if one.id in undecided))
    assert set(asked) <= useful


@given(FAMILIES, st.data())
def test_asked_to_the_end_nothing_stays_unknown(facts: dict[str, Any], data: st.DataObject) -> None:
    known = dict(facts)
    while left := questions(known, KNOWN):
        known[left[0].attribute.name] = data.draw(values(left[0].attribute))
    assert "unknown" not in _states(known).values()


@given(FAMILIES)
def test_what_is_known_is_decided_as_python_decides_it(facts: dict[str, Any]) -> None:
    """The conditions over complete facts, evaluated by Python itself."""
    complete = {name: facts.get(name, KNOWN.answers[name][0]) for name in KNOWN.attributes}
    names = {name.replace(".", "_"): value for name, value in complete.items()}
    for one in KNOWN.procedures:
        text = re.sub(r"\b([dh])\.", r"\1_", one.when.text)
        assert one.when.value(complete) is bool(eval(text, {}, names)), one.id
        assert ast.parse(text)


@pytest.mark.parametrize(
    ("text", "facts", "value", "because"),
    [
        ("d.a and d.b", {"d.a": False}, False, {"d.a"}), ("d.a and d.b", {"d.a": True}, None, {"d.b"}),
        ("d.a or d.b", {"d.a": True}, True, {"d.a"}), ("d.a or d.b", {"d.a": False}, None, {"d.b"}),
        ("not d.a", {}, None, {"d.a"}), ("d.n >= 2", {"d.n": 2}, True, {"d.n"}), ("d.e != 'x'", {}, None, {"d.e"}),
        ("d.e in ('x', 'y')", {"d.e": "z"}, False, {"d.e"}), ("True", {}, True, set()),
    ],
)  # fmt: skip
def test_three_values(text: str, facts: dict[str, Any], value: bool | None, because: set[str]) -> None:
    condition = parse(text)
    assert condition.value(facts) is value and condition.because(facts) == because


@pytest.mark.parametrize(
    "text", ["d.a +", "f(d.a)", "d.a == d.b", "d.a in ('x')", "a", "d.a < 2 < 3", "__import__('os')"]
)
def test_what_is_no_condition(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def _last_day(key: str, died_on: str) -> str:
    procedure = KNOWN.procedure(key)
    assert procedure
    return str(procedure.deadline.last_day(datetime.date.fromisoformat(died_on)))


def test_deadlines_count_as_the_law_counts() -> None:
    assert _last_day("K01", "2026-10-01") == "2026-10-07", "the day of knowing is day 1"
    assert _last_day("K03", "2026-10-01") == "2026-10-15", "the first day isn't counted"
    assert _last_day("K03", "2026-09-05") == "2026-09-24", "19 to 23 September are closed"
    assert _last_day("K03", "2026-12-18") == "2027-01-04", "over New Year"
    assert _last_day("N06", "2026-10-03") == "2028-10-03", "two years; lost by time, closed or not"
    assert _last_day("X01", "2026-11-30") == "2027-03-01", "three months end in a short February, on a Sunday"
    assert _last_day("K04", "2026-10-01") == "None"


def test_bad_cases_are_told_with_the_nearest_right_name() -> None:
    for case, told in (({"d.in": "nhi"}, "d.ins"), ({"d.ins": "nhl"}, "nhi"), ({"h.remaining_15plus": -1}, "整数"),
                       ({"d.date_of_death": "きのう"}, "日付"), ({"d.dog": "maybe"}, "true か false")):  # fmt: skip
        with pytest.raises(UserError) as wrong:
            read_facts(case, KNOWN)
        assert told in wrong.value.remedy


def test_missing_and_unknown_are_the_same() -> None:
    assert plan_as_json({}, KNOWN) == plan_as_json(dict.fromkeys(KNOWN.attributes, "unknown"), KNOWN)


def test_the_command_needs_no_database(tmp_path: Path) -> None:
    (tmp_path / "cases.json").write_text(json.dumps([{"d.ins": "nhi"}, {}]))
    command = [
        sys.executable,
        "-m",
        "sekisho.project.cli",
        "bereavement",
        "plan",
        str(tmp_path / "cases.json"),
    ]
    said = subprocess.run(
        command,
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "DATABASE_URL": "none"},
    )
    first, second = json.loads(said.stdout)
    assert [len(one["procedures"]) for one in (first, second)] == [97, 97]
    assert next(one for one in first["procedures"] if one["id"] == "H01")["state"] == "yes"
    (tmp_path / "cases.json").write_text('{"d.in": "nhi"}')
    wrong = subprocess.run(command, capture_output=True, env={"PYTHONPATH": ":".join(sys.path)})
    assert wrong.returncode == 2 and "d.ins" in wrong.stderr.decode()
