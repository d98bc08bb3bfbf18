"""A whole received file, page by page. Each page is one transaction, so a worker that is killed leaves whole pages behind and
the next one goes on with the first that is missing.

1. The file is opened and a page entered for each sheet, unless it can't be read at all. 2. A page is claimed: its number is
locked on the connection, which a dead worker loses, and its try is counted first, so that a page which takes the worker down
each time is set aside instead of stopping all others. 3. It is read, without a transaction. 4. What was found is written
while the next page is read, unless somebody else has done it meanwhile; only then the page is let go.
"""

import datetime
import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F

from sekisho import gate
from sekisho.affairs.stool_tests.actions import reading as actions
from sekisho.affairs.stool_tests.models import Page, Scan
from sekisho.affairs.stool_tests.reading import page as one_page
from sekisho.affairs.stool_tests.reading.forms import forms_in_use
from sekisho.affairs.stool_tests.reading.keeping import Keeping
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
    with Keeping() as keeping:
        while waiting := _waiting(scan):
            pages(len(waiting))
            busy = 0
            for key in waiting:
                busy += not _read_claimed(running, key, keeping, done)
                _first_look(running, keeping)
            keeping.finish()
            if busy == len(waiting):
                # Another worker reads what is left; it also ends the file.
                return
    _end(scan)


def _first_look(running: Running, keeping: Keeping) -> None:
    """The first page of a file that came in meanwhile, so that whoever handed it in needn't wait for all that came before."""
    with gate.enter(gate.job_actor(), PURPOSE):
        unopened = Scan.objects.filter(state=Scan.WAITING, job__isnull=False).exclude(pk=running.scan)
        key = unopened.order_by("-id").values_list("id", flat=True).first()
    # Taken up first: should opening it take the worker down, nobody else's file is stopped by it again.
    other = _begin(key, running) if key and _take_up(key) else None
    if other is None:
        return
    for page in _waiting(other.scan)[:1]:
        _read_claimed(other, page, keeping, lambda: None)
    keeping.finish()
    _end(other.scan)


def _take_up(scan: int) -> bool:
    """Say that the file is being read; False when somebody has said so before."""
    with gate.enter(gate.job_actor(), PURPOSE):
        return actions.take_up_file(scan)


def _read_claimed(running: Running, key: int, keeping: Keeping, done: Callable[[], None]) -> bool:
    """Read the page, and let it be written, unless another worker does so now; ``done`` is called once that is so."""
    if not _claim(key):
        done()
        return False

    def afterwards() -> None:
        _let_go(key)
        done()

    try:
        keep = _read(running, key, keeping)
    except BaseException:
        _let_go(key)
        raise
    keeping.hand_over(keep, afterwards)
    return True


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


def _claim(key: int) -> bool:
    """Whether the page is this process's from now on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s::int)", [_LOCK, key % 2**31])
        return bool(cursor.fetchone()[0])


def _let_go(key: int) -> None:
    # A connection that was broken off has lost its lock with it.
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s::int)", [_LOCK, key % 2**31])


def _read(running: Running, key: int, keeping: Keeping) -> Callable[[], None]:
    """Read one claimed page; returns what writes what was found."""
    with gate.enter(gate.job_actor(), PURPOSE):
        Page.objects.filter(pk=key, state=Page.WAITING).update(tries=F("tries") + 1)
        page = Page.objects.select_related("facility").filter(pk=key, state=Page.WAITING).first()
    if page is None:
        return lambda: None
    if page.tries > 1:
        # Should it take the worker down again, the page before it isn't lost with it each time.
        keeping.finish()
    return partial(_keep, running, key, _found(running, page))


def _keep(running: Running, key: int, found: Callable[[], one_page.Found]) -> None:
    """Done by the keeping thread."""
    kept = found()
    with gate.enter(gate.job_actor(), PURPOSE):
        actions.keep_page(key, kept, running.people)


def _found(running: Running, page: Page) -> Callable[[], one_page.Found]:
    """The page read; what remains is to draw the pictures that are kept of it."""
    if page.tries > MOST_TRIES:
        often = "読み取りの途中で何度も止まりました。用紙をスキャンし直してください。"
        return partial(one_page.Found, Page.ASIDE, Page.BROKEN, often)
    try:
        opened = one_page.open_page(running.file, page.number)
    except UserError as error:
        return partial(one_page.Found, Page.ASIDE, Page.BROKEN, f"{error.message}{error.remedy}")
    wanted = one_page.Wanted(
        page.month or running.month,
        str(page.facility) if page.facility_id else running.facility,
        decided=page.decided_by is not None,
    )
    with gate.enter(gate.job_actor(), PURPOSE):
        before = actions.read_before(opened.content, page)
    if before:
        return partial(one_page.set_aside, opened, Page.TWICE, actions.same_sheet(before))
    try:
        result = one_page.read(
            opened, wanted, running.people, running.forms, settings.SEKISHO_READING_THREADS
        )
    except Exception as error:
        return partial(_broken, page.pk, opened, error)

    def drawn() -> one_page.Found:
        try:
            return one_page.found_on(opened, wanted, result, running.people, running.forms)
        except Exception as error:
            return _broken(page.pk, opened, error)

    return drawn


def _broken(page: int, opened: one_page.Opened, error: Exception) -> one_page.Found:
    # Its own text may hold what stands on the sheet: the kind and the lines of code are enough.
    _log.error(
        "page %s failed with %s\n%s", page, type(error).__qualname__,
        "".join(traceback.format_tb(error.__traceback__)),
    )  # fmt: skip
    return one_page.set_aside(
        opened,
        Page.BROKEN,
        "このページの読み取りで問題が起きました。スキャンし直すか、手で記録してください。",
    )
