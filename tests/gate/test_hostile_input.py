"""Whatever is typed into whichever field of whichever page: no page breaks, none shows more, and nothing runs.

The fields are found on the pages themselves, so a new page is in here as soon as it exists.
"""

import os
import random
from urllib.parse import urlsplit

import psycopg
import pytest
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from sekisho.people.models import Staff
from tests.cast import Cast, actor, everybody, signed_in
from tests.gate.page_forms import PageForm, forms_of
from tests.journeys.pages import addresses

WHOLE = os.environ.get("SEKISHO_WHOLE_MATRIX") == "1"
HOSTILE = (
    "' OR '1'='1", "1); DROP TABLE stool_tests_person; --", "1 UNION SELECT name FROM stool_tests_person", "%_\\'\"", "a\x00b",
    "9" * 5000, "99999999999999999999", "-1", "1e400", "NaN", "٣", "²", "0001-01-01", "9999-12-31", "令和9999年12月31日", "0000",
    "9999", "\r\nSet-Cookie: evil=1", "<script>alert(1)</script>", "{{ 7|add:7 }}", "../../../etc/passwd", "\u202egpj.exe",
    "https://evil.example/", "//evil.example", "あ" * 3000,
)  # fmt: skip
#: What ends the session, or sends a password on: tried by other tests.
_LEFT_OUT = ("/sign-out/", "/sign-in/", "/me/sessions/end/", "/post/")


@pytest.fixture
def people(cast: Cast) -> list[Staff]:
    """One of each post that has pages, with people on the rosters."""
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(Person(facility=cast.hill, name=f"大空 花子{n}", number="12") for n in range(60))
    return everybody(cast)


def _forms(client: Client, seen: set[object]) -> list[PageForm]:
    """The forms of all pages that open, each once."""
    found = []
    for page in addresses():
        answer = client.get(page)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        for form in forms_of(page, answer.content.decode()):
            if form.key() not in seen and not form.action.startswith(_LEFT_OUT):
                seen.add(form.key())
                found.append(form)
    return found


def _send(client: Client, form: PageForm, values: dict[str, str]) -> tuple[int, str]:
    answer = client.post(form.action, values) if form.method == "post" else client.get(form.action, values)
    assert "evil=1" not in str(answer.headers) and "evil" not in answer.cookies
    where = urlsplit(answer.headers.get("Location", ""))
    assert not where.netloc and not where.path.startswith(("//", "/\\")), where
    html = "text/html" in answer.headers.get("Content-Type", "")
    return answer.status_code, answer.content.decode() if html else ""


def _tries(form: PageForm, name: str) -> list[str]:
    """All for what filters and searches; for what writes, a third drawn by the field unless the whole is asked for."""
    if WHOLE or form.method == "get":
        return list(HOSTILE)
    return random.Random(f"{form.action} {name}").sample(HOSTILE, len(HOSTILE) // 3)


def _rows(html: str) -> int:
    return html.count("<tr")


@pytest.mark.long
def test_no_field_of_any_page_lets_anything_through(
    cast: Cast, people: list[Staff], superuser: psycopg.Connection
) -> None:
    seen: set[object] = set()
    wrong: list[str] = []
    tried = 0
    for staff in people:
        client = signed_in(staff)
        client.raise_request_exception = False
        for form in _forms(client, seen):
            most = _rows(_send(client, form, {})[1]) if form.method == "get" else 10**6
            for name in sorted(form.values):
                for text in _tries(form, name):
                    status, html = _send(client, form, {**form.values, name: text})
                    tried += 1
                    told = f"{form.method} {form.action} {name}={text[:30]!r}: {status}"
                    if status >= 500:
                        wrong.append(told)
                    if "<script>alert(1)" in html or "{14}" in html:
                        wrong.append(f"{told}, shown as it came")
                    if _rows(html) > most:
                        wrong.append(f"{told}, shows more rows")
    assert not wrong, "\n".join(wrong)
    assert tried > 700, "the pages' fields weren't found"
    assert superuser.execute("SELECT count(*) FROM stool_tests_person").fetchone() == (60,)
