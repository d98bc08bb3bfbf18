"""Applications, and one of them page by page: every box beside its crop."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.admissions import postcodes, review, rules
from sekisho.affairs.admissions.actions.checking import check_page
from sekisho.affairs.admissions.models import Application, Form, Sheet
from sekisho.affairs.admissions.web.intake import picture_of
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people.models import Office
from sekisho.site import menu

REVIEW = "admissions.review"
_SHOWN = 300


def _case(_request: HttpRequest, application: int, **_: object) -> int:
    return application


@require_GET
@menu.page("入所申込書の確認")
@gate.purpose(REVIEW)
def applications(request: HttpRequest) -> HttpResponse:
    """All that aren't handed over yet, with what each lacks."""
    titles = review.titles_of(Form.objects.filter(retired_at__isnull=True).first())
    checked = Count("sheets", Q(sheets__state=Sheet.READ, sheets__checked_at__isnull=False))
    found = list(Application.objects.filter(closed_on__isnull=True).annotate(checked=checked)[:_SHOWN])
    pages: dict[int, set[int]] = {}
    for key, page in Sheet.objects.filter(application__in=found, state=Sheet.READ).values_list(
        "application", "form_page"
    ):
        pages.setdefault(key, set()).add(page)
    for one in found:
        one.pages = len(pages.get(one.pk, ()))
        one.missing = rules.missing(pages.get(one.pk, ()), titles)
    return render(request, "admissions/applications.html", {"applications": found, "of": len(titles)})


@require_GET
@gate.purpose(REVIEW, case=_case)
def application(request: HttpRequest, application: int) -> HttpResponse:
    """One application."""
    row = get_object_or_404(Application, pk=application)
    facilities = list(Office.objects.filter(kind=Office.FACILITY).values_list("name", flat=True))
    papers = review.papers(row, clock.today(), postcodes.in_force(), facilities)
    form = papers[0].sheet.form if papers else Form.objects.filter(retired_at__isnull=True).first()
    context = {
        "application": row,
        "papers": papers,
        "missing": rules.missing({paper.sheet.form_page for paper in papers}, review.titles_of(form)),
        "doubtful": sum(paper.doubtful for paper in papers),
        "facilities": facilities,
    }
    return render(request, "admissions/application.html", context)


@require_POST
@gate.purpose(REVIEW, case=_case)
def check(request: HttpRequest, application: int, sheet: int) -> HttpResponse:
    """A page is confirmed with what the person has put right."""
    row = get_object_or_404(
        Sheet.objects.select_for_update(of=("self",)).select_related("form"),
        pk=sheet, application=application, state=Sheet.READ,
    )  # fmt: skip
    there = reverse("admissions:application", args=[application])
    try:
        changed = check_page(row, request.POST.dict(), review.titles_of(row.form), request.actor)  # type: ignore[attr-defined]
    except UserError as refused:
        messages.error(request, str(refused))
        return redirect(f"{there}#page-{row.form_page}")
    if changed.state == Application.CHECKED:
        messages.success(request, f"「{changed}」は、すべてのページを確かめました。")
        return redirect("admissions:applications")
    messages.success(request, f"{row.form_page} ページ目を確かめました。")
    return redirect(f"{there}#page-{row.form_page + 1}")


@require_GET
@gate.purpose(REVIEW, case=_case)
def picture(request: HttpRequest, application: int, sheet: int) -> HttpResponse:
    """A page's picture, of which the crops are cut."""
    answer = picture_of(get_object_or_404(Sheet, pk=sheet, application=application, state=Sheet.READ))
    # Every crop of a page shows it: it is fetched once a look.
    answer["Cache-Control"] = "private, max-age=300"
    return answer
