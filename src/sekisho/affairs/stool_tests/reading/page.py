"""One page read: what is to be kept of it. Values in, values out; the database is asked and written elsewhere."""

import datetime
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sekisho.affairs.stool_tests.doubts import DATE, NAME, Part, column_of, doubts, is_positive, of_column
from sekisho.affairs.stool_tests.models import Page, Row
from sekisho.affairs.stool_tests.reading.people import People
from sekisho.affairs.stool_tests.reading.pictures import Picture, box_on, joined, page_picture, strip_of
from sekisho.base.wareki import format_month
from sekisho.paper.alterations import load_alterations
from sekisho.paper.confidence import load_model
from sekisho.paper.engine import load_engine
from sekisho.paper.figures import load_figures
from sekisho.paper.form import Form
from sekisho.paper.held import Held
from sekisho.paper.page import read_page
from sekisho.paper.results import PageResult, ReadRow, Settings
from sekisho.paper.scans import Scan, load_page
from sekisho.paper.signs import load_signs

#: Wanted share of wrong rows among those that nobody looks at.
RISK = 0.0001
#: Share of a sheet's dates that must name another month before it counts as that month's.
_OTHER_MONTH = 0.7
_CANDIDATES = 9


@dataclass(frozen=True)
class Wanted:
    """How a page is to be read. ``facility``: fixed by a person, "" when the sheet says it; ``decided``: a person has said that
    it belongs to ``month`` whatever its dates say."""

    month: datetime.date
    facility: str = ""
    decided: bool = False


@dataclass
class Found:
    """What became of a page. ``state`` and ``aside`` as Page has them; ``rows``: columns of its rows, person and name among
    them; ``strips``: their pictures in one piece."""

    state: str
    aside: str = ""
    reason: str = ""
    facility: str = ""
    guesses: list[str] = field(default_factory=list)
    month: datetime.date | None = None
    form: int | None = None
    picture: Picture | None = None
    content: str = ""
    strips: bytes = b""
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    """A page's pixels, and the digest by which the same page is known again."""

    scan: Scan
    content: str


def make_ready(threads: int) -> None:
    """Load the networks, which takes longer than reading a page; ``threads`` as for ``read``."""
    load_engine(threads)
    load_alterations(threads)
    load_signs()
    load_figures()


def open_page(file: Held, number: int) -> Opened:
    """The pixels of one page; raises UserError when it can't be read."""
    scan = load_page(file, number)
    digest = hashlib.sha256(repr(scan.gray.shape).encode())
    digest.update(scan.gray.data)
    return Opened(scan, digest.hexdigest())


def set_aside(opened: Opened, kind: str, reason: str) -> Found:
    """A page that isn't read, with its picture for whoever asks why."""
    return Found(Page.ASIDE, kind, reason, picture=page_picture(opened.scan.gray, 0), content=opened.content)


def read(
    opened: Opened, wanted: Wanted, people: People, forms: dict[str, tuple[int, Form]], threads: int = 0
) -> PageResult:
    """Read the page against the roster."""
    settings = Settings(facility=wanted.facility, risk=RISK, month=wanted.month)
    engine = load_engine(threads)
    return read_page(opened.scan, [form for _, form in forms.values()], people.roster, engine, settings)


def found_on(
    opened: Opened, wanted: Wanted, result: PageResult, people: People, forms: dict[str, tuple[int, Form]]
) -> Found:
    """Decide where the page belongs, and what is kept of it."""
    if result.refused:
        return set_aside(opened, Page.BLANK if result.blank else Page.OTHER_FORM, result.refused)
    found = Found(
        Page.READ,
        facility=result.facility.text,
        month=wanted.month,
        form=forms[result.form][0],
        picture=page_picture(opened.scan.gray, result.turn),
        content=opened.content,
    )
    if not result.rows:
        found.state, found.aside, found.reason = (
            Page.ASIDE,
            Page.BLANK,
            "様式は合いますが、何も書かれていません。",
        )
        return found
    if result.facility.probability < 1 - RISK or result.facility.text not in people.facilities:
        found.state = Page.UNPLACED
        found.reason = result.facility.reason or "施設名がはっきり読めません"
        found.guesses = [name for name, _ in result.facility.candidates if name in people.facilities]
        return found
    other = _other_month(result, wanted)
    if other:
        found.state, found.aside, found.month = Page.ASIDE, Page.OTHER_MONTH, other
        found.reason = f"{format_month(other)}分の用紙のようです。"
        return found
    _keep_rows(found, opened.scan, result, people, load_model().threshold(RISK))
    return found


def _other_month(result: PageResult, wanted: Wanted) -> datetime.date | None:
    """The month that the sheet's dates agree on, when it isn't the one wanted and nobody has decided."""
    months = Counter(read.row.date.replace(day=1) for read in result.rows if read.row.date)
    if wanted.decided or not months:
        return None
    month, count = max(months.items(), key=lambda item: (item[1], item[0]))
    return month if month != wanted.month and count >= _OTHER_MONTH * sum(months.values()) else None


def _keep_rows(found: Found, scan: Scan, result: PageResult, people: People, least: float) -> None:
    strips = [strip_of(scan.gray, read) for read in result.rows]
    found.strips, places = joined([picture for picture, _ in strips])
    picture = found.picture
    for read, (_, cells), place in zip(result.rows, strips, places, strict=True):
        row = row_of(read, found.facility, people, least)
        row |= {"strip": place, "box": box_on(picture, read) if picture else []}
        row["cells"] = {_asked(name, result): box for name, box in cells.items()}
        found.rows.append(row)


def _asked(column: str, result: PageResult) -> str:
    """A column of the form as questions name it."""
    return {result.names: NAME, result.dates: DATE}.get(column, of_column(column))


def row_of(read: ReadRow, facility: str, people: People, least: float) -> dict[str, Any]:
    """The columns of a row as it is kept."""
    row, parts = read.row, read.parts
    further = {name: part for name, part in parts.items() if name not in ("facility", NAME, DATE)}
    person = people.meant(facility, parts[NAME].text)
    values: dict[str, Any] = {
        "number": row.row,
        "person": person,
        "name": parts[NAME].text,
        "tested_on": row.date,
        "results": {
            name: part.text for name, part in further.items() if part.text and not is_positive(part.text)
        },
        "probability": row.probability,
        "state": Row.ACCEPTED,
        "candidates": _candidates(read, further),
    }
    if (
        row.state == "accepted"
        and person
        and row.date
        and not any(is_positive(p.text) for p in further.values())
    ):
        return values
    judged = {asked: Part(parts[asked].probability, parts[asked].reason) for asked in (NAME, DATE)}
    objections = list(read.objections)
    objections += [
        f"{name}：陽性のようです"
        for name, part in further.items()
        if is_positive(part.text) and not any(one.startswith(f"{name}：") for one in objections)
    ]
    if not person:
        judged[NAME] = Part(0.0, parts[NAME].reason)
    if not row.date:
        judged[DATE] = Part(0.0, parts[DATE].reason)
    questions = doubts(judged, objections, least)
    values |= {
        "state": Row.DOUBTFUL,
        # Who is meant stays where only something else is asked.
        "person": None if any(one.asked == NAME for one in questions) else person,
        "asked": questions[0].asked,
        "reason": questions[0].why,
        "doubts": [[one.asked, one.why] for one in questions],
        "alike": _alike(questions[0].asked, values["name"], row.date),
    }
    for question in questions:
        # What is still open isn't kept as a result.
        values["results"].pop(column_of(question.asked), None)
    return values


def _candidates(read: ReadRow, further: dict[str, Any]) -> dict[str, list[str]]:
    """The likeliest texts of each part that may be asked about, what was read first."""
    texts = {
        NAME: read.parts[NAME],
        DATE: read.parts[DATE],
        **{of_column(name): part for name, part in further.items()},
    }
    found = {}
    for asked, part in texts.items():
        likely = [text for text, _ in part.candidates]
        found[asked] = [text for text in dict.fromkeys([part.text, *likely]) if text][:_CANDIDATES]
    return found


def _alike(asked: str, name: str, day: datetime.date | None) -> str:
    """Rows whose question looks the same stand together."""
    return f"{asked} {name if asked == NAME else day or ''}"[:120]
