"""What every page's frame shows."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sekisho.base import clock
from sekisho.site.menu import menu_of
from sekisho.site.search import sources_of


def shell(request: HttpRequest) -> dict[str, object]:
    """Navigation, search, and the posts to choose from; asked for only where a template shows them."""
    return {
        "menu": SimpleLazyObject(lambda: menu_of(request)),
        "searchable": SimpleLazyObject(lambda: bool(sources_of(request))),
        "posts_held": SimpleLazyObject(lambda: held(request)),
    }


def held(request: HttpRequest) -> list[object]:
    """The posts held today, the one acted in first."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    chosen = request.session.get("assignment")
    return sorted(user.held_on(clock.today()), key=lambda assignment: assignment.pk != chosen)
