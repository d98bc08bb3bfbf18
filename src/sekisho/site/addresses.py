"""Every address that exists: what navigation lists, and what tests that must miss none walk over."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

View = Callable[..., Any]
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """An address with its name (namespace before it) and view. ``parts``: what is to fill in, and of which kind."""

    name: str
    route: str
    parts: Mapping[str, str]
    view: View

    def filled(self, values: Mapping[str, str]) -> str:
        """The address with its parts filled in, by name or by kind; KeyError for a part that has no value."""
        return _PART.sub(
            lambda found: values[found[1] if found[1] in values else self.parts[found[1]]], self.route
        )


def addresses() -> Iterator[Address]:
    """All of them, in the order in which they are looked at."""
    return _walk(get_resolver(), "/", "", {})


def _walk(resolver: URLResolver, before: str, space: str, outer: Mapping[str, str]) -> Iterator[Address]:
    for one in resolver.url_patterns:
        kinds = {
            name: type(converter).__name__.removesuffix("Converter").lower()
            for name, converter in one.pattern.converters.items()
        }
        route, parts = before + str(one.pattern), {**outer, **kinds}
        if isinstance(one, URLPattern):
            yield Address(f"{space}{one.name}" if one.name else "", route, parts, one.callback)
        else:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one, route, inner, parts)
