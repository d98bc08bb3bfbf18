"""The table of the stool tests on the web."""

import statistics
from collections.abc import Mapping
from typing import Any

from sekisho.project.bench.tables import Table, percent, seconds, verdict

TITLE = "Stool tests on the web"
_HEADER = ("", "floor", "aim", "measured", "verdict")
#: Seconds that a clerk takes for a cell.
_A_CELL = 1.5
_INTRO = (
    "A real server, workers as processes of their own, Chromium, and the demo city's month: `sekisho bench --only stool-tests`. "
    "{load:.1f} processes wanted the cores on average in the minute before."
)


def table(found: Mapping[str, Any]) -> Table:
    """``found``: ``load`` and ``parts`` as ``bench.stool_web`` measures them."""
    parts = found["parts"]
    months, after_key = parts["months"], sorted(one / 1000 for one in parts["next"])
    first, median = max(parts["first"]), statistics.median(after_key)
    loss, gain = 1 - parts["web"] / parts["bare"], parts["two"] / parts["one"]
    attention = parts["cells"] * _A_CELL
    rows = (
        (
            f"First doubtful cell on the screen after dropping a file (slowest of {len(parts['first'])}; the first loads the engine)",
            "≤ 3 s", "", seconds(first), verdict(first, 3),
        ),
        (
            f"One worker, {parts['pages']} pages from the drop to the last row written: loss against the engine alone",
            "≤ 10 %", "", f"{percent(loss, 1)} ({parts['web']:.2f} and {parts['bare']:.2f} pages/s)", verdict(loss, 0.1),
        ),
        (
            "Two workers with a core each against one",
            "≥ 1.7", "", f"{gain:.2f} ({parts['two']:.2f} and {parts['one']:.2f} pages/s)", verdict(-gain, -1.7),
        ),
        (
            f"Next cell, from the key until its crop is on the screen (median of {len(after_key)}; slowest {seconds(after_key[-1])})",
            "≤ 50 ms", "", seconds(median), verdict(median, 0.05),
        ),
        (f"Preview of {months['cells']:,.0f} cells, at the server", "≤ 300 ms", "", seconds(months["preview"]), verdict(months["preview"], 0.3)),
        ("Month board with 3 years of rows, at the server", "≤ 150 ms", "", seconds(months["board"]), verdict(months["board"], 0.15)),
        (
            f"The clerk's attention for a month: {parts['cells']} cells, {parts['keys']} keys, {_A_CELL} s a cell",
            "", "≤ 2 min", f"{attention:.0f} s", "aim met" if attention <= 120 else "aim missed",
        ),
    )  # fmt: skip
    note = (
        f"Typing all {parts['rows']:,} rows of that month by hand takes {parts['rows'] * _A_CELL / 60:.0f} minutes at the same pace. "
        f"After judging, {parts['wrong']:,} of them name another person or day than the sheets."
    )
    return Table(TITLE, _HEADER, rows, _INTRO.format(load=found["load"]), (note,))
