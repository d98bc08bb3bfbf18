"""What the search box finds here."""

from collections.abc import Sequence

from django.urls import reverse

from sekisho.residents.queries import named
from sekisho.site import search


@search.source("住民", purpose="residents.lookup")
def residents(text: str) -> Sequence[search.Hit]:
    """Residents by name, alias or kana."""
    return [
        search.Hit(
            one.name,
            f"{one.kana}　{one.born_year or '?'}年生まれ　{one.address}",
            reverse("residents:person", args=[one.pk]),
        )
        for one in named(text)[: search.MOST]
    ]
