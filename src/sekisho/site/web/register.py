"""The register as the public may read it: no sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from sekisho.base import clock
from sekisho.base.wareki import fiscal_year
from sekisho.gate.register.load import registers
from sekisho.site.book import files, history, lines
from sekisho.site.downloads import CSV, PDF, download


def _year(request: HttpRequest) -> int:
    """The fiscal year asked for; the running one unless the book has another of that number."""
    asked = request.GET.get("year", "")
    return next((year for year in history.years() if str(year) == asked), fiscal_year(clock.today()))


def _public(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the public's copies be kept for a minute; the frame of who is signed in isn't the public's."""
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=60)
    return response


@login_not_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All affairs of a fiscal year."""
    year = _year(request)
    entries = [(key, entry, len(entry.purposes)) for key, entry in history.entries_of(year)]
    years = [(one, files.fiscal_name(one)) for one in history.years()]
    words = {"entries": entries, "year": year, "year_name": files.fiscal_name(year), "years": years}
    return _public(request, render(request, "site/register.html", words))


@login_not_required
@require_safe
def entry(request: HttpRequest, affair: str) -> HttpResponse:
    """One affair's entry as it is in force, with its history."""
    registered = registers().get(affair)
    if registered is None:
        raise Http404
    words = {
        "name": registered.entry.affair.name,
        "lines": lines.lines(registered.entry),
        "uses": lines.uses(registered.entry),
        "keepings": lines.keepings(registered.entry),
        "versions": history.versions(affair),
    }
    return _public(request, render(request, "site/register_entry.html", words))


@login_not_required
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The book of a fiscal year for Excel."""
    year = _year(request)
    book = files.as_csv(history.entries_of(year))
    return _public(request, download(book, f"register-{year}.csv", CSV))


@login_not_required
@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The book of a fiscal year for print."""
    year = _year(request)
    printed = files.as_pdf(history.entries_of(year), year, clock.today())
    return _public(request, download(printed, f"register-{year}.pdf", PDF))
