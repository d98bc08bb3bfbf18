"""axe-core finds nothing on any page, for anybody, in a wide and in a narrow window."""

import re

import pytest
from playwright.sync_api import Page

from sekisho import gate
from sekisho.affairs.bereavement.tests.desk import booked
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from sekisho.people.models import Assignment, Staff
from sekisho.residents.tests.people import desk
from tests.cast import SINCE, Cast, actor, hire, signed_in
from tests.journeys.axe import hard_to_use
from tests.journeys.conftest import Sign
from tests.journeys.pages import addresses

#: What differs between people on every page: the frame, which the home page shows, and the form's token.
_FRAME = re.compile(r'<header class="head">.*?</header>|<nav class="menu".*?</nav>', re.DOTALL)
_WORDS = re.compile(r'>[^<]+<|="[^"]*"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"|<title>.*?</title>')


def _text(address: str, html: str, status: int) -> str:
    """The page without what needs no second look: the same page of another person, behind another frame; a refusal of the same
    build in other words."""
    html = _TOKEN.sub("", html)
    if status >= 400:
        html = _WORDS.sub("", html)
    return html if address == "/" else _FRAME.sub("", html)


def _wrong(page: Page, seen: set[str]) -> list[str]:
    """What is wrong on the pages that this person gets. Most are asked for only: the window opens those that nobody has had yet."""
    wrong: list[str] = []
    for address in addresses():
        answer = page.request.get(address)
        assert answer.status < 500, f"{address}: {answer.status}"
        text = _text(address, answer.text(), answer.status)
        if text in seen:
            continue
        seen.add(text)
        page.goto(address)
        wrong += hard_to_use(page)
    return wrong


@pytest.fixture
def everybody(cast: Cast) -> list[Staff | None]:
    """One of each post, one with two posts, and the public; with people on the rosters, and a booked visit at the bereavement
    desk."""
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people([Person(facility=cast.hill, name="大空 花子", kana="おおぞら はなこ", number="12")])
    Assignment(staff=cast.bob, post="section_head", office=cast.childcare, since=SINCE).save(using="owner")
    fumi = hire("2001", "藤井 ふみ", "privacy_officer", cast.building)
    office = desk()
    booked(signed_in(office.staff["desk"]))
    return [
        None,
        cast.alice,
        cast.bob,
        cast.charlie,
        cast.dora,
        cast.erin,
        fumi,
        office.staff["desk"],
        office.staff["head"],
    ]


@pytest.mark.long
def test_no_page_is_hard_to_use(everybody: list[Staff | None], sign: Sign) -> None:
    seen: set[str] = set()
    wrong: list[str] = []
    for staff in everybody:
        # Only axe itself is let past the policy: the pages run under it in every other journey.
        page = sign(staff, bypass_csp=True).new_page()
        wrong += [f"{staff.number if staff else 'public'}: {line}" for line in _wrong(page, seen)]
    assert wrong == []


@pytest.mark.long
def test_nothing_on_any_page_breaks_the_content_policy(cast: Cast, sign: Sign) -> None:
    page = sign(cast.alice).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    for address in addresses():
        page.goto(address)
    assert [line for line in said if "405" not in line and "404" not in line and "403" not in line] == []
