"""The gate on a view: ``@gate.purpose("affair.purpose")``."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from sekisho.gate import passes

View = Callable[..., HttpResponseBase]


def purpose(name: str, case: Callable[..., object] | None = None) -> Callable[[View], View]:
    """Let the view run inside a pass for ``name``; ``case`` takes the view's arguments to the case at work.

    The people room's middleware puts ``request.actor`` there; who isn't signed in is sent to the sign-in page by it.
    Lazy responses are rendered while the pass is open, and streams are refused: they would read after it has closed.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
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
