"""Pages that fail, beside the product's own."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from sekisho.affairs.stool_tests.models import Person
from sekisho.project.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake whose words hold a name."""
    raise ZeroDivisionError("大空 花子")


def ungated(request: HttpRequest) -> HttpResponse:
    """A view whose gate somebody forgot."""
    return HttpResponse(str(list(Person.objects.all())))


def denied(request: HttpRequest) -> HttpResponse:
    """What Django itself refuses."""
    raise PermissionDenied("大空 花子")


urlpatterns = [
    *urlpatterns,
    path("broken/", broken),
    path("ungated/", ungated),
    path("denied/", denied),
]
