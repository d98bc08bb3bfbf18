"""Parallel runs are entered, compared and judged (purpose «stool_tests.parallel»)."""

from sekisho import gate
from sekisho.affairs.stool_tests.models import Difference, ParallelRun, Posting
from sekisho.affairs.stool_tests.parallel.figures import minutes_of
from sekisho.affairs.stool_tests.parallel.run import compare, decisions_of, row_behind
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.files import digest_of
from sekisho.gate.jobs.declare import Declared
from sekisho.gate.vault.fields import put_file


def enter(
    posting: Posting, name: str, data: bytes, typing: float | None, actor: gate.Actor, job: Declared
) -> ParallelRun:
    """Keep the ledger that was typed by hand, and plan that it is compared."""
    if digest_of(data) == posting.after.digest:
        raise UserError(
            "転記した台帳そのものです。",
            "手で入力した台帳を選んでください。同じものを比べても何も分かりません。",
        )
    run = ParallelRun(
        month=posting.month,
        posting=posting,
        name=name[-255:],
        typing=typing,
        made_at=clock.now(),
        made_by=actor.key,
    )
    put_file(run, "hand", data)
    run.save()
    run.job = job.plan(actor, case=run.pk, run=run.pk).pk
    run.save(update_fields=["job"])
    return run


def keep_comparison(run: ParallelRun) -> None:
    """Compare, and keep every difference with the row behind it; a job does this."""
    if run.done_at:
        return
    found, places = compare(run)
    now = clock.now()
    differences = []
    for number, one in enumerate(found.differences, 1):
        row = row_behind(one.sources, places)
        differences.append(
            Difference(
                run=run, number=number, kind=one.kind, sheet=one.sheet[:60], cell=one.cell, hand=one.hand[:200],
                machine=one.machine[:200], row=row, person=row.person if row else None, made_at=now,
            )
        )  # fmt: skip
    Difference.objects.bulk_create(differences)
    run.basis = found.basis
    run.counts = {"cells": found.cells, "sheets": {title: list(pair) for title, pair in found.sheets.items()}}
    decisions = decisions_of(run.month)
    # Nobody had to decide anything, or what was decided is erased: then the time isn't known.
    run.looking = minutes_of(decisions) if decisions else None
    run.done_at = now
    run.save()


def say(difference: Difference, verdict: str, staff: int) -> None:
    """Who was right; again where somebody has looked once more."""
    if verdict not in dict(Difference.VERDICTS):
        raise UserError("どちらが正しいかが選ばれていません。", "四つのうちの一つを押してください。")
    difference.verdict, difference.decided_by, difference.decided_at = verdict, staff, clock.now()
    difference.save(update_fields=["verdict", "decided_by", "decided_at"])


def set_minutes(run: ParallelRun, typing: float | None, looking: float | None) -> None:
    """The minutes that were measured."""
    run.typing, run.looking = typing, looking
    run.save(update_fields=["typing", "looking"])
