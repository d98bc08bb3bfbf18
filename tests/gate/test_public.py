"""Purposes without personal data: what the register refuses to say of them, and that a public page opens no pass."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from sekisho import gate
from sekisho.affairs.bereavement.models import Visit
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.models import Approval
from sekisho.gate.register.load import find, parse, registers
from sekisho.project import postgres
from sekisho.site.menu import open_pages
from tests.cast import Cast, browser

_HEAD = """
[affair]
name = "犬の登録に関する事務"
office = "環境課"
office_code = "kankyo"
ground = "狂犬病予防法第4条"
aim = "登録する。"
subjects = ["犬の所有者"]
started = 2026-04-01
sources = ["届出"]
requests_to = "総務課"
[[items]]
name = "所有者"
columns = ["Dog.owner"]
[[purposes]]
key = "guide"
name = "案内"
why = "案内する。"
zones = ["internet"]
terminals = ["any"]
"""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('public = true\nwho = [{ post = "clerk", scope = "all" }]', "職位"), ("public = true\njob = true", "職位"),
        ('public = true\nreads = ["所有者"]', "項目"), ('plain = true\nwrites = ["所有者"]', "項目"), ("plain = true\nexport = true", "項目"),
    ],
)  # fmt: skip
def test_what_touches_no_data_names_none(line: str, words: str) -> None:
    assert parse(_HEAD + "public = true", "dogs").purposes[0].public
    with pytest.raises(UserError, match=words):
        parse(_HEAD + line, "dogs")


def test_an_entry_without_such_purposes_reads_as_before() -> None:
    for key, registered in registers().items():
        said = registered.entry.model_dump(mode="json")["records"]
        for kind, record in zip(registered.entry.records, said, strict=True):
            assert ("address" in record) is bool(kind.address), key
        for purpose, said in zip(
            registered.entry.purposes, registered.entry.model_dump(mode="json")["purposes"], strict=True
        ):
            assert ("plain" in said, "public" in said) == (purpose.plain, purpose.public), key


def test_a_public_page_that_asks_for_a_record_is_stopped(database: postgres.Server) -> None:
    @gate.public("bereavement.navigator")
    def forgetful(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(Visit.objects.count()))

    @gate.public("bereavement.reception")
    def wrongly_public(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("never")

    request = RequestFactory().get("/")
    with override_settings(SEKISHO_ZONE="internet"), pytest.raises(gate.GateClosed):
        forgetful(request)
    with pytest.raises(gate.Gap):
        wrongly_public(request)
    found = find("bereavement.navigator")
    assert found and not found[1].who


def test_an_unapproved_entrys_public_page_is_shut_and_not_listed(cast: Cast) -> None:
    found = find("bereavement.navigator")
    assert found
    affair = found[0]
    with override_settings(SEKISHO_ZONE="internet"):
        (url,) = [one.url for one in open_pages()]
        assert browser().get(url).status_code == 200
    with override_settings(SEKISHO_ZONE="internet", SEKISHO_REQUIRE_APPROVAL=True):
        assert open_pages() == [] and browser().get(url).status_code == 404
        Approval.objects.using("owner").create(
            affair=affair.key,
            hash=affair.hash(),
            decided_on=clock.today(),
            decision="決裁",
            recorded_by="試験",
        )
        assert [one.url for one in open_pages()] == [url] and browser().get(url).status_code == 200
