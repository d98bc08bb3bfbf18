"""The Excel ledgers in the vault: a fiscal year's versions, and the rule by which rows find their cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.stool_tests.actions import ledgers as actions
from sekisho.affairs.stool_tests.jobs_posting import PURPOSE, learn_rule
from sekisho.affairs.stool_tests.models import Ledger, Teaching
from sekisho.affairs.stool_tests.posting import teaching as lessons
from sekisho.affairs.stool_tests.web.asked import number
from sekisho.affairs.stool_tests.web.files import XLSX, taken
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.files import decode
from sekisho.base.wareki import fiscal_year
from sekisho.books.book import Book
from sekisho.books.rule_file import rule_from_text
from sekisho.gate import exports
from sekisho.gate.models import Job
from sekisho.site import menu
from sekisho.site.book.files import fiscal_name
from sekisho.site.downloads import download
from sekisho.site.jobs_read import shown

_WORD = "台帳"


@dataclass(frozen=True)
class Year:
    """A fiscal year's ledger: the version in force, its rule in words, older versions."""

    name: str
    now: Ledger
    sentence: str
    older: list[Ledger]


@menu.page("台帳と転記の決まり")
@gate.purpose(PURPOSE)
def ledgers(request: HttpRequest) -> HttpResponse:
    """All ledgers; a new one is handed in here."""
    error = None
    if request.method == "POST":
        try:
            _keep(request)
        except UserError as refused:
            error = refused
        else:
            messages.success(request, "台帳を取り込みました。元のファイルは変えていません。")
            return redirect("stool_tests:ledgers")
    offered = [(year, fiscal_name(year)) for year in _offered()]
    context = {"years": _years(), "offered": offered, "error": error, "endings": ",".join(actions.ENDINGS)}
    return render(request, "stool_tests/ledgers.html", context, status=400 if error else 200)


def _offered() -> tuple[int, ...]:
    """Fiscal years whose ledger may be handed in, the running one first."""
    this = fiscal_year(clock.today())
    return this, this - 1, this + 1


def _keep(request: HttpRequest) -> None:
    year = number(request.POST.get("year", ""))
    if year not in _offered():
        raise UserError("どの年度の台帳か分かりません。", "年度を選んでから、もう一度押してください。")
    name, data = taken(request, "ledger", _WORD, actions.ENDINGS)
    # What Excel can't open isn't kept: the clerk hears of it now, not when posting.
    Book(Path(PurePath(name).name), data)
    actions.keep_ledger(year, name, data, request.actor.key)  # type: ignore[attr-defined]


def _years() -> list[Year]:
    years: dict[int, list[Ledger]] = {}
    for one in Ledger.objects.all():
        years.setdefault(one.fiscal_year, []).append(one)
    found = []
    for year, versions in years.items():
        now = next((one for one in versions if one.replaced_at is None), None)
        if now:
            older = [one for one in versions if one is not now]
            found.append(Year(fiscal_name(year), now, lessons.sentence_of(now.rule), older))
    return found


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, ledger: ledger)
def ledger_file(request: HttpRequest, ledger: int) -> HttpResponse:
    """The file as it is kept; its name carries the number under which it left."""
    found = get_object_or_404(Ledger, pk=ledger)
    data = actions.bytes_of(found)
    export = exports.issue("xlsx", str(request.user))
    name = PurePath(found.name)
    return download(data, f"{name.stem}_第{found.version}版_{export.serial}{name.suffix}", XLSX)


@require_POST
@gate.purpose(PURPOSE, case=lambda _request, ledger: ledger)
def ledger_rule(request: HttpRequest, ledger: int) -> HttpResponse:
    """A rule file becomes the ledger's rule."""
    found = get_object_or_404(Ledger.objects.select_for_update(), pk=ledger)
    try:
        name, data = taken(request, "rule", "決まりのファイル", (".toml",))
        rule = rule_from_text(decode(data, name), name)
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
    else:
        actions.set_rule(found, rule, lessons.describe(rule))
        messages.success(request, "転記の決まりを入れました。")
    return redirect("stool_tests:ledgers")


@gate.purpose(PURPOSE, case=lambda _request, ledger: ledger)
def show_example(request: HttpRequest, ledger: int) -> HttpResponse:
    """A ledger that was filled in by hand shows the rule."""
    found = get_object_or_404(Ledger, pk=ledger)
    error = None
    if request.method == "POST":
        try:
            before = taken(request, "before", _WORD, actions.ENDINGS)[1] if "before" in request.FILES else b""
            name, after = taken(request, "after", "記入した台帳", actions.ENDINGS)
            made = actions.show_example(found, before, name, after, request.actor, learn_rule)  # type: ignore[attr-defined]
        except UserError as refused:
            error = refused
        else:
            return redirect("stool_tests:teaching", made.pk)
    lately = Teaching.objects.filter(ledger__fiscal_year=found.fiscal_year)[:5]
    context = {"ledger": found, "error": error, "lately": lately, "endings": ",".join(actions.ENDINGS)}
    return render(request, "stool_tests/show_example.html", context, status=400 if error else 200)


@require_GET
@gate.purpose(PURPOSE, case=lambda _request, teaching: teaching)
def teaching(request: HttpRequest, teaching: int) -> HttpResponse:
    """What was learned: the sentence, its rivals, the trial."""
    found = get_object_or_404(Teaching.objects.select_related("ledger"), pk=teaching)
    job = Job.objects.filter(pk=found.job).first()
    context: Mapping[str, object] = {
        "teaching": found,
        "job": shown(job) if job else None,
        "lesson": lessons.lesson_of(found.learned) if found.learned else None,
    }
    return render(request, "stool_tests/teaching.html", context)


@require_POST
@gate.purpose(PURPOSE, case=lambda _request, teaching: teaching)
def use_rule(request: HttpRequest, teaching: int) -> HttpResponse:
    """Take one of the rules as the ledger's."""
    found = get_object_or_404(Teaching.objects.select_related("ledger"), pk=teaching)
    lesson = lessons.lesson_of(found.learned) if found.learned else None
    choice = number(request.POST.get("choice", ""))
    if lesson is None or choice is None or choice >= len(lesson.choices):
        return redirect("stool_tests:teaching", teaching)
    try:
        actions.use_rule(found, *lessons.chosen(lesson, choice))
    except UserError as refused:
        messages.error(request, f"{refused.message}{refused.remedy}")
        return redirect("stool_tests:teaching", teaching)
    messages.success(request, "この決まりを、台帳の転記の決まりにしました。")
    return redirect("stool_tests:ledgers")
