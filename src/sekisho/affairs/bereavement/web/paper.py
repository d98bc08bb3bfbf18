"""What the family takes home: the route, the receipt, or the general leaflet (purpose «bereavement.arrival»)."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from sekisho import gate
from sekisho.affairs.bereavement import queries
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.models import Visit
from sekisho.affairs.bereavement.models.step import OPEN
from sekisho.affairs.bereavement.web.arrival import ARRIVAL, proven
from sekisho.base.wareki import format_date
from sekisho.site import printing


def _case(_request: HttpRequest, visit: int) -> int:
    return visit


@require_GET
@gate.purpose(ARRIVAL, case=_case)
def route(request: HttpRequest, visit: int) -> HttpResponse:
    """The procedures in the order of the way, with what to have at hand."""
    one = proven(visit)
    lines = [line for line in queries.route(one) if line.step.outcome == OPEN]
    rows = [
        (
            str(number), line.procedure.name + _unsure(line), _where(line), line.channel, "、".join(line.procedure.bring) or "―",
            line.deadline + _late(line),
        )
        for number, line in enumerate((line for line in lines if line.step.sure), 1)
    ]  # fmt: skip
    facts = [*_facts(one), *_asked(lines)]
    header = ("順", "手続き", "窓口", "しかた", "お持ちいただくもの", "期限")
    sheet = printing.Sheet("手続きの道順", header, rows, facts)
    return printing.as_pdf(sheet, str(request.user))


@require_GET
@gate.purpose(ARRIVAL, case=_case)
def receipt(request: HttpRequest, visit: int) -> HttpResponse:
    """What is done, what is left, until when, and whose turn it is."""
    one = proven(visit)
    lines = queries.route(one)
    count = len(queries.not_needed(queries.plan_of(one), lines))
    rows = [
        (
            line.procedure.name, line.outcome, line.may.words if line.left and line.may else "―",
            line.step.owner or ("―" if line.step.closed_on else "ご遺族"), _where(line), _until(line),
        )
        for line in lines
        if not line.dropped and (line.step.sure or line.step.outcome != OPEN)
    ]  # fmt: skip
    facts = [*_facts(one), *_asked(lines), *([("要らないと分かった手続き", f"{count} 件")] if count else [])]
    header = ("手続き", "結果", "手続きをする方", "だれの番か", "窓口", "いつまでに")
    sheet = printing.Sheet("手続きの控え", header, rows, facts)
    return printing.as_pdf(sheet, str(request.user))


@require_GET
@gate.purpose(ARRIVAL, case=_case)
def leaflet(request: HttpRequest, visit: int) -> HttpResponse:
    """The same sheet for everybody: what there may be to do after a death. Nothing of the case is in it."""
    get_object_or_404(Visit, pk=visit)
    counters: dict[str, list[str]] = defaultdict(list)
    for one in versions.in_force().procedures:
        counters[one.counter].append(one.name)
    rows = [(counter, "、".join(names)) for counter, names in counters.items()]
    return printing.as_pdf(
        printing.Sheet("ご遺族の手続きのご案内", ("窓口", "手続き（当てはまるものだけ）"), rows),
        str(request.user),
    )


def _facts(one: Visit) -> list[tuple[str, str]]:
    told = [
        ("受付番号", str(one.pk)),
        ("亡くなった方", one.deceased_name or "（お聞きしていません）"),
        ("来庁された方", one.visitor_name),
    ]
    return [*told, ("手続きの一覧の版", f"{format_date(versions.of(one).as_of)}現在")]


def _asked(lines: list[queries.Line]) -> list[tuple[str, str]]:
    """What nobody has decided yet: named apart, neither among what is needed nor forgotten."""
    names = "、".join(
        line.procedure.name for line in lines if not line.step.sure and line.step.outcome == OPEN
    )
    return [("要るかをお聞きする手続き", names)] if names else []


def _late(line: queries.Line) -> str:
    return "【過ぎました】" if line.late else ""


def _until(line: queries.Line) -> str:
    """Until when what is left must be done: the day agreed first, then the law's."""
    if line.step.outcome == "handed" and line.step.until:
        return f"{line.agreed}ごろ担当課からご連絡します"
    if line.step.closed_on:
        return "―"
    law = line.deadline + _late(line)
    return f"{line.agreed}までに（{law}）" if line.agreed else law


def _where(line: queries.Line) -> str:
    return f"{line.floor}階 {line.procedure.counter}" if line.floor else line.procedure.counter


def _unsure(line: queries.Line) -> str:
    return "【要確認】" if line.procedure.unsure else ""
