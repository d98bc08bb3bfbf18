"""Search over everything that the posts held may see; each source stays behind its own purpose.

In the ``search.py`` of any installed room::

    @search.source("受検者名簿", purpose="stool_tests.roster")
    def people(text):
        return [search.Hit(person.name, str(person.facility), url) for person in queries.named(text)[:search.MOST]]

A source runs inside a pass for its purpose, so hits are logged as looks. It compares normalised key columns for equality
or prefix (sekisho.site.keys): other operators aren't leakproof, are run after the policy, and so lose their index.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from sekisho import gate
from sekisho.site.keys import key
from sekisho.site.offered import opens

#: Hits shown of one source: who needs more narrows the words, and the log stays small.
MOST = 20


@dataclass(frozen=True)
class Hit:
    """A line of the results."""

    title: str
    detail: str
    url: str = ""


Find = Callable[[str], Sequence[Hit]]


@dataclass(frozen=True)
class Source:
    """Where the search looks, and under which purpose."""

    title: str
    purpose: str
    find: Find


_sources: list[Source] = []


def source(title: str, purpose: str) -> Callable[[Find], Find]:
    """Let the search ask the function, inside a pass for ``purpose``."""

    def decorate(find: Find) -> Find:
        _sources.append(Source(title, purpose, find))
        return find

    return decorate


def sources_of(request: HttpRequest) -> list[Source]:
    """The sources that the posts held may use."""
    return [one for one in _sources if opens(request, one.purpose)]


def hits_of(request: HttpRequest, text: str) -> list[tuple[str, list[Hit]]]:
    """Title and hits of each source; empty sources are left out, so that no source tells that it exists."""
    found: list[tuple[str, list[Hit]]] = []
    if not key(text):
        return found
    for one in sources_of(request):
        with gate.enter(request.actor, one.purpose):  # type: ignore[attr-defined]
            hits = list(one.find(text))
        if hits:
            found.append((one.title, hits))
    return found
