"""All pages: the shell's, sign-in, and each affair's under its own key."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import include, path

from sekisho.gate.register.load import registers


def _affair_pages() -> list[object]:
    """``/AFFAIR/…`` for every affair that has pages."""
    found = []
    for key in registers():
        name = apps.get_app_config(key).name
        if name.startswith("sekisho.affairs.") and find_spec(f"{name}.web"):
            found.append(path(f"{key}/", include((f"{name}.web.urls", key))))
    return found


urlpatterns = [
    path("", include("sekisho.site.urls")),
    path("", include("sekisho.people.urls")),
    path("", include("sekisho.audit.urls")),
    path("residents/", include(("sekisho.residents.web.urls", "residents"))),
    *_affair_pages(),
]

handler400 = "sekisho.site.errors.bad_request"
handler403 = "sekisho.site.errors.forbidden"
handler404 = "sekisho.site.errors.not_found"
handler500 = "sekisho.site.errors.server_error"
