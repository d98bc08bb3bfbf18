"""A whole received file, page by page. Each page is one transaction, so a worker that is killed leaves whole pages behind and
the next one goes on with the first that is missing.

1. The file is opened and a page entered for each sheet, unless it can't be read at all. 2. A page is claimed: its number is
locked on the connection, which a dead worker loses, and its try is counted first, so that a page which takes the worker down
each time is set aside instead of stopping all others. 3. It is read, without a transaction. 4. What was found is written,
unless somebody else has done it meanwhile.
"""

import datetime
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F

from sekisho import gate
from sekisho.affairs.stool_tests.actions import reading as actions
from sekisho.affairs.stool_tests.models import Page, Scan
from sekisho.affairs.stool_tests.reading import page as one_page
from sekisho.affairs.stool_tests.reading.forms import forms_in_use
from sekisho.affairs.stool_tests.reading.people import People, people_of
from sekisho.base.errors import UserError
from sekisho.gate.vault.fields import read_file
from sekisho.paper.form import Form
from sekisho.paper.held import Held
from sekisho.paper.scans import count_pages

PURPOSE = "stool_tests.reading"
#: After so many tries that never came to an end the page is set aside.
MOST_TRIES = 5
#: So many pages keep one worker busy; more of them are shared.
WORTH_HELP = 5
_LOCK = 0x5E_20
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Running:
    """What all pages of a file share."""

    file: Held
    scan: int
    month: datetime.date
    facility: str
    people: People
    forms: dict[str, tuple[int, Form]]


def run(
    scan: int, pages: Callable[[int], None], done: Callable[[], None], ask_help: Callable[[int], None]
) -> None:
    """Read what is still unread of a file. ``pages`` is told how many that are, ``done`` of each page; ``ask_help`` is told how
    many other workers could take part."""
    _take_up(scan)
    running = _begin(scan)
    if running is None:
        return
    ask_help(len(_waiting(scan)) // WORTH_HELP)
    while waiting := _waiting(scan):
        pages(len(waiting))
        busy = 0
        for key in waiting:
            busy += not _read_claimed(running, key)
            done()
            _first_look(running)
        if busy == len(waiting):
            # Another worker reads what is left; it also ends the file.
            return
    _end(scan)


def _first_look(running: Running) -> None:
    """The first page of a file that came in meanwhile, so that whoever handed it in needn't wait for all that came before."""
    with gate.enter(gate.job_actor(), PURPOSE):
        unopened = Scan.objects.filter(state=Scan.WAITING, job__isnull=False).exclude(pk=running.scan)
        key = unopened.order_by("-id").values_list("id", flat=True).first()
    # Taken up first: should opening it take the worker down, nobody else's file is stopped by it again.
    other = _begin(key, running) if key and _take_up(key) else None
    if other is None:
        return
    for page in _waiting(other.scan)[:1]:
        _read_claimed(other, page)
    _end(other.scan)


def _take_up(scan: int) -> bool:
    """Say that the file is being read; False when somebody has said so before."""
    with gate.enter(gate.job_actor(), PURPOSE):
        return actions.take_up_file(scan)


def _read_claimed(running: Running, key: int) -> bool:
    """Read the page unless another worker does so now."""
    with _claimed(key) as mine:
        if mine:
            _read(running, key)
        return mine


def _end(scan: int) -> None:
    with gate.enter(gate.job_actor(), PURPOSE):
        actions.end_file(scan)


def _begin(scan: int, before: Running | None = None) -> Running | None:
    """Open the file and enter its pages; None when there is nothing to read in it. ``before``: another file being read, whose
    forms and roster serve again."""
    with gate.enter(gate.job_actor(), PURPOSE):
        row = Scan.objects.select_related("facility").filter(pk=scan).first()
        if row is None or row.state == Scan.REFUSED:
            return None
        file = Held(row.name or "用紙", read_file(row, "content"))
        try:
            count = count_pages(file)
        except UserError as error:
            actions.refuse_file(row, f"{error.message}{error.remedy}")
            return None
        forms = before.forms if before else forms_in_use()
        if not forms:
            raise UserError(
                "用紙の様式が、まだ登録されていません。",
                "「様式」の画面で用紙の見本を入れて様式を教え、公開してから「もう一度」を押してください。",
            )
        actions.begin_file(row, count)
        facility = str(row.facility) if row.facility_id else ""
        people = before.people if before and before.month == row.month else people_of(row.month)
        return Running(file, scan, row.month, facility, people, forms)


def _waiting(scan: int) -> list[int]:
    with gate.enter(gate.job_actor(), PURPOSE):
        found = Page.objects.filter(scan=scan, state=Page.WAITING).order_by("number")
        return list(found.values_list("id", flat=True))


@contextmanager
def _claimed(key: int) -> Iterator[bool]:
    """Whether the page is this process's for the length of the block."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s::int)", [_LOCK, key % 2**31])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            # A connection that was broken off has lost its lock with it.
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s::int)", [_LOCK, key % 2**31])


def _read(running: Running, key: int) -> None:
    """Read one claimed page and write what was found."""
    with gate.enter(gate.job_actor(), PURPOSE):
        Page.objects.filter(pk=key, state=Page.WAITING).update(tries=F("tries") + 1)
        page = Page.objects.select_related("facility").filter(pk=key, state=Page.WAITING).first()
    if page is None:
        return
    found = _found(running, page)
    with gate.enter(gate.job_actor(), PURPOSE):
        actions.keep_page(key, found, running.people)


def _found(running: Running, page: Page) -> one_page.Found:
    if page.tries > MOST_TRIES:
        return one_page.Found(
            Page.ASIDE, Page.BROKEN, "読み取りの途中で何度も止まりました。用紙をスキャンし直してください。"
        )
    try:
        opened = one_page.open_page(running.file, page.number)
    except UserError as error:
        return one_page.Found(Page.ASIDE, Page.BROKEN, f"{error.message}{error.remedy}")
    wanted = one_page.Wanted(
        page.month or running.month,
        str(page.facility) if page.facility_id else running.facility,
        decided=page.decided_by is not None,
    )
    with gate.enter(gate.job_actor(), PURPOSE):
        before = actions.read_before(opened.content, page)
    if before:
        return one_page.set_aside(opened, Page.TWICE, actions.same_sheet(before))
    try:
        return one_page.read(opened, wanted, running.people, running.forms, settings.SEKISHO_READING_THREADS)
    except Exception as error:
        # Its own text may hold what stands on the sheet: the kind and the lines of code are enough.
        _log.error(
            "page %s failed with %s\n%s", page.pk, type(error).__qualname__,
            "".join(traceback.format_tb(error.__traceback__)),
        )  # fmt: skip
        return one_page.set_aside(
            opened,
            Page.BROKEN,
            "このページの読み取りで問題が起きました。スキャンし直すか、手で記録してください。",
        )
