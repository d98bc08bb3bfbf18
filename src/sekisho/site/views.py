"""Pages of the shell: home, and the register as the public may read it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho.gate.models import Job
from sekisho.gate.register.load import registers
from sekisho.gate.words import POSTS, SCOPES, TERMINALS, ZONES
from sekisho.site.jobs import warnings, within_reach


def home(request: HttpRequest) -> HttpResponse:
    """What the person signed in may do: the affairs and purposes open to the posts held."""
    posts = {held.post for held in request.actor.held}  # type: ignore[attr-defined]
    mine = [
        (registered, [one for one in registered.entry.purposes if any(who.post in posts for who in one.who)])
        for registered in registers().values()
    ]
    moving = within_reach(request).filter(state__in=Job.MOVING).count()
    context = {"affairs": [pair for pair in mine if pair[1]], "warnings": warnings(), "moving": moving}
    return render(request, "site/home.html", context)


@login_not_required
def register(request: HttpRequest) -> HttpResponse:
    """The register of affairs, for everybody (no sign-in)."""
    return render(request, "site/register.html", {"registers": registers()})


@login_not_required
def entry(request: HttpRequest, affair: str) -> HttpResponse:
    """One affair's entry, for everybody."""
    registered = registers().get(affair)
    if registered is None:
        raise Http404
    words = {"posts": POSTS, "scopes": SCOPES, "terminals": TERMINALS, "zones": ZONES}
    return render(
        request, "site/register_entry.html", {"registered": registered, "entry": registered.entry, **words}
    )
