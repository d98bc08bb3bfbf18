"""Files come in; a person says whose a page is (purpose «admissions.intake»)."""

from django.db import IntegrityError, transaction

from sekisho import gate
from sekisho.affairs.admissions.actions.checking import close_files
from sekisho.affairs.admissions.models import Application, Scan, Sheet
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.files import digest_of
from sekisho.gate.jobs.declare import Declared
from sekisho.gate.vault.fields import put_file
from sekisho.site.received import TwiceError


def receive_file(name: str, data: bytes, actor: gate.Actor, read: Declared) -> Scan:
    """Take in a file and plan that the job ``read`` reads it; TwiceError when the same file is there already."""
    scan = Scan(
        name=name[:255],
        digest=digest_of(data),
        size=len(data),
        received_at=clock.now(),
        received_by=actor.key,
    )
    try:
        with transaction.atomic():
            scan.save()
    except IntegrityError:
        twice = TwiceError(
            "同じファイルを、もう受け取っています。", "二度は読みません。このファイルは片付けてかまいません。"
        )
        twice.scan = Scan.objects.filter(digest=scan.digest).values_list("id", flat=True).first()
        raise twice from None
    put_file(scan, "content", data)
    scan.job = read.plan(actor, case=scan.pk, scan=scan.pk).pk
    scan.save(update_fields=["content", "job"])
    return scan


def give_to(sheet: Sheet, application: Application, actor: gate.Actor) -> None:
    """A person says that the page is this family's; UserError when the family has that page already, the page shows none of
    the form's, or the very same picture is a family's page already."""
    if sheet.state != Sheet.ASIDE or not sheet.form_page or sheet.closed_on:
        raise UserError("このページは、申込みに加えられません。", "スキャンし直したものを入れてください。")
    if application.closed_on:
        raise UserError("この申込みは、もう渡し終えています。", "一覧を見直してください。")
    if Sheet.objects.filter(application=application, form_page=sheet.form_page, state=Sheet.READ).exists():
        raise UserError(
            f"この申込みには、{sheet.form_page} ページ目がもうあります。",
            "先に、いまあるほうのページを「この申込みから外す」で外してください。",
        )
    sheet.application, sheet.state, sheet.aside, sheet.reason = application, Sheet.READ, "", ""
    sheet.decided_by = actor.key
    try:
        with transaction.atomic():
            sheet.save(update_fields=["application", "state", "aside", "reason", "decided_by"])
    except IntegrityError:
        raise UserError(
            "まったく同じ画像のページが、もう申込みに入っています。",
            "二度スキャンされたページなら、「要らないページ」を押してください。",
        ) from None
    reopen(application)


def new_family(sheet: Sheet, number: str, child: str, actor: gate.Actor) -> Application:
    """A person says that the page is of a family of which nothing is there yet."""
    number, child = number.strip(), child.strip()
    if not number or not child or len(number) > 20 or len(child) > 80:
        raise UserError("整理番号か児童氏名が空か、長すぎます。", "両方を入れてください。")
    if Application.objects.filter(number=number, closed_on__isnull=True).exists():
        raise UserError(
            f"整理番号 {number} の申込みは、もうあります。", "一覧から、その申込みを選んでください。"
        )
    # A page that can't be given leaves no family without pages behind.
    with transaction.atomic():
        application = Application.objects.create(number=number, child=child, received_at=sheet.received_at)
        give_to(sheet, application, actor)
    return application


def dismiss(sheet: Sheet, actor: gate.Actor) -> None:
    """A person says that nobody needs the page: it waits no more, and its file closes with its last page."""
    if sheet.state != Sheet.ASIDE or sheet.closed_on:
        raise UserError("このページは、もう決まっています。", "一覧を見直してください。")
    sheet.closed_on, sheet.decided_by = clock.today(), actor.key
    sheet.save(update_fields=["closed_on", "decided_by"])
    close_files(clock.today())


def set_aside(sheet: Sheet, actor: gate.Actor, reason: str = "職員が別にしました。") -> None:
    """The page isn't the application's, or is none; it waits among those that a person places."""
    application = sheet.application
    sheet.state, sheet.aside, sheet.reason = Sheet.ASIDE, Sheet.BY_HAND, reason
    sheet.application, sheet.checked_at, sheet.checked_by, sheet.decided_by = None, None, None, actor.key
    sheet.save(
        update_fields=["state", "aside", "reason", "application", "checked_at", "checked_by", "decided_by"]
    )
    if application:
        reopen(application)


def reopen(application: Application) -> None:
    """Its pages have changed: somebody must look once more."""
    application.state, application.checked_at, application.checked_by = Application.OPEN, None, None
    application.save(update_fields=["state", "checked_at", "checked_by"])
