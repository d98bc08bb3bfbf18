"""A refusal of the gate becomes a page that says which post could, and whom to ask."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho import gate


class refusals:
    """Middleware; answers 403 with the sentence of the refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only the gate's own answer is handled; anything else is a mistake of the program."""
        if isinstance(exception, gate.Refused):
            return render(request, "site/refused.html", {"refused": exception}, status=403)
        return None
