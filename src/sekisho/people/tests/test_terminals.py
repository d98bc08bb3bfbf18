"""Terminals: enrolled with a code once, revocable; an unregistered browser gets nothing of the closed zones."""

import datetime

import pytest

from sekisho import gate
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people import actions
from sekisho.people.models import EnrolmentCode, Terminal
from sekisho.people.terminals import enrol
from tests.cast import Cast, actor, browser, signed_in


def test_a_code_makes_a_browser_a_terminal_once(cast: Cast) -> None:
    code = EnrolmentCode.issue("事務室", "desk", cast.hill, cast.dora)
    client = browser()
    assert client.get("/").status_code == 403
    assert client.post("/terminals/enrol/", {"code": code.lower()}).status_code == 302
    assert client.get("/")["Location"].startswith("/sign-in/")
    other = browser()
    answer = other.post("/terminals/enrol/", {"code": code})
    assert answer.status_code == 400 and "使えません" in answer.content.decode()
    assert other.get("/").status_code == 403


def test_a_code_is_good_for_fifteen_minutes(cast: Cast) -> None:
    code = EnrolmentCode.issue("事務室", "desk", cast.hill, cast.dora)
    with clock.at(clock.now() + datetime.timedelta(minutes=16)), pytest.raises(UserError):
        enrol(code)


def test_a_revoked_terminal_is_out_with_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.alice)
    assert client.get("/").status_code == 200
    Terminal.objects.update(revoked_at=clock.now())
    answer = client.get("/")
    assert answer.status_code == 403 and "登録されていません" in answer.content.decode()


def test_a_stranger_sees_the_register_and_nothing_else(cast: Cast) -> None:
    stranger = browser()
    assert stranger.get("/register/").status_code == 200
    for path in ("/", "/sign-in/", "/first/", "/tablet/", "/stool_tests/roster/", "/staff/", "/nowhere/"):
        assert stranger.get(path).status_code == 403, path


def test_the_register_decides_on_which_kind_of_terminal_a_purpose_opens(cast: Cast) -> None:
    answer = signed_in(cast.dora, "tablet").get("/stool_tests/roster/")
    assert answer.status_code == 403 and "登録された事務用端末から" in answer.content.decode()


def test_last_use_is_shown(cast: Cast) -> None:
    signed_in(cast.alice).get("/")
    assert Terminal.objects.get().last_used_at is not None


def test_a_head_enrols_and_revokes_for_her_own_house_only(cast: Cast) -> None:
    client = signed_in(cast.dora)
    client.post("/staff/terminals/new/", {"name": "盗んだ端末", "kind": "desk", "office": cast.brook.pk})
    assert not EnrolmentCode.objects.exists()
    client.post("/staff/terminals/new/", {"name": "保育室", "kind": "tablet", "office": cast.hill.pk})
    assert EnrolmentCode.objects.get().office == cast.hill
    browser(cast.brook)
    theirs = Terminal.objects.get(office=cast.brook)
    assert client.post(f"/staff/terminals/{theirs.pk}/revoke/").status_code == 404
    with gate.enter(actor(cast.dora), "people.upkeep"):
        actions.revoke(Terminal.objects.get(office=cast.hill))
    assert client.get("/").status_code == 403
