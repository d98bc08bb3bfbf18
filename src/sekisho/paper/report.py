"""The HTML report of a reading: one file, for the screen, the phone and paper; what a person must look
at first."""

import base64
import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined

from sekisho.base.files import whole_file
from sekisho.base.wareki import format_date
from sekisho.paper.results import PageResult, ReadRow, kind_of


class Pages(Protocol):
    """The pages of a run, read anew each time they are asked for."""

    def __call__(self, only: Sequence[int] | None = None) -> Iterator[PageResult]:
        """All of them in order, or ``only`` those numbers (from 0)."""
        ...


#: With more rows than this the accepted ones are listed without their pictures, or the file becomes
#: unwieldy.
MOST_PICTURES = 3000
_SHOWN_CANDIDATES = 3
#: What would be shown as 0.0 % helps nobody.
_LEAST_SHOWN = 0.0005


@dataclass(frozen=True)
class Item:
    """A row as the report shows it. ``picture``: data URI of the name cell, or empty."""

    facility: str
    name: str
    date: str
    reason: str
    place: str
    probability: str
    candidates: tuple[tuple[str, str, str], ...]
    extra: tuple[tuple[str, str], ...]
    picture: str


@dataclass(frozen=True)
class Summary:
    """Counts of the whole run. ``aside``: pages that weren't read, with the reason; ``facilities``: accepted rows of each;
    ``homes``: the numbers of the pages they stand on."""

    pages: int
    accepted: int
    doubtful: int
    reasons: tuple[tuple[str, int], ...]
    aside: tuple[tuple[str, str], ...]
    facilities: tuple[tuple[str, int], ...]
    homes: dict[str, list[int]]
    pictured: bool


def write_report(path: Path, pages: Pages, risk: float) -> None:
    """Write the report; ``pages`` gives the results anew each time, so that one page at a time is in
    memory."""
    environment = Environment(
        loader=PackageLoader("sekisho.paper"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    summary = summarise(pages())
    parts = environment.get_template("reading.html").generate(
        summary=summary,
        risk=f"{round(1 / risk):,} 行",
        doubtful=items(pages(), "doubtful", True),
        accepted=lambda facility: items(
            pages(summary.homes[facility]), "accepted", summary.pictured, facility
        ),
    )
    with whole_file(path) as stream:
        for part in parts:
            stream.write(part.encode())


def summarise(pages: Iterator[PageResult]) -> Summary:
    """Count everything once."""
    count = 0
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    facilities: Counter[str] = Counter()
    homes: dict[str, list[int]] = {}
    aside = []
    for number, page in enumerate(pages):
        count += 1
        for facility in {read.row.facility for read in page.rows if read.row.state == "accepted"}:
            homes.setdefault(facility, []).append(number)
        if page.refused:
            aside.append((f"{page.source} {page.page} 枚目", page.refused))
        for read in page.rows:
            states[read.row.state] += 1
            if read.row.state == "doubtful":
                reasons[kind_of(read.row.reason)] += 1
            elif read.row.state == "accepted":
                facilities[read.row.facility] += 1
    return Summary(
        count,
        states["accepted"],
        states["doubtful"],
        tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        tuple(aside),
        tuple(sorted(facilities.items())),
        homes,
        states["accepted"] + states["doubtful"] <= MOST_PICTURES,
    )


def items(
    pages: Iterator[PageResult], state: str, pictured: bool, facility: str | None = None
) -> Iterator[Item]:
    """The rows of a state (and a facility) as they are shown, in the order of the scans."""
    for page in pages:
        for read in page.rows:
            if read.row.state == state and facility in (None, read.row.facility):
                yield _item(read, pictured)


def _item(read: ReadRow, pictured: bool) -> Item:
    row = read.row
    picture = (
        "data:image/png;base64," + base64.b64encode(read.crop).decode() if pictured and read.crop else ""
    )
    candidates = tuple(
        (label, _said(part, text), f"{share:.1%}")
        for part, label in (("facility", "施設"), ("name", "氏名"), ("date", "日付"))
        if part in read.parts and 1 - read.parts[part].probability > 1e-4
        for text, share in read.parts[part].candidates[:_SHOWN_CANDIDATES]
        if share >= _LEAST_SHOWN
    )
    return Item(
        row.facility,
        row.name,
        format_date(row.date, weekday=True) if row.date else "",
        row.reason,
        f"{row.source} {row.page} 枚目 {row.row} 行目",
        f"{row.probability:.2%}",
        candidates,
        tuple((key, value) for key, value in row.extra.items() if value),
        picture,
    )


def _said(part: str, text: str) -> str:
    """A candidate as a clerk writes it."""
    if part == "date" and text:
        return format_date(datetime.date.fromisoformat(text), weekday=True)
    return text
