"""A form that is sent twice (two taps, an impatient «back», two windows) has one effect, and both answers lead to it."""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sekisho.base import clock
from sekisho.gate.models import Sent
from sekisho.site import errors

Respond = Callable[[HttpRequest], HttpResponse]
_TOLD = "同じ内容がすでに送られていたので、二度は処理していません。もう一度行うには、画面を開き直してから送ってください。"
#: Seconds that the second one waits for the first, and how often it looks.
_PATIENCE, _EVERY = 10.0, 0.05
#: The first one's process has died without an answer.
_FORGOTTEN = timedelta(minutes=2)


class once:
    """Middleware, after Django's check of the form's token: the token is new with every page, so a form that comes again
    with the same token and the same contents is the same press of the same button. What led nowhere (errors beside the
    fields, results of a search) isn't remembered: it changed nothing, and may be sent again."""

    def __init__(self, get_response: Respond) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        taken: bytes | None = getattr(request, "_taken", None)
        if taken is not None:
            if response.status_code in (302, 303):
                Sent.objects.filter(digest=taken).update(location=response.headers["Location"])
            else:
                Sent.objects.filter(digest=taken).delete()
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """None where the form is taken for the first time; else the way to what the first one did."""
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        token = request.POST.get("csrfmiddlewaretoken", "")
        if not token:
            return None
        digest = _digest(request)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            found, fresh = Sent.objects.get_or_create(digest=digest, defaults={"at": clock.now()})
            if fresh or (not found.location and _take_over(found)):
                request._taken = digest  # type: ignore[attr-defined]
                return None
            if found.location:
                messages.info(request, _TOLD)
                return redirect(found.location)
            time.sleep(_EVERY)
        return errors.still_at_work(request)


def _digest(request: HttpRequest) -> bytes:
    """Of whose form it is, where it goes and what it says; files by name and size, which the token makes unlike others."""
    said = hashlib.sha256(f"{request.session.session_key}\n{request.get_full_path()}\n".encode())
    for name, values in sorted(request.POST.lists()):
        said.update(f"{name}\t{values!r}\n".encode("utf-8", "surrogatepass"))
    for name, file in sorted(request.FILES.items()):
        said.update(f"{name}\t{file.name}\t{file.size}\n".encode("utf-8", "surrogatepass"))
    return said.digest()


def _take_over(found: Sent) -> bool:
    """Is the one who took it dead? Then it is ours, if nobody else was faster."""
    now = clock.now()
    if found.at > now - _FORGOTTEN:
        return False
    return bool(Sent.objects.filter(digest=bytes(found.digest), at=found.at).update(at=now))
