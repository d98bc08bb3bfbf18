"""Sign-in, the shared tablet and the head's inventory, as people do them in a browser."""

import datetime
import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sekisho.base import clock
from sekisho.people.models import Assignment, EnrolmentCode, FirstSignInCode, Pin
from tests.cast import PASSWORD, Cast, hire
from tests.journeys.conftest import Sign


def _enrolled(browser: Browser, live: str, code: str) -> Page:
    """A new browser that has become a terminal with ``code``."""
    # Passkeys know names, not addresses.
    context = browser.new_context(base_url=live.replace("127.0.0.1", "localhost"), locale="ja-JP")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"/terminals/enrol/{code}/")
    page.get_by_role("button", name="この端末を登録する").click()
    return page


def _first_password(page: Page, number: str, code: str) -> None:
    page.get_by_role("link", name="パスワードを決めて").click()
    page.get_by_label("職員番号").fill(number)
    page.get_by_label("所属長から受け取ったコード").fill(code)
    page.get_by_label("新しいパスワード（12 文字以上）").fill(PASSWORD)
    page.get_by_label("もう一度").fill(PASSWORD)
    page.get_by_role("button", name="決めて進む").click()


def _totp(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_first_day_with_an_authenticator_app(cast: Cast, browser: Browser, live: str) -> None:
    page = _enrolled(browser, live, EnrolmentCode.issue("窓口", "desk", cast.childcare, cast.bob))
    with override_settings(SEKISHO_SECOND_FACTOR=True):
        _first_password(page, "1001", FirstSignInCode.issue(cast.alice, cast.bob))
        page.get_by_role("link", name="認証アプリを登録する").click()
        secret = page.locator("code").inner_text()
        page.locator("input[name=code]").fill(_totp(secret))
        page.get_by_role("button", name="登録する").click()
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text("ホーム")
        page.get_by_role("button", name="ログアウト").first.click()
        page.goto("/sign-in/")
        page.get_by_label("職員番号").fill("1001")
        page.get_by_label("パスワード").fill(PASSWORD)
        page.get_by_role("button", name="ログイン", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("二つ目の確認")
        page.locator("input[name=code]").fill(_totp(secret))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("ホーム")
    page.context.close()


def _with_authenticator(context: BrowserContext, page: Page) -> None:
    """A security key that says yes to everything, inside the browser."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_alone_signs_in(cast: Cast, browser: Browser, live: str) -> None:
    page = _enrolled(browser, live, EnrolmentCode.issue("窓口", "desk", cast.childcare, cast.bob))
    _with_authenticator(page.context, page)
    with override_settings(SEKISHO_SECOND_FACTOR=True):
        _first_password(page, "1001", FirstSignInCode.issue(cast.alice, cast.bob))
        page.get_by_role("link", name="パスキーを登録する").click()
        page.locator("input[name=passwordless]").check()
        page.get_by_role("button", name="登録する").click()
        page.wait_for_url(re.compile("recovery-codes|keys|second-factor/$"))
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text("ホーム")
        page.get_by_role("button", name="ログアウト").first.click()
        page.goto("/sign-in/")
        page.get_by_role("button", name="パスキーでログイン").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("ホーム")
    page.context.close()


def test_a_shared_tablet_changes_hands_in_two_taps(cast: Cast, browser: Browser, live: str) -> None:
    mori = hire("3002", "森 みどり", "facility_staff", cast.hill)
    for staff in (cast.dora, mori):
        Pin.choose(staff, "582931")
    page = _enrolled(browser, live, EnrolmentCode.issue("保育室", "tablet", cast.hill, cast.dora))
    for name in (cast.dora.name, mori.name):
        page.get_by_role("link", name=name).click()
        page.get_by_label("PIN（6 桁）").fill("582931")
        page.get_by_role("button", name="始める").click()
        expect(page.locator(".who")).to_have_text(name)
        page.get_by_role("button", name="交代").click()
        expect(page.get_by_text("名前を押してください。")).to_be_visible()
    page.context.close()


def test_a_head_takes_the_months_inventory_with_one_tap(cast: Cast, sign: Sign) -> None:
    staff = hire("3002", "森 みどり", "facility_staff", cast.hill)
    Assignment.objects.using("owner").filter(staff=staff).update(lapses_on=clock.today())
    page = sign(cast.dora).new_page()
    page.goto("/")
    page.get_by_role("link", name="自分の課・園の職員と端末の管理").first.click()
    page.get_by_role("button", name="いまもこの職位です").click()
    expect(page.get_by_text("1 人を確かめました")).to_be_visible()
    assert staff.assignments.get().lapses_on > clock.today() + datetime.timedelta(days=27)


def test_a_refusal_says_whom_to_ask(cast: Cast, sign: Sign) -> None:
    page = sign(cast.charlie).new_page()
    page.goto("/stool_tests/roster/")
    expect(page.get_by_text("保育課の担当者")).to_be_visible()
    page.get_by_role("link", name="登録簿").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("登録簿")
