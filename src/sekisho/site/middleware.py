"""Around every page: the gate's answers as pages, headers, and htmx that is sent on as a whole page."""

import logging
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from sekisho import gate
from sekisho.base.errors import UserError
from sekisho.site import errors

_log = logging.getLogger("sekisho.site")
_UNREADABLE = re.compile(r"\x00|\d{1000}")
Respond = Callable[[HttpRequest], HttpResponse]
_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class refusals:
    """Answers 403 with the sentence of a refusal; a forgotten gate becomes a page that shows nothing, and an
    address that takes no GET one that says so."""

    def __init__(self, get_response: Respond) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code == 405 and not response.content:
            page = errors.wrong_method(request)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only the gate's own answers and sentences meant for the user are handled; anything else is a mistake that Django
        reports."""
        if isinstance(exception, gate.Refused):
            template = "site/parts/refused.html" if request.htmx else "site/refused.html"  # type: ignore[attr-defined]
            return render(request, template, {"refused": exception}, status=403)
        if isinstance(exception, UserError):
            return errors.told(request, exception)
        if isinstance(exception, gate.GateClosed | gate.Gap):
            _log.error(
                "%s %s: %s",
                request.method,
                request.resolver_match and request.resolver_match.route,
                exception,
            )
            return errors.gate_closed(request)
        return None


def headers(get_response: Respond) -> Respond:
    """No page is kept by browsers or proxies unless it says so itself; no page may use the machine's sensors."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", _POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def readable(get_response: Respond) -> Respond:
    """What no field ever asks for isn't passed on: NUL, which the database can't keep, and numbers so long that Python
    refuses to read them. Either is somebody's try, and ends as 400."""

    def middleware(request: HttpRequest) -> HttpResponse:
        for sent in (request.GET, request.POST):
            if any(_UNREADABLE.search(text) for _, texts in sent.lists() for text in texts):
                raise BadRequest("unreadable input")
        return get_response(request)

    return middleware


def whole_pages(get_response: Respond) -> Respond:
    """A part that is asked for after the session has ended leads to the sign-in page, not into the middle of another."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.htmx and response.status_code == 302:  # type: ignore[attr-defined]
            target = response.headers["Location"]
            if urlsplit(target).path == resolve_url(settings.LOGIN_URL):
                return HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL))
        return response

    return middleware
