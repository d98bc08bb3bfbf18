"""Navigation shows what opens, and nothing else."""

import re

import pytest

from sekisho.people.models import Assignment, Staff
from tests.cast import SINCE, Cast, signed_in


def _menu(staff: Staff) -> list[str]:
    page = signed_in(staff).get("/").content.decode()
    menu = page[page.index('<nav class="menu"') :]
    return re.findall(r'href="([^"]+)"', menu[: menu.index("</nav>")])


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "dora", "erin"])
def test_whatever_is_listed_opens(cast: Cast, who: str) -> None:
    staff = getattr(cast, who)
    client = signed_in(staff)
    assert [client.get(url).status_code for url in _menu(staff)] == [200] * len(_menu(staff))


def test_what_would_refuse_is_not_listed(cast: Cast) -> None:
    assert "/stool_tests/roster/" in _menu(cast.alice)
    # What any clerk may ask for is there; the affair of another office isn't.
    assert not [url for url in _menu(cast.charlie) if url.startswith("/stool_tests/")]
    assert signed_in(cast.charlie).get("/stool_tests/roster/").status_code == 403


def test_a_post_of_another_office_lists_nothing(cast: Cast) -> None:
    # A clerk is a clerk everywhere, but the register says: of the office in charge.
    Assignment.objects.using("owner").create(staff=cast.erin, post="clerk", office=cast.building, since=SINCE)
    assert "/stool_tests/roster/" not in _menu(cast.erin)


def test_a_zone_without_the_purpose_lists_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "SEKISHO_ZONE", "internet")
    assert "/stool_tests/roster/" not in _menu(cast.alice)
