"""Sheets that were scanned twice: posting writes each person's «1» once, but a clerk should know."""

from collections.abc import Iterable

from sekisho.paper.results import PageResult

#: Pages of one facility are the same sheet when they share this part of the shorter one's people and days, and so many at least.
_SHARED, _FEWEST = 0.8, 3


def repeated(pages: Iterable[PageResult]) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    """Pairs of pages (source, page from 1) that show the same people with the same days, in the order of reading."""
    seen: dict[str, list[tuple[tuple[str, int], frozenset[tuple[str, object]]]]] = {}
    found = []
    for page in pages:
        people = frozenset((read.row.name, read.row.date) for read in page.rows if read.row.name)
        if not page.facility.text or len(people) < _FEWEST:
            continue
        place = (page.source, page.page)
        earlier = seen.setdefault(page.facility.text, [])
        for other, others in earlier:
            if len(people & others) >= max(_FEWEST, _SHARED * min(len(people), len(others))):
                found.append((other, place))
                break
        earlier.append((place, people))
    return found
