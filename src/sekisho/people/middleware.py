"""Who acts in a request: the member of staff signed in, with the posts held today."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sekisho import gate
from sekisho.base import clock
from sekisho.people.models import Assignment


def actor_of(request: HttpRequest) -> gate.Actor:
    """The actor for the gate; the post chosen in this session comes first."""
    if not request.user.is_authenticated:
        return gate.Actor(None)
    held: list[Assignment] = request.user.held_on(clock.today())
    chosen = request.session.get("assignment")
    held.sort(key=lambda assignment: assignment.pk != chosen)
    return gate.Actor(
        request.user.pk, tuple(gate.Held(one.post, one.office_id) for one in held), terminal_kind="desk"
    )


def acting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that puts ``request.actor`` there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request)
        return get_response(request)

    return middleware
