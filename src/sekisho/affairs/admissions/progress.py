"""How far a file is, for programs: its pages, the families they belong to, and what waits for a person.

Nobody's name is in it: a program's log may keep what it was told. Why a page is nobody's (the names on it) stands on the page where
a person decides.
"""

from collections.abc import Sequence
from typing import Any

from sekisho.affairs.admissions import review, rules
from sekisho.affairs.admissions.models import UNDECIDED, Application, Form, Scan, Sheet
from sekisho.site.jobs_read import why_stopped


def progress_of(scan: Scan) -> dict[str, Any]:
    """As «web/api/document» says."""
    found = Sheet.objects.filter(scan=scan).defer("entries", "image")
    sheets = list(found.select_related("application").order_by("number"))
    families = _families(sheets)
    return {
        "scan": scan.pk,
        "name": scan.name,
        "state": scan.state,
        "reason": scan.reason,
        "done": scan.state in (Scan.READ, Scan.REFUSED),
        "stopped": why_stopped(scan.job),
        "undecided": found.filter(UNDECIDED).count(),
        "unchecked": sum(one["state"] == Application.OPEN for one in families),
        "pages": [_page(sheet) for sheet in sheets],
        "applications": families,
    }


def _page(sheet: Sheet) -> dict[str, Any]:
    return {
        "number": sheet.number,
        "state": sheet.state,
        "read": sheet.read_at is not None,
        "form_page": sheet.form_page,
        "application": sheet.application.number if sheet.application else "",
        "aside": sheet.aside,
    }


def _families(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """The applications of these pages, with all pages that they have, from whichever file."""
    found = {sheet.application.pk: sheet.application for sheet in sheets if sheet.application}
    titles = review.titles_of(Form.objects.filter(retired_at__isnull=True).first())
    pages: dict[int, dict[int, bool]] = {key: {} for key in found}
    theirs = Sheet.objects.filter(application__in=found, state=Sheet.READ).order_by("form_page")
    for key, page, checked in theirs.values_list("application", "form_page", "checked_at"):
        pages[key][page] = checked is not None
    return [
        {
            "number": one.number,
            "state": one.state,
            "pages": list(pages[key]),
            "missing": rules.missing(pages[key], titles),
            "unchecked": sum(not checked for checked in pages[key].values()),
            "closed": one.closed_on is not None,
        }
        for key, one in sorted(found.items(), key=lambda item: item[1].number)
    ]
