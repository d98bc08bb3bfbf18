"""Addresses for programs, of every affair that has some: their documents are whole, their keys open no other affair, and hostile
parameters get one of the documented answers.

Affairs and addresses are found by themselves, so a new one is in here as soon as it exists.
"""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import resolve

from sekisho.people import robots
from sekisho.site.addresses import addresses
from tests.cast import Cast, signed_in
from tests.gate.test_hostile_input import HOSTILE
from tests.robots import Robot

#: Addresses with the purpose of their keys, by affair.
APIS: dict[str, dict[str, str]] = {}
for _one in addresses():
    if getattr(_one.view, "robot", False):
        _route = re.sub(r"<\w+:(\w+)>", r"{\1}", _one.route)
        APIS.setdefault(_route.split("/")[1], {})[_route] = _one.view.purpose
AFFAIRS = sorted(APIS)


def _purpose(affair: str) -> str:
    (purpose,) = set(APIS[affair].values())
    return purpose


def _robot(cast: Cast, affair: str) -> Robot:
    key = robots.issue("RPA", _purpose(affair), cast.alice.assignments.get(), 9, cast.bob)
    return Robot(key, affair)


def test_the_affairs_that_programs_use_are_found() -> None:
    assert {"admissions", "stool_tests"} <= set(AFFAIRS)


@pytest.mark.parametrize("affair", AFFAIRS)
def test_the_document_knows_every_address_and_no_other(cast: Cast, affair: str) -> None:
    told = _robot(cast, affair).get("openapi.json").json()
    assert set(told["paths"]) == set(APIS[affair])
    page = signed_in(cast.alice).get(f"/{affair}/api/").content.decode()
    assert "curl" in page and page.count(f"/{affair}/api/scans/") >= 3
    for address, ways in told["paths"].items():
        assert address in page
        for one in ways.values():
            assert one["summary"] in page
            assert all(said["description"] in page for said in one.get("parameters", ()))
    taken = resolve(f"/{affair}/api/scans/1/").func
    assert taken.robot and taken.purpose == _purpose(affair)


@pytest.mark.parametrize("affair", AFFAIRS)
def test_a_key_of_another_affair_opens_no_address(cast: Cast, affair: str) -> None:
    for other in AFFAIRS:
        if other != affair:
            robot = _robot(cast, other)
            for address in APIS[affair]:
                answer = robot.get(address.replace("{scan}", "1"))
                assert answer.status_code == 403, address
                assert "この鍵では" in answer.json()["message"]


def _asked(told: dict[str, Any], address: str) -> list[str]:
    """The address with every hostile text as every parameter of its query, the others as they should be."""
    known = {"month": "2025-05"}
    names = [one["name"] for one in told["parameters"] if one["in"] == "query"]
    right = {name: known[name] for name in names if name in known}
    whole = address.replace("{scan}", "99999999999999999999")
    return [f"{whole}?{urlencode({**right, name: text})}" for name in names for text in HOSTILE] or [whole]


@pytest.mark.parametrize("affair", AFFAIRS)
def test_hostile_parameters_get_a_documented_answer(cast: Cast, affair: str) -> None:
    robot = _robot(cast, affair)
    told = robot.get("openapi.json").json()
    tried = 0
    for address, ways in told["paths"].items():
        for way, one in ways.items():
            for url in _asked({"parameters": [], **one}, address):
                answer = robot.get(url) if way == "get" else robot.send(b"", query=url.partition("?")[2])
                assert str(answer.status_code) in one["responses"], (url, answer.status_code)
                assert way == "get" or answer.status_code == 400
                tried += 1
    assert tried > 2 * len(HOSTILE)
