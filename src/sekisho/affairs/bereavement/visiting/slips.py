"""Slips on paper: for those who take the family over at a counter, and an empty one for the day on which the program is away."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from sekisho.affairs.bereavement import queries
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.models import Visit
from sekisho.affairs.bereavement.models.step import OPEN
from sekisho.affairs.bereavement.visiting.queries import Stop
from sekisho.base import clock
from sekisho.base.wareki import format_date
from sekisho.gate import exports
from sekisho.site.documents import pdf

_LAYOUTS = Path(__file__).parent.parent / "layouts"


def printed(visit: Visit, stops: Sequence[Stop], who: str) -> tuple[bytes, str]:
    """A page for each counter with what is still to be done there and nothing of the other counters; with its number."""
    export = exports.issue("pdf", who)
    day, died_on = clock.today(), queries.facts_of(visit).get("d.date_of_death")
    said = {
        "number": visit.pk, "deceased": visit.deceased_name, "kana": visit.deceased_kana, "birth": visit.deceased_birth,
        "died": format_date(died_on) if isinstance(died_on, datetime.date) else "", "visitor": visit.visitor_name,
        "stops": [
            {
                "counter": stop.place.counter, "floor": stop.place.floor,
                "next": f"{stops[number].place.floor}階 {stops[number].place.counter}" if number < len(stops) else "ご遺族コーナー",
                "lines": [
                    [
                        line.procedure.name, line.may.words if line.may else "―", "、".join(line.procedure.bring) or "―",
                        "、".join(line.procedure.form) or "―",
                    ]
                    for line in stop.lines
                    if line.step.outcome == OPEN
                ],
            }
            for number, stop in enumerate(stops, 1)
        ],
        "date": [day.year, day.month, day.day], "day": format_date(day, weekday=True), **export.typst(),
    }  # fmt: skip
    return pdf(_LAYOUTS / "slip.typ", said, "said"), export.serial


def empty() -> bytes:
    """What to ask and to write down by hand, in the order of the pages; the catalogue's procedures as boxes to tick."""
    day = clock.today()
    counters: dict[str, list[str]] = {}
    for one in versions.in_force().procedures:
        counters.setdefault(one.counter, []).append(one.name)
    said = {
        "counters": [[name, names] for name, names in counters.items()], "date": [day.year, day.month, day.day],
        "as_of": format_date(versions.in_force().as_of),
    }  # fmt: skip
    return pdf(_LAYOUTS / "paper.typ", said, "said")
