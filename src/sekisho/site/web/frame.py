"""Home, the choice of a post, search, key help."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.base.wareki import format_date, parse_date
from sekisho.site import home as blocks
from sekisho.site import search as sources
from sekisho.site.context import held


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits, runs and needs attention, for the posts held."""
    found = blocks.blocks_of(request)
    places = [(place, heading, found[place]) for place, heading in blocks.PLACES.items()]
    return render(request, "site/home.html", {"work": places[:1], "around": places[1:]})


@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """Act in another of the posts held today; the gate asks the database again at every pass anyway."""
    wanted = request.POST.get("assignment", "")
    chosen = next((one for one in held(request) if str(one.pk) == wanted), None)  # type: ignore[attr-defined]
    if chosen is None:
        raise BadRequest
    request.session["assignment"] = chosen.pk  # type: ignore[attr-defined]
    messages.success(request, f"「{chosen}」として操作します。")
    return redirect("home")


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Looks for a name; by POST, so that no name stands in an address, a history or a proxy's log."""
    text = request.POST.get("words", "").strip()[:60]
    found = sources.hits_of(request, text)
    places = [one.title for one in sources.sources_of(request)]
    return render(
        request, "site/search.html", {"words": text, "found": found, "places": places, "most": sources.MOST}
    )


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """What the keys do, where the dialog can't be shown."""
    return render(request, "site/keys.html")


@login_not_required
@require_safe
def wareki(request: HttpRequest) -> HttpResponse:
    """A typed date in full, for the words beside the input."""
    day = parse_date(next(iter(request.GET.values()), "")[:40])
    return HttpResponse(format_date(day, weekday=True) if day else "")
