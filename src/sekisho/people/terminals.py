"""Enrolment of terminals: a code from the head, a key that the browser keeps, revocable."""

import datetime
import secrets

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people.models import EnrolmentCode, Terminal
from sekisho.people.models.terminals import digest

COOKIE: str = settings.SEKISHO_TERMINAL_COOKIE
#: Browsers keep no cookie longer (RFC 6265bis); each use renews it.
_KEPT = datetime.timedelta(days=400)
#: The last use is written at most this often.
_FRESH = datetime.timedelta(minutes=5)


def known_terminal(request: HttpRequest) -> Terminal | None:
    """The registered terminal that sent the request; None when there is none, or it was revoked."""
    key = request.COOKIES.get(COOKIE, "")
    if not key:
        return None
    found = Terminal.objects.filter(key_digest=digest(key), revoked_at=None).select_related("office").first()
    if found:
        note_use(found)
    return found


def note_use(terminal: Terminal) -> None:
    """Write down that the terminal is in use now, unless that was written a moment ago."""
    now = clock.now()
    if terminal.last_used_at is None or now - terminal.last_used_at > _FRESH:
        Terminal.objects.filter(pk=terminal.pk).update(last_used_at=now)


def enrol(code: str) -> tuple[Terminal, str]:
    """Make a terminal of the browser that brought ``code``: the terminal and its key. Raises UserError."""
    now = clock.now()
    with transaction.atomic():
        waiting = EnrolmentCode.objects.select_for_update().filter(
            code_digest=digest(code.strip().upper()), used_at=None, expires_at__gt=now
        )
        issued = waiting.first()
        if issued is None:
            raise UserError(
                "このコードは使えません。",
                "期限が切れたか、もう使われています（コードは一つのブラウザーに一度だけ使えます）。所属長に新しいコードを出してもらってください。",
            )
        issued.used_at = now
        issued.save(update_fields=["used_at"])
        key = secrets.token_urlsafe(32)
        terminal = Terminal.objects.create(
            name=issued.name,
            kind=issued.kind,
            office=issued.office,
            key_digest=digest(key),
            enrolled_by=issued.issued_by,
            enrolled_at=now,
        )
    return terminal, key


def keep_key(response: HttpResponse, key: str) -> None:
    """Let the browser keep the terminal's key, out of reach of scripts."""
    response.set_cookie(
        COOKIE, key, max_age=_KEPT, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
