"""The catalogue's logic: unknown is asked and never dropped, and more knowledge turns nothing decided round."""

import ast
import datetime
import json
import random
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
from sekisho.affairs.bereavement.editor import document
from sekisho.affairs.bereavement.editor.exchange import to_yaml
from sekisho.affairs.bereavement.procedures import Procedure, catalogue
from sekisho.affairs.bereavement.rules import plan, questions, read_facts
from sekisho.affairs.bereavement.tests.families import FAMILIES, values
from sekisho.base.errors import UserError
from sekisho.base.opendays import is_open

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


def test_no_order_that_spares_nothing_asks_less() -> None:
    """Against asking first what can't be spared: an attribute that alone is left in an undecided procedure. And the list says
    what it is ordered by."""
    rng, asked, least = random.Random(3), 0, 0
    for _ in range(12):
        truth = {name: rng.choice(KNOWN.answers[name]) for name in KNOWN.attributes}
        for order in ("ours", "needed"):
            facts: dict[str, Any] = {}
            while left := questions(facts, KNOWN):
                assert [one.decides for one in left] == sorted((one.decides for one in left), reverse=True)
                names = [one.attribute.name for one in left]
                name = (
                    names[0]
                    if order == "ours"
                    else next(filter(_needed(facts).__contains__, names), names[0])
                )
                facts[name] = truth[name]
            asked, least = asked + len(facts) * (order == "ours"), least + len(facts) * (order == "needed")
    assert asked <= least


def _needed(facts: dict[str, Any]) -> set[str]:
    undecided = [one.when.names for one in KNOWN.procedures if one.when.value(facts) is None]
    left = [[name for name in names if name not in facts] for names in undecided]
    return {names[0] for names in left if len(names) == 1}


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


@pytest.mark.parametrize(
    ("died_on", "ends"),
    [
        ("2026-01-30", "2026-04-30"), ("2026-01-31", "2026-04-30"), ("2026-02-28", "2026-06-01"), ("2028-02-28", "2028-05-29"),
        ("2028-02-29", "2028-05-31"), ("2026-11-29", "2027-03-01"), ("2027-11-29", "2028-02-29"), ("2027-11-30", "2028-02-29"),
        ("2026-08-31", "2026-11-30"), ("2026-12-31", "2027-03-31"),
    ],
)  # fmt: skip
def test_three_months_from_the_end_of_a_month(died_on: str, ends: str) -> None:
    """They begin on the day after (民法 140), and from the first of a month they end with a month (143). 31 May 2026 is a
    Sunday, and so is 28 February 2027."""
    assert _last_day("X01", died_on) == ends


@pytest.mark.parametrize(
    ("died_on", "ends"),
    [("2026-02-28", "2028-02-29"), ("2028-02-28", "2030-02-28"), ("2028-02-29", "2030-02-28")],
)
def test_two_years_from_and_to_a_leap_day(died_on: str, ends: str) -> None:
    assert _last_day("N06", died_on) == ends


@given(st.dates(datetime.date(2024, 1, 1), datetime.date(2035, 12, 31)), st.sampled_from(KNOWN.procedures))
def test_a_later_death_never_ends_earlier_and_no_office_is_closed_on_the_last_day(
    died_on: datetime.date, procedure: Procedure
) -> None:
    last, later = (procedure.deadline.last_day(died_on + datetime.timedelta(days)) for days in (0, 1))
    if last and later:
        assert died_on < last <= later
        assert procedure.deadline.kind == "prescription" or is_open(last)


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
    row = document.row(document.first(), "H01")
    assert row
    made = document.with_row(document.first(), {**row, "when": "d.dog"})
    (tmp_path / "list.yaml").write_text(to_yaml(made, "x"))
    said = subprocess.run(
        [*command, "--catalogue", str(tmp_path / "list.yaml")], capture_output=True, check=True,
        env={"PYTHONPATH": ":".join(sys.path), "DATABASE_URL": "none"},
    )  # fmt: skip
    other = {one["id"]: one["state"] for one in json.loads(said.stdout)[0]["procedures"]}
    assert (other["H01"], other["H03"]) == ("unknown", "unknown")
    (tmp_path / "cases.json").write_text('[{}, {"d.in": "nhi"}]')
    wrong = subprocess.run(command, capture_output=True, env={"PYTHONPATH": ":".join(sys.path)})
    assert wrong.returncode == 2 and "2 件目" in wrong.stderr.decode()
    (tmp_path / "cases.json").write_text('{"d.in": "nhi"}')
    wrong = subprocess.run(command, capture_output=True, env={"PYTHONPATH": ":".join(sys.path)})
    assert wrong.returncode == 2 and "d.ins" in wrong.stderr.decode()
