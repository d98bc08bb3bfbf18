"""Sorting and paging take nothing from the address that the table doesn't offer."""

import pytest
from django.test import RequestFactory

from sekisho.site.tables import Column, table

COLUMNS = (Column("name", "氏名", ("kana",)), Column("note", "付記"))
ROWS = [{"name": f"人{number:03}", "kana": f"{number * 7 % 120:03}", "note": "x"} for number in range(120)]


def _table(query: str) -> object:
    return table(RequestFactory().get(f"/?{query}"), ROWS, COLUMNS)


def test_it_sorts_both_ways_and_keeps_the_other_questions() -> None:
    up = _table("sort=name&facility=3")
    assert [row["kana"] for row in up.rows[:2]] == ["000", "001"]
    assert up.headings[0].sorted == "ascending" and up.headings[0].link == "?sort=-name&facility=3"
    assert _table("sort=-name").rows[0]["kana"] == "119"


@pytest.mark.parametrize(
    "query", ["sort=note", "sort=password", "sort=kana", "sort=--name", "page=x", "page=-4", "page=0"]
)
def test_what_is_not_offered_is_ignored(query: str) -> None:
    assert len(_table(query).rows) == 50 or _table(query).page.number == 3


def test_the_last_page_is_shorter() -> None:
    assert len(_table("page=3").rows) == 20 == len(_table("page=99").rows)
