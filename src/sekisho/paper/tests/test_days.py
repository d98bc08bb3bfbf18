"""Days of rows that can't be."""

from sekisho.paper.days import later
from sekisho.paper.engine import Reading


def days(*texts: str) -> dict[int, Reading]:
    return {number: Reading(text, 1.0, "") for number, text in enumerate(texts, start=1)}


def test_a_row_dated_behind_its_sheet_is_told() -> None:
    rows = days("2025-05-20", "2025-06-02", "2025-05-23", "")
    assert later(rows, Reading("2025-05-23", 0.999, "")) == {2}


def test_a_head_that_most_rows_contradict_or_that_is_hardly_read_says_nothing() -> None:
    rows = days("2025-05-20", "2025-06-02", "2025-06-03")
    assert later(rows, Reading("2025-05-23", 0.999, "")) == set()
    assert later(days("2025-05-20", "2025-05-20", "2025-06-02"), Reading("2025-05-23", 0.9, "")) == set()
    assert later(rows, Reading("", 0.0, "")) == set()
