"""Rows are written into ledgers, and taken out again (purpose «stool_tests.posting»)."""

import datetime
from collections import Counter
from pathlib import Path

from django.db.models import QuerySet

from sekisho import gate
from sekisho.affairs.stool_tests.actions.ledgers import bytes_of, in_force, new_version, rule_of
from sekisho.affairs.stool_tests.models import Ledger, Posting, Preview
from sekisho.affairs.stool_tests.posting import lines as plans
from sekisho.affairs.stool_tests.posting import rows
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.books.book import Book
from sekisho.books.changes import changes_to_csv
from sekisho.books.undo import UndoResult, plan_undo
from sekisho.gate.jobs.declare import Declared
from sekisho.gate.vault.fields import put_file, read_file

_AGAIN = "何も書いていません。もう一度下見をして、見直してから転記してください。"


def ask_preview(month: datetime.date, ledger: Ledger, actor: gate.Actor, preview: Declared) -> Preview:
    """Plan that a job works out what posting the month would change."""
    asked = Preview.objects.create(month=month, ledger=ledger, made_at=clock.now(), made_by=actor.key)
    asked.job = preview.plan(actor, case=asked.pk, preview=asked.pk).pk
    asked.save(update_fields=["job"])
    return asked


def keep_preview(preview: Preview) -> None:
    """Work it out and keep it; a job does this."""
    if preview.plan:
        return
    preview.basis = rows.basis(preview.month)
    work = _work(preview)
    put_file(preview, "plan", plans.pack(work.lines))
    preview.counts = plans.counts(work.lines)
    preview.save()


def _work(preview: Preview) -> plans.Work:
    ledger = preview.ledger
    book = Book(Path(ledger.name), bytes_of(ledger))
    return plans.work_out(rows.sure(preview.month), book, rule_of(ledger))


def ask_posting(preview: Preview, actor: gate.Actor, post: Declared) -> None:
    """Plan that what was looked at is posted."""
    if not preview.plan:
        raise UserError("下見がまだ終わっていません。", "終わるのを待ってから、転記してください。")
    preview.posting = post.plan(actor, case=preview.pk, preview=preview.pk).pk
    preview.save(update_fields=["posting"])


def post_preview(preview: Preview, staff: int) -> Posting | None:
    """Post exactly what was looked at; a job does this. None when it has been posted already.

    1. The ledger in force is locked. 2. It is the one that was looked at, and holds what was kept. 3. Everything is worked out
    again and must come out as it was shown. 4. A new version of the ledger, with the list of what was written.
    """
    ledger = in_force(preview.ledger.fiscal_year, lock=True)
    if posted_from(preview).exists():
        return None
    if ledger is None or ledger.pk != preview.ledger_id:
        raise UserError("下見のあとで、台帳の新しい版が取り込まれました。", _AGAIN)
    sure = rows.sure(preview.month)
    work = plans.work_out(sure, Book(Path(ledger.name), bytes_of(ledger)), rule_of(ledger))
    if work.lines != plans.unpack(read_file(preview, "plan")):
        raise UserError("下見のあとで、行か名簿か転記の決まりが変わりました。", _AGAIN)
    written = [line for line in work.lines if line.outcome == "written"]
    if not written:
        raise UserError("書き込むところが一つもありません。", "台帳は変えていません。")
    after = new_version(ledger.fiscal_year, ledger, ledger.name, work.data, staff)
    posting = Posting(
        month=preview.month, before=ledger, after=after, posted_at=clock.now(), posted_by=staff, counts=_counts(sure, work),
    )  # fmt: skip
    put_file(posting, "report", changes_to_csv(work.changes))
    posting.save()
    return posting


def _counts(sure: list[rows.Sure], work: plans.Work) -> dict[str, object]:
    """Rows by outcome, and how many of each facility stand in the ledger now."""
    facilities = {one.key: one.facility for one in sure}
    there = [line for line in work.lines if line.outcome in ("written", "already")]
    by_facility = Counter(str(facilities[line.row]) for line in there)
    return {**plans.counts(work.lines), "facilities": dict(by_facility)}


def posted_from(preview: Preview) -> QuerySet[Posting]:
    """The posting of what was looked at."""
    return Posting.objects.filter(before=preview.ledger_id, month=preview.month, undone_at__isnull=True)


def ask_undo(posting: Posting, actor: gate.Actor, undo: Declared) -> int:
    """Plan that a posting is taken back; the job's number."""
    if posting.confirmed_at or posting.undone_at:
        raise UserError(
            "この転記は、もう取り消せません。", "確かめた転記を直すときは、台帳を直して取り込んでください。"
        )
    return undo.plan(actor, case=posting.pk, posting=posting.pk).pk


def take_back(posting: Posting, staff: int) -> UndoResult | None:
    """Take what was written out of the ledger in force; a job does this. Cells that somebody has changed since stay."""
    if posting.undone_at:
        return None
    if posting.confirmed_at:
        raise UserError("この転記は、もう確かめてあります。", "台帳を直して取り込んでください。")
    ledger = in_force(posting.after.fiscal_year, lock=True)
    if ledger is None:
        raise UserError("台帳がありません。", "台帳を取り込んでから、もう一度お試しください。")
    data, result = plan_undo(rows.changes_of(posting), Book(Path(ledger.name), bytes_of(ledger)))
    if result.kept and not result.restored:
        raise UserError(
            "この転記の書き込みが、いまの台帳に一つも見つかりません。",
            "取り消すことはありません。台帳は変えていません。",
        )
    new_version(ledger.fiscal_year, ledger, ledger.name, data, staff)
    posting.undone_at, posting.undone_by = clock.now(), staff
    posting.save(update_fields=["undone_at", "undone_by"])
    return result
