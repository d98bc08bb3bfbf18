"""What posting shouldn't let a page wait for: the preview, the posting, taking it back, a rule learned from an example."""

from pathlib import Path

from sekisho import gate
from sekisho.affairs.stool_tests.actions import ledgers, parallel
from sekisho.affairs.stool_tests.actions import posting as actions
from sekisho.affairs.stool_tests.models import ParallelRun, Posting, Preview, Row, Teaching
from sekisho.affairs.stool_tests.posting import rows, teaching
from sekisho.affairs.stool_tests.posting.months import states_by_month
from sekisho.base.errors import UserError
from sekisho.base.wareki import fiscal_year
from sekisho.books.book import Book
from sekisho.gate.jobs.work import Work
from sekisho.gate.models import Job
from sekisho.gate.vault.fields import read_file

PURPOSE, PARALLEL = "stool_tests.posting", "stool_tests.parallel"
_PLAN, _WRITE, _UNDO = (
    "行ごとに台帳の欄を探しています",
    "台帳に書き込んでいます",
    "書き込みを取り消しています",
)
_LEARN, _COMPARE = "記入の例から決まりを探しています", "二つの台帳を比べています"


@gate.job(PURPOSE, title="転記の下見", steps=(_PLAN,), result="stool_tests:preview")
def preview_month(work: Work, preview: int) -> None:
    """Work out what posting a month would change."""
    work.step(_PLAN)
    actions.keep_preview(Preview.objects.select_related("ledger").get(pk=preview))


@gate.job(PURPOSE, title="台帳への転記", steps=(_WRITE,), result="stool_tests:preview")
def post_month(work: Work, preview: int) -> None:
    """Post what a clerk has looked at."""
    work.step(_WRITE)
    actions.post_preview(Preview.objects.select_related("ledger").get(pk=preview), _planner(work))


@gate.job(PURPOSE, title="転記の取り消し", steps=(_UNDO,), result="stool_tests:posting")
def undo_posting(work: Work, posting: int) -> None:
    """Take a posting back."""
    work.step(_UNDO)
    actions.take_back(Posting.objects.select_related("after").get(pk=posting), _planner(work))


@gate.job(PURPOSE, title="転記の決まりの学習", steps=(_LEARN,), result="stool_tests:teaching")
def learn_rule(work: Work, teaching: int) -> None:
    """Find the rule behind cells that a clerk filled in, and try it on the latest month."""
    work.step(_LEARN)
    learn(Teaching.objects.select_related("ledger").get(pk=teaching))


@gate.job(PARALLEL, title="並行運用の照合", steps=(_COMPARE,), result="stool_tests:parallel_run")
def compare_run(work: Work, run: int) -> None:
    """Compare the ledger typed by hand with the posted one."""
    work.step(_COMPARE)
    parallel.keep_comparison(ParallelRun.objects.select_related("posting__after").get(pk=run))


def learn(shown: Teaching) -> None:
    """What the job does, once."""
    if shown.learned:
        return
    year = shown.ledger.fiscal_year
    months = [
        month
        for month, states in sorted(states_by_month().items())
        if fiscal_year(month) == year and any(states.get(state) for state in Row.SURE)
    ]
    if not months:
        raise UserError(
            f"{year}年度の読み取った行が、まだありません。",
            "その年度の用紙を受け取り、読み取りを確かめてから、もう一度お試しください。",
        )
    by_month = {month: rows.sure(month) for month in months}
    old = Book(Path(shown.ledger.name), _before(shown))
    new = Book(Path(shown.name), read_file(shown, "after"))
    everyone = [one for found in by_month.values() for one in found]
    shown.learned = teaching.learn(old, new, everyone, by_month[months[-1]]).as_text()
    shown.save(update_fields=["learned"])


def _before(shown: Teaching) -> bytes:
    return read_file(shown, "before") if shown.before else ledgers.bytes_of(shown.ledger)


def _planner(work: Work) -> int:
    """Who planned the job."""
    planned_by = Job.objects.get(pk=work.key).planned_by
    if planned_by is None:
        raise TypeError("posting is planned by a person")
    return planned_by
