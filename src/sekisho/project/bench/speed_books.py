"""Seconds of posting a month into a ledger and of learning a rule."""

import datetime
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from sekisho.base.rows import Row
from sekisho.books.learn import learn
from sekisho.books.post import post
from sekisho.books.rule import Rule, ValueRule, Where
from sekisho.paper.synth.city import make_city
from sekisho.project.demo_ledger import write_ledger

_DAY = datetime.date(2025, 5, 12)
#: Of the demo ledger: a sheet a facility, names in column B, months in row 5.
_RULE = Rule(Where("sheet"), Where("column", "B"), Where("row", row=5), ValueRule("number", 1))
#: Cells that a clerk fills in as examples: the first rows of this many facilities.
_EXAMPLES = 5


def time_books(folder: Path, repeats: int) -> dict[str, float]:
    """``rows`` posted and ``sheets``, seconds of ``post`` and ``learn`` (medians)."""
    folder.mkdir(parents=True, exist_ok=True)
    city = make_city(1)
    rosters = [(facility.name, [person.name for person in facility.people]) for facility in city.facilities]
    ledger, filled, target = folder / "ledger.xlsx", folder / "filled.xlsx", folder / "posted.xlsx"
    write_ledger(ledger, rosters, 2025)
    rows = [
        Row(facility, name, _DAY, "accepted", 1.0, "", "month.pdf", page, number)
        for page, (facility, names) in enumerate(rosters, start=1)
        for number, name in enumerate(names, start=1)
    ]
    examples = [row for row in rows if row.row == row.page][:_EXAMPLES]
    post(examples, ledger, _RULE, filled)
    written = post(rows, ledger, _RULE, target, folder / "report.csv").count("written")
    learned = learn(ledger, filled, rows)
    if learned.found != len(rows):
        raise RuntimeError(f"the rule learned finds {learned.found} of {len(rows)} rows")
    return {
        "rows": float(written),
        "sheets": float(len(rosters)),
        "post": _median(lambda: post(rows, ledger, _RULE, target, folder / "report.csv"), repeats),
        "learn": _median(lambda: learn(ledger, filled, rows), repeats),
    }


def _median(action: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
