"""The home page's blocks, contributed by the rooms.

In the ``home.py`` of any installed room::

    @home.block("waiting", "確認待ちの行", "stool_tests/home_doubtful.html", purpose="stool_tests.reading")
    def doubtful(request):
        return {"rows": queries.doubtful()[:5]}      # or None: nothing to show today

A block with a purpose is asked only when the posts held may use it; it then runs, and is rendered, inside a pass for that
purpose, so what it shows is logged like any other look. A block without one shows nothing personal. Places:

``waiting``   what waits for the person      ``jobs``      running jobs
``warnings``  what needs attention           ``health``    heartbeat of workers, last backup, …
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sekisho import gate
from sekisho.site.offered import opens

#: The places of the page with their headings, in their order.
PLACES = {
    "waiting": "あなたを待っているもの",
    "warnings": "注意すること",
    "jobs": "動いている処理",
    "health": "仕組みの様子",
}
Contents = Callable[[HttpRequest], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Block:
    """A contribution to the home page."""

    place: str
    title: str
    template: str
    purpose: str
    order: int
    contents: Contents


_blocks: list[Block] = []


def block(
    place: str, title: str, template: str, purpose: str = "", order: int = 100
) -> Callable[[Contents], Contents]:
    """Show what the function returns, in ``template``, at ``place`` of the home page; lower ``order`` first."""
    if place not in PLACES:
        raise ValueError(f"no such place on the home page: {place}")

    def decorate(contents: Contents) -> Contents:
        _blocks.append(Block(place, title, template, purpose, order, contents))
        return contents

    return decorate


def blocks_of(request: HttpRequest) -> dict[str, list[tuple[str, SafeString]]]:
    """Title and HTML of each block, by place, for the posts held in this request."""
    found: dict[str, list[tuple[str, SafeString]]] = {place: [] for place in PLACES}
    for one in sorted(_blocks, key=lambda one: (one.order, one.title)):
        if one.purpose and not opens(request, one.purpose):
            continue
        html = _inside(request, one) if one.purpose else _rendered(request, one)
        if html:
            found[one.place].append((one.title, html))
    return found


def _inside(request: HttpRequest, one: Block) -> SafeString | None:
    with gate.enter(request.actor, one.purpose):  # type: ignore[attr-defined]
        return _rendered(request, one)


def _rendered(request: HttpRequest, one: Block) -> SafeString | None:
    contents = one.contents(request)
    return None if contents is None else render_to_string(one.template, dict(contents), request)
