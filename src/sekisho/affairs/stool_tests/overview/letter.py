"""Letters that remind nurseries of what is missing, as one PDF."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from sekisho.affairs.stool_tests.overview.missing import Place
from sekisho.base.wareki import format_date, format_month
from sekisho.gate.exports import Export
from sekisho.site.documents import pdf

_LAYOUT = Path(__file__).parent.parent / "layouts" / "reminder.typ"
#: Days that a nursery has from the day of the letter.
DAYS = 10


def letters(
    places: Sequence[Place],
    month: datetime.date,
    today: datetime.date,
    city: str,
    office: str,
    export: Export,
) -> bytes:
    """A letter for each nursery; the same places and day give the same bytes."""
    data = {
        **export.typst(),
        "day": format_date(today),
        "date": [today.year, today.month, today.day],
        "month": format_month(month),
        "due": format_date(today + datetime.timedelta(days=DAYS), weekday=True),
        "city": city,
        "office": office,
        "letters": [
            {
                "facility": place.facility.name,
                "people": place.people,
                # Where no sheet came at all, the whole roster needn't be printed.
                "names": [] if place.nothing else [one.person.name for one in place.missing],
            }
            for place in places
        ],
    }
    return pdf(_LAYOUT, data)
