"""What the gate would open for a request, asked once a request."""

from django.http import HttpRequest

from sekisho import gate


def openable(request: HttpRequest) -> dict[str, str]:
    """Purposes that would open for the posts held, with their scope; none for who isn't signed in."""
    known: dict[str, str] | None = getattr(request, "_openable", None)
    if known is None:
        actor = getattr(request, "actor", gate.Actor(None))
        known = gate.openable(actor)
        request._openable = known  # type: ignore[attr-defined]
    return known


def opens(request: HttpRequest, purpose: str) -> bool:
    """Would the purpose open now, without a case at work?"""
    return openable(request).get(purpose, "case") != "case"
