"""The gate on a view: ``@gate.purpose("affair.purpose")``, or ``@gate.public("affair.purpose")`` for everybody."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from sekisho.gate import passes
from sekisho.gate.answers import Gap
from sekisho.gate.register.load import find
from sekisho.gate.register.schema import Purpose

View = Callable[..., HttpResponseBase]


def purpose(name: str, case: Callable[..., object] | None = None) -> Callable[[View], View]:
    """Let the view run inside a pass for ``name``; ``case`` takes the view's arguments to the case at work.

    In a zone that the purpose doesn't name, the page doesn't exist. The people room's middleware puts ``request.actor`` there;
    who isn't signed in is sent to the sign-in page by Django's.
    Lazy responses are rendered while the pass is open, and streams are refused: they would read after it has closed.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _exists(name)
            at_work = case(request, *args, **kwargs) if case else ""
            with passes.enter(request.actor, name, at_work):  # type: ignore[attr-defined]
                response = view(request, *args, **kwargs)
                if isinstance(response, StreamingHttpResponse):
                    raise TypeError("a streaming response would read records after its pass has closed")
                if isinstance(response, HttpResponse) and callable(getattr(response, "render", None)):
                    response.render()  # type: ignore[attr-defined]
                return response

        inside.purpose = name  # type: ignore[attr-defined]
        return inside

    return decorate


def public(name: str) -> Callable[[View], View]:
    """Let anybody open the view, signed in or not, as the register says of the purpose ``name``. No pass is opened: where the
    view asks for a record, the guard stops it."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not _exists(name).public:
                raise Gap(f"the register doesn't say that «{name}» is public")
            if not open_to_all(name):
                raise Http404
            return view(request, *args, **kwargs)

        inside.public = name  # type: ignore[attr-defined]
        return login_not_required(inside)

    return decorate


def open_to_all(name: str) -> bool:
    """Is the public purpose open in this zone, and where the city asks for it, its entry's wording approved (as gate.open asks)?"""
    found = find(name)
    if found is None or not found[1].public or settings.SEKISHO_ZONE not in found[1].zones:
        return False
    if not settings.SEKISHO_REQUIRE_APPROVAL:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM gate_purpose p JOIN gate_approval a ON a.affair = p.affair AND a.hash = p.entry_hash"
            " WHERE p.key = %s)",
            [name],
        )
        return bool(cursor.fetchone()[0])


def _exists(name: str) -> Purpose:
    """The purpose. Raises Http404 where the zone of this process isn't one of its; Gap when no register knows it."""
    found = find(name)
    if found is None:
        raise Gap(f"no register speaks of the purpose «{name}»")
    if settings.SEKISHO_ZONE not in found[1].zones:
        raise Http404
    return found[1]
