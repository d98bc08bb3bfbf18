"""Who acts in a request, and from which terminal; what an unregistered terminal may see of a closed zone: nothing."""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from sekisho import gate
from sekisho.base import clock
from sekisho.people.models import Assignment, Terminal
from sekisho.people.robots import identified
from sekisho.people.terminals import known_terminal

Handler = Callable[[HttpRequest], HttpResponse]
#: Zones whose pages an unregistered terminal doesn't get at all.
CLOSED = ("lgwan", "core")
#: Pages that come before: enrolment itself, and the register, which is public.
_BEFORE_ENROLMENT = ("enrol", "register", "register_entry")
#: A shared tablet that nobody touches for so long signs off.
TABLET_IDLE = datetime.timedelta(minutes=3)
#: A PIN is no proof of who may change password or factors.
_NOT_ON_TABLETS = ("mfa_", "account_change", "account_set", "account_reauthenticate")
#: Pages on which a second factor is set up, and the way out.
_BEFORE_SECOND_FACTOR = ("mfa_", "account_reauthenticate", "account_logout", "sign_out", "webauthn")


def terminal(get_response: Handler) -> Handler:
    """Middleware: ``request.terminal`` and ``request.robot``, and the door of the closed zones."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.robot = None
        unknown = identified(request)
        if unknown:
            return unknown
        if request.robot is None:
            request.terminal = known_terminal(request)
        name = _page(request)
        public = name.startswith(_BEFORE_ENROLMENT) or request.path.startswith(settings.STATIC_URL)
        if request.terminal is None and settings.SEKISHO_ZONE in CLOSED and not public:
            return render(request, "people/not_enrolled.html", status=403)
        return get_response(request)

    return middleware


def acting(get_response: Handler) -> Handler:
    """Middleware: ``request.posts_held`` and ``request.actor``, the end of idle tablet sessions, and the second factor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _tablet_idle(request):
            logout(request)
            return redirect("tablet")
        request.posts_held = posts_held(request)
        request.actor = actor_of(request)
        if _needs_second_factor(request):
            return redirect("mfa_index")
        if request.session.get("tablet") and _page(request).startswith(_NOT_ON_TABLETS):
            messages.error(request, "パスワードや認証アプリは、事務用端末でログインして変えてください。")
            return redirect("me")
        return get_response(request)

    return middleware


def posts_held(request: HttpRequest) -> list[Assignment]:
    """The posts held today, the one chosen in this session first; for a program the one that its key names."""
    if not request.user.is_authenticated:
        return []
    if request.robot:
        held = request.user.held_on(clock.today())
        return [
            one
            for one in held
            if (one.post, one.office_id) == (request.robot.post, request.terminal.office_id)
        ]
    chosen = request.session.get("assignment")
    return sorted(request.user.held_on(clock.today()), key=lambda assignment: assignment.pk != chosen)


def actor_of(request: HttpRequest) -> gate.Actor:
    """The actor for the gate, with the posts held as ``request.posts_held`` has them."""
    at: Terminal | None = request.terminal
    kind = {"terminal": at.pk if at else None, "terminal_kind": at.kind if at else "any"}
    if not request.user.is_authenticated:
        return gate.Actor(None, **kind)
    held = tuple(gate.Held(one.post, one.office_id) for one in request.posts_held)
    return gate.Actor(request.user.pk, held, **kind)


def _tablet_idle(request: HttpRequest) -> bool:
    """On a shared tablet: has nobody touched it for too long? Notes the touch otherwise."""
    if not request.session.get("tablet"):
        return False
    now = clock.now()
    seen = datetime.datetime.fromisoformat(request.session["seen"])
    request.session["seen"] = now.isoformat()
    return now - seen > TABLET_IDLE


def _needs_second_factor(request: HttpRequest) -> bool:
    """Signed in with a password alone, where the city wants two factors."""
    if not (settings.SEKISHO_SECOND_FACTOR and request.user.is_authenticated):
        return False
    if request.robot or request.session.get("tablet"):
        return False
    if _page(request).startswith(_BEFORE_SECOND_FACTOR) or request.path.startswith(settings.STATIC_URL):
        return False
    return not request.user.authenticator_set.exclude(type="recovery_codes").exists()


def _page(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""
