"""Sign-in: password and second factor, locks that tell nothing, the code from the head, shared tablets."""

import datetime

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.test import Client, override_settings

from sekisho.base import clock
from sekisho.people.models import FirstSignInCode, Pin, SignInFailure, Staff
from tests.cast import PASSWORD, Cast, browser, signed_in


def _try(client: Client, number: str, password: str) -> str:
    return client.post("/sign-in/", {"login": number, "password": password}).content.decode()


def _with_password(staff: Staff) -> Staff:
    staff.set_password(PASSWORD)
    staff.save()
    return staff


def test_password_alone_leads_to_the_second_factor_only(cast: Cast) -> None:
    _with_password(cast.alice)
    client = browser(cast.childcare)
    with override_settings(SEKISHO_SECOND_FACTOR=True):
        assert client.post("/sign-in/", {"login": "1001", "password": PASSWORD})["Location"] == "/"
        for path in ("/", "/stool_tests/roster/", "/me/"):
            assert client.get(path)["Location"] == "/me/second-factor/", path
        assert client.get("/me/second-factor/totp/activate/").status_code == 200


def test_totp_is_asked_for_and_a_wrong_code_does_not_pass(cast: Cast) -> None:
    _with_password(cast.alice)
    secret = generate_totp_secret()
    TOTP.activate(cast.alice, secret)
    client = browser(cast.childcare)
    with override_settings(SEKISHO_SECOND_FACTOR=True):
        answer = client.post("/sign-in/", {"login": "1001", "password": PASSWORD})
        assert answer["Location"].startswith("/me/second-factor/authenticate/")
        assert client.get("/")["Location"].startswith("/sign-in/")
        wrong = client.post("/me/second-factor/authenticate/", {"code": "000000"})
        assert wrong.status_code == 200
        counter = next(iter(yield_hotp_counters_from_time()))
        right = format_hotp_value(hotp_value(secret, counter))
        assert client.post("/me/second-factor/authenticate/", {"code": right}).status_code == 302
        assert client.get("/").status_code == 200


def test_five_failures_lock_a_number_that_exists_and_one_that_does_not_alike(cast: Cast) -> None:
    _with_password(cast.alice)
    client = browser(cast.childcare)
    for number in ("1001", "9999"):
        said = [_try(client, number, "違う合言葉です、きっと") for _ in range(6)]
        assert all("職員番号かパスワードが違います" in text for text in said[:5])
        assert "しばらくログインできません" in said[5]
    assert "しばらくログインできません" in _try(client, "1001", PASSWORD)
    with clock.at(clock.now() + datetime.timedelta(minutes=16)):
        assert not SignInFailure.locked("1001")


def test_the_code_from_the_head_sets_a_password_once(cast: Cast) -> None:
    code = FirstSignInCode.issue(cast.bob, cast.alice)
    client = browser(cast.childcare)
    entry = {"number": "1002", "code": code, "password": PASSWORD, "again": PASSWORD}
    assert client.post("/first/", entry | {"code": "AAAA-BBBB-CCCC"}).status_code == 400
    assert client.post("/first/", entry | {"password": "みじかい", "again": "みじかい"}).status_code == 400
    assert client.post("/first/", entry).status_code == 302
    assert client.get("/").status_code == 200
    assert browser(cast.childcare).post("/first/", entry).status_code == 400


def test_a_session_is_new_after_sign_in(cast: Cast) -> None:
    _with_password(cast.alice)
    client = browser(cast.childcare)
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    client.post("/sign-in/", {"login": "1001", "password": PASSWORD})
    assert client.session.session_key != before


def test_a_shared_tablet_knows_who_wrote_and_signs_off_by_itself(cast: Cast) -> None:
    Pin.choose(cast.dora, "582931")
    Pin.choose(cast.alice, "582931")
    tablet = browser(cast.hill, "tablet")
    page = tablet.get("/tablet/").content.decode()
    assert cast.dora.name in page and cast.alice.name not in page
    assert (
        "PIN が違います" in tablet.post("/tablet/", {"staff": cast.dora.pk, "pin": "000000"}).content.decode()
    )
    assert tablet.post("/tablet/", {"staff": cast.dora.pk, "pin": "582931"}).status_code == 302
    assert tablet.get("/me/").status_code == 200
    for path in ("/me/password/", "/me/second-factor/", "/me/second-factor/totp/activate/"):
        assert tablet.get(path)["Location"] == "/me/", path
    with clock.at(clock.now() + datetime.timedelta(minutes=4)):
        assert tablet.get("/me/")["Location"] == "/tablet/"
    assert tablet.post("/tablet/", {"staff": cast.alice.pk, "pin": "582931"}).status_code == 200
    assert browser(cast.hill).get("/tablet/")["Location"] == "/sign-in/"


def test_easy_pins_are_not_taken(cast: Cast) -> None:
    client = signed_in(cast.dora)
    for pin in ("123456", "987654", "111111", "121212", "12345", "abcdef", "１２３４５６"):
        client.post("/me/pin/", {"pin": pin})
        assert not Pin.objects.exists(), pin
    client.post("/me/pin/", {"pin": "582931"})
    assert Pin.objects.get().staff == cast.dora
