"""Error pages say what to do and nothing of the inside; pages aren't kept by anybody."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from tests.cast import Cast, browser, signed_in


@pytest.fixture
def client(cast: Cast) -> Iterator[Client]:
    """Alice's browser, on a product with pages that fail."""
    with override_settings(ROOT_URLCONF="sekisho.site.tests.failing_urls"):
        found = signed_in(cast.alice)
        found.raise_request_exception = False
        yield found


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/nowhere/", 404, "ホームから選び直してください"),
        ("/register/none/", 404, "画面が見つかりません"),
        ("/post/", 405, "画面のボタンから送るための番地です"),
        ("/denied/", 403, "所属長にお尋ねください"),
        ("/broken/", 500, "情報システムの担当にお知らせください"),
        ("/ungated/", 500, "何も見せる前に止めました"),
    ],
)
def test_every_error_has_a_page_with_a_remedy(client: Client, address: str, status: int, said: str) -> None:
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == status and said in text and '<html lang="ja">' in text
    for inside in ("大空", "Traceback", "ZeroDivision", "stool_tests_person", "GateClosed", "/src/"):
        assert inside not in text
    assert answer["Cache-Control"] == "no-store"


def test_a_part_gets_a_part(client: Client) -> None:
    answer = client.get("/nowhere/", headers={"HX-Request": "true"})
    assert answer.status_code == 404 and "<html" not in answer.content.decode()


def test_a_foreign_form_is_not_taken(cast: Cast) -> None:
    client = signed_in(cast.alice)
    client.handler.enforce_csrf_checks = True
    answer = client.post("/search/", {"words": "大空"})
    assert answer.status_code == 403 and "前の画面を開き直して" in answer.content.decode()


def test_a_foreign_host_is_not_answered(client: Client) -> None:
    answer = client.get("/register/", headers={"host": "evil.example"})
    assert answer.status_code == 400 and "evil" not in answer.content.decode()


def test_a_part_asked_for_after_the_session_leads_to_the_sign_in_page(cast: Cast) -> None:
    answer = browser(cast.childcare).get("/components/", headers={"HX-Request": "true"})
    assert answer.status_code == 200 and answer["HX-Redirect"] == "/sign-in/" and not answer.content


def test_pages_are_kept_by_nobody_but_the_public_register(cast: Cast) -> None:
    mine, public = signed_in(cast.alice), browser(cast.childcare)
    for address in ("/", "/register/", "/stool_tests/roster/", "/components/"):
        assert mine.get(address)["Cache-Control"] == "no-store"
    assert public.get("/sign-in/")["Cache-Control"].find("no-store") >= 0
    assert public.get("/register/")["Cache-Control"] == "public, max-age=60"


def test_headers_shut_everything_that_no_page_needs(cast: Cast) -> None:
    answer = signed_in(cast.alice).get("/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
