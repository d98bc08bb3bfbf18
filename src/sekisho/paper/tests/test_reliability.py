import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.base.errors import UserError
from sekisho.base.rows import Row, State
from sekisho.paper.reliability import interval, judge, load_truth, upper_bound

DAY = datetime.date(2025, 5, 1)


def row(number: int, name: str, probability: float, state: State = "accepted") -> Row:
    return Row("一園", name, DAY, state, probability, "", "a.pdf", 1, number)


def truth(*names: str) -> dict[tuple[str, int, int], tuple[str, str, str]]:
    return {("a.pdf", 1, place): ("一園", name, "2025-05-01") for place, name in enumerate(names, start=1)}


def test_counts_wrong_rows_and_spaces_do_not_matter() -> None:
    rows = [row(1, "佐藤　恵", 0.99999), row(2, "高橋 惠", 0.99995), row(3, "鈴木", 0.6, "doubtful")]
    found = judge(rows, truth("佐藤恵", "髙橋恵", "田中"), 1e-4)
    assert (found.accepted, found.wrong, found.doubtful) == (2, 0, 1)
    assert found.threshold == 0.99995
    assert found.left == 1
    assert [(one.count, one.right) for one in found.bins] == [(1, 0), (2, 2)]


def test_a_stranger_taken_for_somebody_is_wrong() -> None:
    found = judge([row(1, "佐藤恵", 0.99999)], truth("佐藤忠"), 1e-4)
    assert (found.wrong, found.threshold) == (1, None)
    assert any("引けません" in sentence for sentence in found.sentences())


def test_rows_that_nobody_knows_and_rows_that_were_missed() -> None:
    found = judge([row(9, "佐藤", 0.5, "doubtful")], truth("佐藤"), 1e-4)
    assert (found.extra, found.missed) == (1, 1)


@given(st.integers(0, 50), st.integers(1, 50))
@settings(deadline=None)
def test_the_interval_holds_the_share(hits: int, more: int) -> None:
    low, high = interval(hits, hits + more)
    assert 0 <= low <= hits / (hits + more) <= high <= 1
    assert upper_bound(hits, hits + more) <= high


def test_bound_of_nothing_wrong_is_the_rule_of_three() -> None:
    assert upper_bound(0, 1000) == pytest.approx(0.003, rel=0.01)


def test_truth_without_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "truth.csv"
    path.write_text("facility,name\n一園,佐藤\n", encoding="utf-8")
    with pytest.raises(UserError, match="date"):
        load_truth(path)
    path.write_text("facility,name,date,source,page,row\n一園,佐藤,2025-05-01,a.pdf,x,1\n", encoding="utf-8")
    with pytest.raises(UserError, match="2 行目"):
        load_truth(path)
