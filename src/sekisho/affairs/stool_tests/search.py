"""What the search box finds here."""

from collections.abc import Sequence

from django.urls import reverse

from sekisho.affairs.stool_tests.queries import named
from sekisho.site import search


@search.source("受検者名簿", purpose="stool_tests.roster")
def people(text: str) -> Sequence[search.Hit]:
    """People of the rosters, by name or kana."""
    roster = reverse("stool_tests:roster")
    return [
        search.Hit(
            person.name, f"{person.kana}　{person.facility}", f"{roster}?facility={person.facility_id}"
        )
        for person in named(text)[: search.MOST]
    ]
