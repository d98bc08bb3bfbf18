"""Requests that no page of ours makes: fields too many, forged headers, addresses to lead astray, sessions known beforehand."""

import re
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from sekisho.base import clock
from sekisho.people.models import FirstSignInCode
from tests.cast import PASSWORD, Cast, actor, browser, everybody, signed_in
from tests.gate.guarded import GUARDED
from tests.gate.page_forms import PageForm, forms_of
from tests.journeys.pages import addresses

EVIL = "evil.example"
#: What somebody would send who has read the source: every column's name, with a value that no form gives.
_MARKS = {
    "text": "MASS-7",
    "character varying": "MASS-7",
    "bigint": "424242",
    "integer": "424242",
    "date": "2042-04-24",
}
_FLAGS = ("demo", "job", "export", "erases")


def _columns(superuser: psycopg.Connection) -> dict[str, str]:
    rows = superuser.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
    )
    return {name: _MARKS[kind] for name, kind in rows.fetchall() if kind in _MARKS}


def _filled(form: PageForm) -> dict[str, str]:
    """The form as somebody would fill it in."""
    today = f"{clock.today():%Y-%m-%d}"
    words = {
        "since": today,
        "until": f"{clock.today():%Y}-12-31",
        "number": "8001",
        "subjects": "stool_tests.person:1",
    }
    return {name: value or words.get(name, "こたえ") for name, value in form.values.items()}


def _marked(superuser: psycopg.Connection) -> list[str]:
    """Tables in which a mark has arrived."""
    names = [
        name for (name,) in superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ]
    marks = tuple(set(_MARKS.values()))
    return [
        name
        for name in names
        # Sessions are signed texts; nothing else is left out.
        if superuser.execute(
            f'SELECT 1 FROM "{name}" t WHERE t::text LIKE ANY (%s) LIMIT 1', [[f"%{mark}%" for mark in marks]]
        ).fetchone()
    ]


@pytest.mark.long
def test_fields_that_a_form_does_not_have_arrive_nowhere(cast: Cast, superuser: psycopg.Connection) -> None:
    extra = _columns(superuser)
    taken = 0
    seen: set[object] = set()
    for staff in everybody(cast):
        client = signed_in(staff)
        for page in addresses():
            answer = client.get(page)
            if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
                continue
            for form in forms_of(page, answer.content.decode()):
                if form.method != "post" or form.key() in seen or form.action.startswith("/sign-"):
                    continue
                seen.add(form.key())
                sent = {**extra, **dict.fromkeys(_FLAGS, "on"), "is_active": "", **_filled(form)}
                status = client.post(form.action, sent).status_code
                assert status < 500, form.action
                taken += status == 302
    assert taken > 8, "the forms weren't filled in rightly"
    assert _marked(superuser) == []
    assert superuser.execute("SELECT bool_and(is_active) FROM people_staff").fetchone() == (True,)


_FORGED = {
    "HX-Request": "true", "HX-Boosted": "true", "HX-Target": "main", "HX-Current-URL": f"https://{EVIL}/",
    "HX-Trigger": "<script>", "HX-Prompt": "x", "X-Forwarded-Host": EVIL, "X-Forwarded-For": "10.0.0.1", "X-Original-URL": "/audit/log/",
    "X-HTTP-Method-Override": "DELETE", "Referer": f"https://{EVIL}/", "Origin": f"https://{EVIL}",
}  # fmt: skip


def test_forged_headers_open_nothing(cast: Cast) -> None:
    plain, forged = signed_in(cast.charlie), signed_in(cast.charlie)
    for path, purpose in GUARDED:
        expected = plain.get(path).status_code
        answer = forged.get(path, headers=_FORGED)
        assert answer.status_code == expected, (path, purpose)
        assert EVIL not in answer.content.decode(errors="replace") + str(answer.headers), path


def test_a_part_that_changes_something_needs_the_pages_token(cast: Cast) -> None:
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    client.cookies = signed_in(cast.alice).cookies
    for path in ("/search/", "/stool_tests/roster/uploads/", "/emergency/", "/sign-out/"):
        assert client.post(path, {}, headers=_FORGED).status_code == 403, path
    client.get("/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    forged = {**_FORGED, "X-CSRFToken": token}
    assert client.post("/search/", {"words": "大空"}, headers=forged).status_code == 403, "a foreign origin"


@pytest.mark.parametrize(
    "target",
    [
        f"https://{EVIL}/", f"//{EVIL}/", f"/\\{EVIL}", f"\\\\{EVIL}", f"https:{EVIL}", "javascript:alert(1)", f"///{EVIL}",
        f"http://localhost@{EVIL}/", f"/%0d%0aLocation:https://{EVIL}", f"\r\nLocation: https://{EVIL}", f"https://localhost.{EVIL}",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_other_house(cast: Cast, target: str) -> None:
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    client = browser(cast.childcare)
    page = client.get(f"/sign-in/?next={quote(target)}")
    assert f'href="https://{EVIL}' not in page.content.decode()
    answer = client.post("/sign-in/", {"login": "1001", "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    where = urlsplit(answer["Location"])
    assert not where.netloc and not where.scheme and where.path.startswith("/"), answer["Location"]
    assert not re.match(r"[/\\]{2}", answer["Location"]), answer["Location"]


def test_every_page_answers_with_an_address_of_its_own(cast: Cast) -> None:
    client = signed_in(cast.alice)
    for path in addresses():
        answer = client.get(f"{path}?next=https://{EVIL}/&url=//{EVIL}&return=https://{EVIL}")
        assert not urlsplit(answer.headers.get("Location", "")).netloc, path
        leads = re.search(
            rf'(href|src|action)="(https?:)?[/\\]*{EVIL}', answer.content.decode(errors="replace")
        )
        assert not leads, path
    assert client.post("/sign-out/", {"next": f"https://{EVIL}/"})["Location"].startswith("/sign-in/")


def test_a_session_known_before_is_worth_nothing_after(cast: Cast) -> None:
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    victim = browser(cast.childcare)
    session = victim.session
    session["planted"] = "yes"
    session.save()
    victim.cookies[settings.SESSION_COOKIE_NAME] = known = session.session_key
    answer = victim.post("/sign-in/", {"login": "1001", "password": PASSWORD})
    assert answer.status_code == 302 and victim.cookies[settings.SESSION_COOKIE_NAME].value != known
    attacker = browser(cast.childcare)
    attacker.cookies[settings.SESSION_COOKIE_NAME] = known
    assert attacker.get("/").status_code == 302
    # A made-up number isn't taken over as a session's.
    attacker.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    attacker.post("/sign-in/", {"login": "1001", "password": PASSWORD})
    assert attacker.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32


def test_the_first_password_and_the_tablet_begin_sessions_of_their_own(cast: Cast) -> None:
    code = FirstSignInCode.issue(cast.alice, cast.bob)
    client = browser(cast.childcare)
    session = client.session
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = known = session.session_key
    answer = client.post("/first/", {"number": "1001", "code": code, "password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 302 and client.cookies[settings.SESSION_COOKIE_NAME].value != known


def test_what_leaves_as_a_file_is_a_file_to_the_browser(cast: Cast) -> None:
    """Never sniffed, never shown in the page's place, under a name that is safe everywhere."""
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people([Person(facility=cast.hill, name="大空 花子")])
    files = 0
    for staff in everybody(cast):
        client = signed_in(staff)
        for path in dict.fromkeys(
            [*addresses(), *(path for path, _ in GUARDED), "/register/list.csv", "/register/list.pdf"]
        ):
            answer = client.get(path)
            assert answer["X-Content-Type-Options"] == "nosniff", path
            if answer.status_code == 200 and "text/html" not in answer["Content-Type"]:
                files += 1
                said = answer["Content-Disposition"]
                assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', said), (path, said)
    assert files > 8
