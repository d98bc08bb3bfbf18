"""What a page shouldn't wait for: received files are read; a roster that was handed in is compared, and applied when the clerk
has looked at it."""

from django.conf import settings
from django.db import transaction

from sekisho import gate
from sekisho.affairs.stool_tests import actions, jobs_posting, queries  # noqa: F401 (its jobs are found by this import)
from sekisho.affairs.stool_tests.models import RosterUpload
from sekisho.affairs.stool_tests.rules import Entry, Outcome, compare
from sekisho.affairs.stool_tests.teaching import jobs as teaching  # noqa: F401
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.files import decode
from sekisho.gate.jobs import hearts
from sekisho.gate.jobs.work import Work
from sekisho.paper.roster import roster_lines

_FILE = "提出された名簿"
_OPEN, _READ_PAGES = "用紙を開いています", "用紙を読み取っています"
_READ, _COMPARE, _WRITE = "名簿を読んでいます", "いまの名簿と照らし合わせています", "名簿に書き込んでいます"


@gate.job(
    "stool_tests.roster_upkeep",
    title="名簿の読み込み",
    steps=(_READ, _COMPARE),
    result="stool_tests:roster_upload",
)
def compare_roster(work: Work, upload: int) -> None:
    """What the file would change, kept with the file for the clerk to look at."""
    row = RosterUpload.objects.get(pk=upload)
    row.outcome = _outcome(work, row).as_json()
    row.save(update_fields=["outcome"])


@gate.job(
    "stool_tests.roster_upkeep",
    title="名簿への反映",
    steps=(_READ, _COMPARE, _WRITE),
    result="stool_tests:roster_upload",
)
def apply_roster(work: Work, upload: int) -> None:
    """Do what the clerk has seen; nothing when the roster has changed since."""
    row = RosterUpload.objects.select_for_update().get(pk=upload)
    if row.applied_at:
        return
    outcome = _outcome(work, row)
    if outcome.as_json() != row.outcome:
        raise UserError(
            "結果を見たあとに、いまの名簿が変わりました。",
            "もう一度ファイルを出して、結果を見直してください。",
        )
    if outcome.errors:
        raise UserError("直していない行があります。", "その行を直したファイルを、もう一度出してください。")
    work.step(_WRITE, total=len(outcome.come) + len(outcome.changed) + len(outcome.leave))
    for done in actions.apply_outcome(outcome, clock.today()):
        work.advance(done)
    row.applied_at = clock.now()
    row.save(update_fields=["applied_at"])


def _ready() -> None:
    from sekisho.affairs.stool_tests.reading.page import make_ready

    make_ready(settings.SEKISHO_READING_THREADS)


@gate.job(
    "stool_tests.reading",
    title="結果用紙の読み取り",
    steps=(_OPEN, _READ_PAGES),
    result="stool_tests:scan",
    piecewise=True,
    # Each page has its own limit; a machine that is switched off now and then must not end a file.
    tries=100,
    ready=_ready,
)
def read_scan(work: Work, scan: int) -> None:
    """A received file, page by page; goes on with the first page that is missing."""
    # The engine is large: it is loaded in workers only.
    from sekisho.affairs.stool_tests.reading.run import run

    def ask_help(most: int) -> None:
        others = len(hearts.alive(hearts.WORKER)) - 1
        with transaction.atomic():
            for _ in range(min(most, others)):
                help_read.plan(gate.job_actor(), case=scan, scan=scan)

    work.step(_OPEN)
    run(scan, lambda pages: work.step(_READ_PAGES, total=pages), work.advance, ask_help)


@gate.job("stool_tests.reading", title="結果用紙の読み取り（手分け）", piecewise=True, tries=100)
def help_read(work: Work, scan: int) -> None:
    """Another worker takes part in a file of many pages: each page is claimed by one of them."""
    from sekisho.affairs.stool_tests.reading.run import run

    run(scan, lambda _: None, lambda: None, lambda _: None)


@gate.job("", title="試すための用紙の準備", piecewise=True)
def demo_month(work: Work, clerk: int) -> None:
    """A made-up month of sheets for the demo city; ``clerk`` is the member of staff who hands them in."""
    from sekisho.affairs.stool_tests.demo import CITY, scan_month
    from sekisho.gate.models import City
    from sekisho.paper.synth.city import make_city
    from sekisho.people.models import Staff
    from sekisho.people.queries import at_desk

    if not City.objects.get().demo:
        raise UserError(
            "ここは試すための市ではありません。", "架空の用紙は、試すための市にだけ入れられます。"
        )
    scan_month(at_desk(Staff.objects.get(pk=clerk)), make_city(CITY))


def _outcome(work: Work, row: RosterUpload) -> Outcome:
    text = decode(bytes(row.content), _FILE)
    known = queries.facility_ids()
    found: list[Entry] = []
    errors: list[tuple[int, str, str]] = []
    work.step(_READ, total=max(text.count("\n"), 1))
    for line, person in roster_lines(text, _FILE):
        work.advance()
        if isinstance(person, UserError):
            errors.append((line, person.message, person.remedy))
        elif person.facility not in known:
            errors.append(
                (
                    line,
                    f"施設「{person.facility}」はありません。",
                    "施設の名前を、施設の一覧の書き方に直してください。",
                )
            )
        else:
            found.append(Entry(person.facility, person.name, person.kana, person.number, line=line))
    if not found and not errors:
        raise UserError(
            "名簿に 1 人も載っていません。", "2 行目から 1 人 1 行で書いたファイルを出してください。"
        )
    work.step(_COMPARE)
    return compare(queries.entries_on(clock.today()), found, errors)
