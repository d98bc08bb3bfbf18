"""Who may open which page, derived from the registers and tried over every URL × post × office × zone × terminal.

Nothing here lists a permission: a new affair's pages are in the matrix as soon as they exist.
"""

import itertools
import os
import random
import re

import pytest
from django.test import Client, override_settings

from sekisho.base import clock
from sekisho.gate.passes import EXCEPTIONAL_USE
from sekisho.gate.register.load import find
from sekisho.gate.words import POSTS, TERMINALS, ZONES
from sekisho.people.models import Assignment, Office, Staff
from tests.cast import SINCE, Cast, browser
from tests.gate.guarded import GUARDED, PAGES, PUBLIC

WHOLE = os.environ.get("SEKISHO_WHOLE_MATRIX") == "1"


def test_every_page_of_an_affair_has_a_purpose() -> None:
    """The shell's and sign-in's pages have none: no pass is open in them, and the guard stops what asks for a record. A page for
    everybody stands in the register too."""
    affairs = [(path, view) for path, view in PAGES if view.__module__.startswith("sekisho.affairs.")]
    assert affairs
    assert [
        path for path, view in affairs if not hasattr(view, "purpose") and not hasattr(view, "public")
    ] == []


@pytest.mark.parametrize(("path", "purpose"), PUBLIC)
def test_a_page_for_everybody_opens_without_sign_in_where_the_register_says_so(
    cast: Cast, path: str, purpose: str
) -> None:
    found = find(purpose)
    assert found and found[1].public
    stranger, terminal = browser(), browser(cast.childcare)
    for zone in ZONES:
        # Inside, nothing at all opens on a machine that isn't the city's.
        client = stranger if zone == "internet" else terminal
        with override_settings(SEKISHO_ZONE=zone):
            assert _ask(client, path) == (200 if zone in found[1].zones else 404), f"{path} in {zone}"
    assert not stranger.cookies, "nobody is followed"


def _allowed(purpose: str, post: str, office: Office, zone: str, terminal: str) -> bool:
    """What the register says, read here for itself."""
    found = find(purpose)
    assert found, f"no register speaks of {purpose}"
    registered, entry = found
    places = [who.at or (registered.entry.affair.office_code,) for who in entry.who if who.post == post]
    here = {office.code, office.kind, "any"}
    return zone in entry.zones and terminal in entry.terminals and any(here & set(place) for place in places)


def _ask(client: Client, path: str) -> int:
    answer = client.get(path)
    return client.post(path).status_code if answer.status_code == 405 else answer.status_code


Way = tuple[str, Office, str, str]


def _ways(path: str, purpose: str, offices: list[Office]) -> list[Way]:
    """Post, office, terminal and zone: every way that the register allows, and refused ones; all of these where the whole
    matrix is asked for (``make matrix``), else forty drawn by the path."""
    ways = list(itertools.product(POSTS, offices, TERMINALS, ZONES))
    if WHOLE:
        return ways
    allowed = [way for way in ways if _allowed(purpose, way[0], way[1], way[3], way[2])]
    others = [way for way in ways if way not in allowed]
    drawn = [*allowed, *random.Random(path).sample(others, 40)]
    return sorted(drawn, key=ways.index)


def _named(purpose: str) -> list[Office]:
    """The offices that the register names for the purpose and that nobody of the cast belongs to."""
    found = find(purpose)
    assert found
    codes = {code for who in found[1].who for code in (who.at or (found[0].entry.affair.office_code,))}
    there = set(Office.objects.values_list("code", flat=True)) | {Office.SECTION, Office.FACILITY, "any"}
    return [
        Office.objects.create(code=code, name=code, kind=Office.SECTION) for code in sorted(codes - there)
    ]


@pytest.mark.parametrize(("path", "purpose"), GUARDED)
def test_a_page_opens_for_whom_the_register_names_and_for_nobody_else(
    cast: Cast, path: str, purpose: str
) -> None:
    staff = Staff.objects.create_user("7000", "鈴木 すず")
    offices = [cast.childcare, cast.building, cast.hill, Office.objects.get(code="somu"), *_named(purpose)]
    for post, office, terminal, zone in _ways(path, purpose, offices):
        Assignment.objects.using("owner").filter(staff=staff).delete()
        Assignment(staff=staff, post=post, office=office, since=SINCE).save(using="owner")
        client = browser() if terminal == "any" else browser(office, terminal)
        client.force_login(staff)
        with override_settings(SEKISHO_ZONE=zone):
            status = _ask(client, path)
        told = f"{path} as {post} of {office.code} in {zone} on {terminal}: {status}"
        closed = terminal == "any" and zone in ("lgwan", "core")
        if _allowed(purpose, post, office, zone, terminal) and not closed:
            # A made-up number in the path names no record.
            missing = (404,) if re.search("/[1x]/", path) else ()
            if purpose == EXCEPTIONAL_USE:
                # Its post is right, but no approved request of that number is this person's.
                missing = (403,)
            assert status in (200, 302, 400, *missing), told
        else:
            assert status in (403, 404), told


@pytest.mark.parametrize("path", sorted({path for path, _ in GUARDED}))
def test_who_is_not_signed_in_gets_no_guarded_page(cast: Cast, path: str) -> None:
    status = _ask(browser(cast.childcare), path)
    assert status in (302, 404), f"{path}: {status}"


def test_a_leaver_is_refused_everywhere(cast: Cast) -> None:
    Assignment.objects.using("owner").filter(staff=cast.alice).update(until=clock.today().replace(year=2025))
    client = browser(cast.childcare)
    client.force_login(cast.alice)
    for path, purpose in GUARDED:
        assert _ask(client, path) in (403, 404), purpose
