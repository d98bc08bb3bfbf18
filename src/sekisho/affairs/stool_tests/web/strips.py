"""The pictures of a row and of a page, for whichever purpose shows them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from sekisho.affairs.stool_tests.models import Page, Row
from sekisho.gate.vault.fields import read_file


def picture(row: int) -> HttpResponse:
    """The row's strip, within the open pass; Http404 where there is none any more."""
    found = get_object_or_404(Row.objects.select_related("page"), pk=row)
    if len(found.strip) != 4 or not found.page.strips:
        raise Http404
    at, length, _, _ = found.strip
    return HttpResponse(read_file(found.page, "strips")[at : at + length], content_type="image/jpeg")


def page_picture(page: int) -> HttpResponse:
    """The whole page, within the open pass; Http404 where it has no picture."""
    found = get_object_or_404(Page.objects.filter(image__gt=""), pk=page)
    return HttpResponse(read_file(found, "image"), content_type="image/jpeg")
