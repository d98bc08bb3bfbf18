"""What pages cost at the server, with the demo city: every page without a number in its address, for everybody that a newcomer
signs in as. Run as a module, on a database of its own that is kept in FOLDER: ``python -m sekisho.project.bench.gate_pages FOLDER``
prints a line of JSON a page, the slowest first.
"""

import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.project.bench.own_database import set_up
from sekisho.project.bench.signed_in import signed_in

if TYPE_CHECKING:
    from django.test import Client


_TIMES = 5


@dataclass(frozen=True)
class Page:
    """A page for somebody: milliseconds, the fastest of some times and the median, and of the processor in this process."""

    address: str
    number: str
    least: float
    median: float
    processor: float


def time_pages(folder: Path) -> list[Page]:
    """Every page that opens, the slowest first; the demo city is made where there is none yet."""
    set_up(folder, pages=True)
    from sekisho.people.models import Staff
    from sekisho.project.demo_city import SIGN_INS, build
    from sekisho.site.addresses import addresses

    build()
    pages = list(dict.fromkeys(one.route for one in addresses() if not one.parts))
    found = []
    for number in SIGN_INS:
        client = signed_in(Staff.objects.get(number=number))
        found += [page for address in pages if (page := _timed(client, number, address))]
    return sorted(found, key=lambda page: -page.least)


def _timed(client: "Client", number: str, address: str) -> Page | None:
    """None where the page doesn't open, leads elsewhere, or is a file."""
    walls, start = [], time.process_time()
    for _ in range(_TIMES):
        begun = time.perf_counter()
        answer = client.get(address)
        walls.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            return None
    processor = (time.process_time() - start) * 1000 / _TIMES
    return Page(address, number, min(walls), statistics.median(walls), processor)


if __name__ == "__main__":
    for one in time_pages(Path(sys.argv[1]).resolve()):
        print(json.dumps(asdict(one)))
