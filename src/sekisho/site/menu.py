"""Navigation: the pages whose purpose the posts held may use, by affair. What would refuse isn't shown.

A page is listed by its purpose alone: the first page of each purpose that takes nothing from its address, under the
purpose's name in the register. ``@page`` words it otherwise, lists a further page of the same purpose, or hides one.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from sekisho.gate.register.load import find, registers
from sekisho.gate.web import open_to_all
from sekisho.site.addresses import View, addresses
from sekisho.site.offered import opens


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


def open_pages() -> list[Page]:
    """The affairs' pages that anybody may open now (``gate.public``), in the order of the registers."""
    return [one for one in _open_pages() if open_to_all(one.purpose)]


@functools.cache
def _open_pages() -> tuple[Page, ...]:
    return tuple(
        Page(one.view.menu, reverse(one.name), one.view.public)
        for one in addresses()
        if getattr(one.view, "public", "") and getattr(one.view, "menu", "") and not one.parts
    )


@functools.cache
def _pages() -> tuple[Page, ...]:
    """Every page that navigation may list."""
    listed: list[Page] = []
    for one in addresses():
        found = find(getattr(one.view, "purpose", ""))
        if found is None or one.parts or not one.name:
            continue
        purpose = f"{found[0].key}.{found[1].key}"
        label = getattr(one.view, "menu", "")
        first = all(page.purpose != purpose for page in listed)
        if label or (label == "" and first):
            listed.append(Page(label or found[1].name, reverse(one.name), purpose))
    return tuple(listed)
