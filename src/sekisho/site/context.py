"""What every page's frame shows."""

import datetime

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sekisho.base import clock
from sekisho.gate.exceptions import emergencies_of
from sekisho.gate.register.load import find
from sekisho.site.menu import menu_of, open_pages
from sekisho.site.search import sources_of


def shell(request: HttpRequest) -> dict[str, object]:
    """Navigation, search, and the posts to choose from; asked for only where a template shows them."""
    return {
        "menu": SimpleLazyObject(lambda: menu_of(request)),
        "open_pages": SimpleLazyObject(open_pages),
        "searchable": SimpleLazyObject(lambda: bool(sources_of(request))),
        "emergencies": SimpleLazyObject(lambda: opened_by_emergency(request)),
        "posts_held": held(request),
        "printed_at": SimpleLazyObject(clock.now),
    }


def opened_by_emergency(request: HttpRequest) -> list[tuple[str, datetime.datetime]]:
    """What the person holds open by broken glass, in words, and until when: said on every page."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.key is None:
        return []
    opened = []
    for purpose, until in emergencies_of(actor):
        found = find(purpose)
        opened.append((found[1].name if found else purpose, until))
    return opened


def held(request: HttpRequest) -> list[object]:
    """The posts held today, the one acted in first; none where an error came before the people room's middleware."""
    return getattr(request, "posts_held", [])
