"""Navigation: the pages whose purpose the posts held may use, by affair. What would refuse isn't shown.

A page is listed by its purpose alone: the first page of each purpose that takes nothing from its address, under the
purpose's name in the register. ``@page`` words it otherwise, lists a further page of the same purpose, or hides one.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sekisho.gate.register.load import find, registers
from sekisho.site.offered import opens

View = Callable[..., object]


@dataclass(frozen=True)
class Page:
    """An entry of the navigation."""

    label: str
    url: str
    purpose: str


@dataclass(frozen=True)
class Group:
    """An affair with its pages."""

    name: str
    pages: tuple[Page, ...]


def page(label: str | None) -> Callable[[View], View]:
    """List the view under ``label``; None: never list it (a page that only takes POST, say)."""

    def decorate(view: View) -> View:
        view.menu = label  # type: ignore[attr-defined]
        return view

    return decorate


def menu_of(request: HttpRequest) -> list[Group]:
    """The affairs and pages for the posts held in this request."""
    pages = [one for one in _pages() if opens(request, one.purpose)]
    groups = []
    for key, registered in registers().items():
        mine = tuple(one for one in pages if one.purpose.partition(".")[0] == key)
        if mine:
            groups.append(Group(registered.entry.affair.name, mine))
    return groups


@functools.cache
def _pages() -> tuple[Page, ...]:
    """Every page that navigation may list."""
    listed: list[Page] = []
    for name, view in _views(get_resolver(), ""):
        found = find(getattr(view, "purpose", ""))
        if found is None:
            continue
        purpose = f"{found[0].key}.{found[1].key}"
        label = getattr(view, "menu", "")
        first = all(one.purpose != purpose for one in listed)
        if label or (label == "" and first):
            listed.append(Page(label or found[1].name, reverse(name), purpose))
    return tuple(listed)


def _views(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, View]]:
    """Names and views of all addresses without anything to fill in."""
    for one in resolver.url_patterns:
        if one.pattern.converters or "(?P<" in str(one.pattern):
            continue
        if isinstance(one, URLPattern):
            if one.name:
                yield f"{namespace}{one.name}", one.callback
        else:
            yield from _views(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)
