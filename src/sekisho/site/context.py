"""What every page's frame shows."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """The post acted in, for the head of the page."""
    actor = getattr(request, "actor", None)
    return {"acting": actor.held[0] if actor and actor.held else None}
