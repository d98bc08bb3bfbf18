"""One resident's page, and the same on paper: under a purpose of its own, with a number on every sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from sekisho import gate
from sekisho.base.wareki import format_date
from sekisho.residents.models import Resident
from sekisho.site import printing
from sekisho.site.offered import opens

SHEET = "residents.sheet"


@require_GET
@gate.purpose("residents.lookup")
def person(request: HttpRequest, resident: int) -> HttpResponse:
    """Somebody who isn't under protection measures; the way to the print where the post may let it out."""
    return _page(request, resident, opens(request, SHEET))


@require_GET
@gate.purpose("residents.protected")
def protected_person(request: HttpRequest, resident: int) -> HttpResponse:
    """Anybody; no print, since the protected leave on no paper."""
    return _page(request, resident, False)


@require_GET
@gate.purpose(SHEET)
def on_paper(request: HttpRequest, resident: int) -> HttpResponse:
    """The page for the browser's printing."""
    return printing.as_page(request, _sheet(resident))


@require_GET
@gate.purpose(SHEET)
def as_pdf(request: HttpRequest, resident: int) -> HttpResponse:
    """The same as PDF."""
    return printing.as_pdf(_sheet(resident), str(request.user))


def _page(request: HttpRequest, resident: int, printed: bool) -> HttpResponse:
    one = get_object_or_404(Resident, pk=resident)
    state = "死亡" if one.died_on else "転出" if one.left_on else ""
    words = {"one": one, "facts": _facts(one), "state": state, "printed": printed}
    return render(request, "residents/person.html", words)


def _sheet(resident: int) -> printing.Sheet:
    one = get_object_or_404(Resident, pk=resident)
    names = [("氏名", one.name), ("ふりがな", one.kana or "―")]
    return printing.Sheet("住民の記録（夜間抽出の写し）", facts=[*names, *_facts(one)])


def _facts(one: Resident) -> list[tuple[str, str]]:
    """What the counter may see, in the order of a residents' record."""
    born = "".join(
        f"{part or '?'}{unit}"
        for part, unit in ((one.born_year, "年"), (one.born_month, "月"), (one.born_day, "日"))
    )
    told = [
        ("生年月日", born), ("性別", one.sex), ("住所", one.address), ("行政区", one.district), ("通称", one.alias),
        ("世帯番号", one.household), ("続柄", one.relation), ("宛名番号", one.number),
        ("死亡", format_date(one.died_on) if one.died_on else ""), ("転出", format_date(one.left_on) if one.left_on else ""),
    ]  # fmt: skip
    return [(name, value) for name, value in told if value]
