"""What a clerk does with the ledger over the pages: hand it in, look, post, compare."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.affairs.stool_tests.tests.months import RULE_TEXT
from tests.jobs import work_off

POSTING = "/stool_tests/posting/"
LEDGERS = "/stool_tests/ledgers/"
PARALLEL = "/stool_tests/parallel/"


def bring(client: Client, data: bytes, name: str = "検便台帳.xlsx", rule: bool = True) -> None:
    """Hand in the fiscal year's ledger, with a rule for the first."""
    answer = client.post(LEDGERS, {"year": "2026", "ledger": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    if rule:
        key = re.findall(r"/stool_tests/ledgers/(\d+)/rule/", client.get(LEDGERS).content.decode())[0]
        client.post(f"{LEDGERS}{key}/rule/", {"rule": SimpleUploadedFile("決まり.toml", RULE_TEXT.encode())})


def look(client: Client) -> str:
    """Address of the preview of October, worked out."""
    address = client.post(f"{POSTING}preview/", {"month": "2026-10"})["Location"]
    assert "previews" in address
    work_off()
    return address


def post(client: Client, preview: str) -> str:
    """Press the button; address of the posting."""
    client.post(f"{preview}post/")
    work_off()
    found = re.search(r"/stool_tests/posting/(\d+)/\"", client.get(preview).content.decode())
    assert found, client.get(preview).content.decode()
    return f"{POSTING}{found[1]}/"


def ledger_now(client: Client) -> bytes:
    """The file of the version in force."""
    return client.get(
        re.findall(r"/stool_tests/ledgers/\d+/file/", client.get(LEDGERS).content.decode())[0]
    ).content


def compare(client: Client, data: bytes, typing: str = "") -> str:
    """Hand in the ledger typed by hand beside the posted one; address of the comparison, worked out."""
    page = client.get(PARALLEL).content.decode()
    posting = re.findall(r'<option value="(\d+)">', page)[0]
    answer = client.post(
        PARALLEL, {"posting": posting, "hand": SimpleUploadedFile("手入力.xlsx", data), "typing": typing}
    )
    assert answer.status_code == 302, answer.content.decode()
    work_off()
    return str(answer["Location"])
