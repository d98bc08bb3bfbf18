"""Sheets scanned twice in one run."""

import datetime

from sekisho.base.rows import Row
from sekisho.paper.engine import Reading
from sekisho.paper.repeats import repeated
from sekisho.paper.results import PageResult, ReadRow

DAY = datetime.date(2025, 5, 9)


def page(source: str, facility: str, *names: str) -> PageResult:
    rows = tuple(
        ReadRow(Row(facility, name, DAY, "accepted", 1.0, "", source, 1, number), {}, {})
        for number, name in enumerate(names, start=1)
    )
    return PageResult(source, 1, facility=Reading(facility, 1.0, ""), rows=rows)


def test_the_same_people_on_two_pages_are_one_sheet() -> None:
    names = ("山田　花子", "佐藤　健太", "中村　葵", "林　一")
    pages = [
        page("a.pdf", "若葉", *names),
        page("b.pdf", "若葉", "髙橋　愛", *names[1:]),
        page("c.pdf", "双葉", *names),
    ]
    assert repeated(pages) == []
    again = page("d.pdf", "若葉", *names[:3])
    assert repeated([*pages, again]) == [(("a.pdf", 1), ("d.pdf", 1))]


def test_two_short_or_nameless_pages_say_nothing() -> None:
    assert repeated([page("a", "若葉", "山田　花子"), page("b", "若葉", "山田　花子")]) == []
    assert repeated([page("a", "", "一", "二", "三"), page("b", "", "一", "二", "三")]) == []
