"""The same form pressed twice, by two real threads at the same moment: one effect, and both answers lead to it."""

import re
import threading

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from sekisho.base import clock
from sekisho.gate.models import Sent
from tests.cast import Cast, hire, signed_in

UPLOADS = "/stool_tests/roster/uploads/"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def _copy(client: Client) -> Client:
    """The same browser in another tab: Django's client isn't made for threads."""
    copy = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    copy.cookies = client.cookies
    return copy


def _twice(client: Client, page: str, address: str, **fields: object) -> list[HttpResponse]:
    """Open ``page``, then send its form to ``address`` from two threads at once."""
    opened = client.get(page)
    token = _TOKEN.search(opened.content.decode())
    assert token, page
    ready = threading.Barrier(2)
    answers: list[HttpResponse] = []

    def send(tab: Client) -> None:
        said = {
            name: SimpleUploadedFile("名簿.csv", value) if isinstance(value, bytes) else value
            for name, value in fields.items()
        }
        try:
            ready.wait()
            answers.append(tab.post(address, {**said, "csrfmiddlewaretoken": token[1]}))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(_copy(client),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    return answers


def _count(superuser: psycopg.Connection, table: str) -> int:
    return int(superuser.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # type: ignore[index]


def test_forms_pressed_twice_have_one_effect(cast: Cast, superuser: psycopg.Connection) -> None:
    fumi = signed_in(hire("2001", "藤井 ふみ", "privacy_officer", cast.erin.assignments.get().office))
    until = f"{clock.today():%Y}-12-31"
    # Table, who, page, address, fields.
    forms = (
        ("gate_hold", fumi, "/retention/holds/", "/retention/holds/",
         {"kind": "stool_tests.person", "number": "1", "why": "訴訟", "until": until}),
        ("stool_tests_rosterupload", signed_in(cast.alice), UPLOADS, UPLOADS,
         {"roster": "facility,name\n丘の上保育園,大空 花子\n".encode()}),
        ("gate_emergency", signed_in(cast.charlie), "/emergency/", "/emergency/",
         {"purpose": "stool_tests.roster", "ground": "life", "reason": "園で事故"}),
        ("people_enrolmentcode", signed_in(cast.dora), "/staff/", "/staff/terminals/new/",
         {"name": "窓口", "kind": "desk", "office": cast.hill.pk}),
    )  # fmt: skip
    for table, client, page, address, fields in forms:
        before = _count(superuser, table)
        answers = _twice(client, page, address, **fields)
        assert [one.status_code for one in answers] == [302, 302], (table, [one.content for one in answers])
        assert len({one["Location"] for one in answers}) == 1
        assert _count(superuser, table) == before + 1, table


def test_the_second_press_is_told(cast: Cast) -> None:
    client = signed_in(cast.alice)
    answers = _twice(client, UPLOADS, UPLOADS, roster=b"facility,name\n")
    told = [one for one in answers if "messages" in one.cookies]
    assert len(told) == 1
    client.cookies.update(told[0].cookies)
    assert "二度は処理していません" in client.get(told[0]["Location"]).content.decode()


def test_what_led_nowhere_may_be_sent_again(cast: Cast) -> None:
    client = signed_in(cast.alice)
    for answer in _twice(client, "/", "/search/", words="大空"):
        assert answer.status_code == 200
    assert not Sent.objects.exists()
    for answer in _twice(client, UPLOADS, UPLOADS):
        assert answer.status_code == 400
    assert not Sent.objects.exists()


def test_the_same_words_from_a_page_opened_anew_are_another_form(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    client = signed_in(cast.alice)
    for _ in range(2):
        _twice(client, UPLOADS, UPLOADS, roster=b"facility,name\n")
    assert _count(superuser, "stool_tests_rosterupload") == 2


@pytest.mark.parametrize("fault", ["", "x"])
def test_a_form_without_the_pages_token_is_not_taken(cast: Cast, fault: str) -> None:
    client = _copy(signed_in(cast.alice))
    client.get("/")
    answer = client.post("/search/", {"words": "大空", "csrfmiddlewaretoken": fault})
    assert answer.status_code == 403
