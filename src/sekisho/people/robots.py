"""Keys of programs: how a request shows one, and which views take it."""

import datetime
import functools
import secrets
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.urls import Resolver404, resolve

from sekisho import gate
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.register.load import find
from sekisho.people.models import Assignment, RobotKey, Staff, Terminal
from sekisho.people.models.terminals import digest
from sekisho.people.terminals import note_use
from sekisho.site.addresses import addresses

View = Callable[..., HttpResponseBase]


def api(view: View) -> View:
    """A view that programs may ask with a key of its purpose; what is refused or wrong is said as JSON."""

    @functools.wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except UserError as wrong:
            return said(400, wrong.message, wrong.remedy)
        except gate.Refused as refused:
            return said(403, refused.message, refused.remedy)
        except Http404:
            return said(404, "その番号のものはありません。", "番号を確かめてください。")

    inside.robot = True  # type: ignore[attr-defined]
    return inside


def said(status: int, message: str, remedy: str) -> JsonResponse:
    """A sentence for a program's log."""
    return JsonResponse({"message": message, "remedy": remedy}, status=status)


def identified(request: HttpRequest) -> JsonResponse | None:
    """Let the program be known whose key the request shows, where it asks a view for programs; the answer when the key is none."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    view = _view(request)
    if kind != "Bearer" or not getattr(view, "robot", False):
        return None
    robot = _known(key.strip())
    if robot is None:
        return said(
            401,
            "この鍵は使えません。",
            "期限が切れたか、取り消されています。課長に新しい鍵を出してもらってください。",
        )
    if robot.purpose != view.purpose:
        return said(
            403, "この鍵では、この操作はできません。", "操作に合う利用目的の鍵を出してもらってください。"
        )
    request.robot, request.terminal, request.user = robot, robot.terminal, robot.staff  # type: ignore[attr-defined]
    # The key came in a header that no page of another site can send, so no form's token is asked for.
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    return None


def _view(request: HttpRequest) -> Any:
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return None


def _working() -> QuerySet[RobotKey]:
    return RobotKey.objects.filter(expires_at__gt=clock.now(), terminal__revoked_at=None)


def _known(key: str) -> RobotKey | None:
    found = _working().filter(key_digest=digest(key)).select_related("terminal__office", "staff").first()
    if found:
        note_use(found.terminal)
    return found


def living(staff: Staff) -> list[RobotKey]:
    """The keys that work in somebody's name now."""
    return list(_working().filter(staff=staff).select_related("terminal", "issued_by"))


def purposes() -> dict[str, str]:
    """The purposes that have views for programs, in words."""
    keys = {one.view.purpose for one in addresses() if getattr(one.view, "robot", False)}
    return {
        key: f"{known[0].entry.affair.name}：{known[1].name}" for key in sorted(keys) if (known := find(key))
    }


def issue(name: str, purpose: str, assignment: Assignment, days: int, by: Staff) -> str:
    """A new key, as it is shown once to the head who asked for it (purpose «people.upkeep»)."""
    now = clock.now()
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        terminal = Terminal.objects.create(
            name=name, kind="desk", office=assignment.office, enrolled_by=by, enrolled_at=now,
            # No browser has this one: the program's key is no terminal's cookie.
            key_digest=digest(secrets.token_urlsafe(32)),
        )  # fmt: skip
        RobotKey.objects.create(
            terminal=terminal, key_digest=digest(key), purpose=purpose, staff=assignment.staff,
            post=assignment.post, issued_by=by, issued_at=now, expires_at=now + datetime.timedelta(days=days),
        )  # fmt: skip
    return key
