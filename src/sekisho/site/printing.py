"""What leaves on paper: a PDF, or a page for the browser's own printing, each with its number on every sheet and logged."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate import exports
from sekisho.site.documents import LAYOUTS, pdf
from sekisho.site.downloads import PDF, download

#: Rows that one print takes; more is a file, or a narrower question.
MOST = 2_000
#: A column gets as much as its longest cell needs, within these bounds (in halves of a kanji).
_NARROW, _WIDE = 7, 30
#: More columns than these lie across.
_UPRIGHT = 6


@dataclass(frozen=True)
class Sheet:
    """A page's contents for paper: ``facts`` about one person or thing (name and value), and a table."""

    title: str
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    facts: Sequence[tuple[str, str]] = ()


def _issued(sheet: Sheet, form: str, who: str) -> exports.Export:
    """Number and log it; UserError where it is too much for paper, and then nothing has left."""
    if len(sheet.rows) > MOST:
        raise UserError(
            f"{len(sheet.rows):,} 行は印刷には多すぎます（{MOST:,} 行まで）。",
            "条件で絞るか、CSV で書き出してください。",
        )
    return exports.issue(form, who)


def as_pdf(sheet: Sheet, who: str) -> HttpResponse:
    """The sheet as PDF; call it inside the pass that has read the rows. ``who``: whose hand it leaves by."""
    export = _issued(sheet, "pdf", who)
    day = clock.today()
    said = {
        "title": sheet.title,
        "header": sheet.header,
        "rows": sheet.rows,
        "facts": sheet.facts,
        "widths": _widths(sheet),
        "flipped": len(sheet.header) > _UPRIGHT,
        "date": [day.year, day.month, day.day],
        **export.typst(),
    }
    return download(pdf(LAYOUTS / "sheet.typ", said, "said"), f"{export.serial}.pdf", PDF)


def as_page(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The sheet as a page that is nothing but what will be on paper."""
    export = _issued(sheet, "print", str(request.user))
    return render(request, "site/print.html", {"sheet": sheet, "export": export})


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(sheet.header, *sheet.rows, strict=True)
    return [min(max(*map(_width, column), _NARROW), _WIDE) for column in columns] if sheet.rows else []


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "FWA" else 1 for one in text)
