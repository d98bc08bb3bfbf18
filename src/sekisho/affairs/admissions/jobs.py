"""Received files are read page by page, then put together by family. A worker that is killed leaves whole pages behind."""

import logging
import traceback
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F

from sekisho import gate
from sekisho.affairs.admissions.actions import reading as actions
from sekisho.affairs.admissions.models import Form, Scan, Sheet
from sekisho.affairs.admissions.rules import titled
from sekisho.base.errors import UserError
from sekisho.gate.jobs.work import Work
from sekisho.gate.vault.fields import read_file
from sekisho.paper.form import Form as PaperForm
from sekisho.paper.formfile import parse_form
from sekisho.paper.held import Held

if TYPE_CHECKING:
    from sekisho.affairs.admissions.reading.sheet import Found

PURPOSE = "admissions.reading"
_OPEN, _READ, _GATHER = "申込書を開いています", "申込書を読み取っています", "家庭ごとにまとめています"
_log = logging.getLogger(__name__)


@gate.job("", title="試すための申込書の準備", piecewise=True)
def demo_families(work: Work, clerk: int) -> None:
    """Made-up applications for the demo city; ``clerk`` is the member of staff who hands them in."""
    from sekisho.affairs.admissions.demo import scan_families
    from sekisho.gate.models import City
    from sekisho.people.models import Office, Staff
    from sekisho.people.queries import at_desk

    if not City.objects.get().demo:
        raise UserError(
            "ここは試すための市ではありません。", "架空の申込書は、試すための市にだけ入れられます。"
        )
    names = Office.objects.filter(kind=Office.FACILITY).order_by("code").values_list("name", flat=True)
    scan_families(at_desk(Staff.objects.get(pk=clerk)), list(names))


@gate.job(
    PURPOSE, title="入所申込書の読み取り", steps=(_OPEN, _READ, _GATHER), result="admissions:scan", piecewise=True, tries=100
)  # fmt: skip
def read_scan(work: Work, scan: int) -> None:
    """A received file; goes on with the first page that is missing."""
    work.step(_OPEN)
    begun = _begin(scan)
    if begun is None:
        return
    file, form, taught = begun
    waiting = _waiting(scan)
    work.step(_READ, total=len(waiting))
    for key in waiting:
        _read(key, file, form, taught)
        work.advance()
    work.step(_GATHER)
    with gate.enter(gate.job_actor(), PURPOSE):
        actions.end_file(scan, titled(page.title for page in taught.pages))


def _begin(scan: int) -> tuple[Held, Form, PaperForm] | None:
    from sekisho.paper.scans import count_pages

    with gate.enter(gate.job_actor(), PURPOSE):
        row = Scan.objects.filter(pk=scan).first()
        if row is None or row.state == Scan.REFUSED:
            return None
        file = Held(row.name, read_file(row, "content"))
        try:
            count = count_pages(file)
        except UserError as error:
            actions.refuse_file(row, f"{error.message}{error.remedy}")
            return None
        form = Form.objects.filter(retired_at__isnull=True).first()
        if form is None:
            raise UserError(
                "入所申込書の様式が、まだ登録されていません。",
                "「様式」の画面で、「何の用紙か」に入所申込書を選んで様式を教え、公開してから「もう一度」を押してください。",
            )
        actions.begin_file(row, count)
        return file, form, parse_form(form.content, form.name)


def _waiting(scan: int) -> list[int]:
    with gate.enter(gate.job_actor(), PURPOSE):
        found = Sheet.objects.filter(scan=scan, state=Sheet.WAITING, read_at__isnull=True).order_by("number")
        return [sheet.pk for sheet in found.only("id", "application")]


def _read(key: int, file: Held, form: Form, taught: PaperForm) -> None:
    """Read one page and write it in one transaction, its row locked meanwhile; its try is counted first."""
    with gate.enter(gate.job_actor(), PURPOSE):
        Sheet.objects.filter(pk=key, read_at__isnull=True).update(tries=F("tries") + 1)
    with gate.enter(gate.job_actor(), PURPOSE):
        sheet = Sheet.objects.select_for_update(skip_locked=True).filter(pk=key, read_at__isnull=True).first()
        if sheet:
            actions.keep_sheet(sheet, _found(sheet, file, taught), form)


def _found(sheet: Sheet, file: Held, taught: PaperForm) -> "Found":
    # The engine is large: it is loaded in the worker, when there is something to read.
    from sekisho.affairs.admissions.reading.sheet import Found, read

    if sheet.tries > actions.MOST_TRIES:
        return Found(Sheet.BROKEN, "読み取りの途中で何度も止まりました。用紙をスキャンし直してください。")
    try:
        return read(file, sheet.number, taught, settings.SEKISHO_READING_THREADS)
    except UserError as error:
        return Found(Sheet.BROKEN, f"{error.message}{error.remedy}")
    except Exception as error:
        # Its own text may hold what stands on the page.
        _log.error(
            "sheet %s failed with %s\n%s", sheet.pk, type(error).__qualname__,
            "".join(traceback.format_tb(error.__traceback__)),
        )  # fmt: skip
        return Found(Sheet.BROKEN, "このページの読み取りで問題が起きました。スキャンし直してください。")
