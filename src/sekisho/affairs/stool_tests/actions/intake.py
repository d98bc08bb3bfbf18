"""Files and pages come in; a person says where a page belongs (purpose «stool_tests.intake»)."""

import datetime

from django.db import IntegrityError, transaction

from sekisho import gate
from sekisho.affairs.stool_tests.models import Page, Scan
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.files import digest_of
from sekisho.gate.jobs.declare import Declared
from sekisho.gate.vault.fields import put_file
from sekisho.people.models import Office
from sekisho.site.received import TwiceError

LONGEST_REMARK = 500


def receive_file(name: str, data: bytes, month: datetime.date, actor: gate.Actor, read: Declared) -> Scan:
    """Take in a file and plan that the job ``read`` reads it; raises TwiceError when the same file is there already."""
    if not data:
        raise UserError("中身のない空のファイルです。", "スキャンし直したものを入れてください。")
    digest = digest_of(data)
    scan = Scan(
        month=month.replace(day=1), name=name[:255], digest=digest, size=len(data), received_at=clock.now(),
        received_by=actor.key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            # Before the file is written: the second of two equal ones waits here, and leaves nothing in the vault.
            scan.save()
    except IntegrityError:
        raise _twice(digest) from None
    put_file(scan, "content", data)
    scan.job = read.plan(actor, case=scan.pk, scan=scan.pk).pk
    scan.save(update_fields=["content", "job"])
    return scan


def _twice(digest: str) -> TwiceError:
    before = Scan.objects.filter(digest=digest).first()
    if before is None:
        return TwiceError("同じファイルが、いま受け取られています。", "一覧を見直してください。")
    when = before.received_at.astimezone(clock.TOKYO)
    twice = TwiceError(
        f"同じファイルを、{when.month}月{when.day}日 {when.hour}時{when.minute:02}分に受け取っています（{before.name}）。",
        "二度は読みません。このファイルは片付けてかまいません。",
    )
    twice.scan = before.pk
    return twice


def place_page(
    page: Page, facility: Office | None, month: datetime.date | None, actor: gate.Actor, read: Declared
) -> None:
    """Say which facility or month a page is of, and have it read again with that."""
    page.facility = facility or page.facility
    page.month = month.replace(day=1) if month else page.month
    page.decided_by = actor.key
    page.state, page.aside, page.reason, page.tries = Page.WAITING, "", "", 0
    page.save(update_fields=["facility", "month", "decided_by", "state", "aside", "reason", "tries"])
    scan = page.scan
    scan.state = Scan.READING
    scan.job = read.plan(actor, case=scan.pk, scan=scan.pk).pk
    scan.save(update_fields=["state", "job"])


def set_page_aside(page: Page, actor: gate.Actor) -> None:
    """A person says that the page is no sheet to be read."""
    page.state, page.aside, page.reason = Page.ASIDE, Page.BY_HAND, "読まないことにした用紙です。"
    page.decided_by = actor.key
    page.save(update_fields=["state", "aside", "reason", "decided_by"])


def note_remark(scan: Scan, text: str) -> None:
    """A clerk's remark on the file; UserError when it is too long."""
    text = text.strip()
    if len(text) > LONGEST_REMARK:
        raise UserError("覚え書きが長すぎます。", f"{LONGEST_REMARK} 文字までで書いてください。")
    scan.remark = text
    scan.save(update_fields=["remark"])
