"""A desk with the small registry of the residents' tests, and the steps of a visit, as its clerk does them."""

import datetime
import re
import subprocess
from pathlib import Path

from django.test import Client

from sekisho.affairs.bereavement import slots
from sekisho.base import clock
from sekisho.people.models import Office, Staff
from tests.cast import hire

CALL = {
    "deceased_name": "高橋 太郎", "deceased_kana": "たかはし たろう", "deceased_birth": "S13.3.5", "died_on": "2026-11-01",
    "caller_name": "高橋 花子", "caller_relation": "妻", "caller_phone": "000-0000-0000",
}  # fmt: skip
WIFE = {"name": "髙橋花子", "birth": "1940-05-01", "relation": "妻", "consents": "on"}


def called(client: Client, **told: str) -> int:
    """The number of a call that was taken."""
    answer = client.post("/bereavement/calls/", {**CALL, **told})
    assert answer.status_code == 302, answer.content.decode()
    return int(re.search(r"/visits/(\d+)/", answer["Location"])[1])  # type: ignore[index]


def a_slot(number: int = 0) -> datetime.datetime:
    """One of the last day on the board."""
    return slots.board((), clock.now())[-1][1][number].starts_at


def booked(client: Client, slot: int = 0, **told: str) -> int:
    """The number of a visit with a slot."""
    visit = called(client, **told)
    answer = client.post(f"/bereavement/visits/{visit}/book/", {"starts_at": a_slot(slot).isoformat()})
    assert answer.status_code == 302, answer.content.decode()
    return visit


def looked_up(client: Client, visit: int) -> str:
    """The page of preparation after the registry was asked."""
    assert client.post(f"/bereavement/visits/{visit}/preparation/look/").status_code == 302
    return client.get(f"/bereavement/visits/{visit}/preparation/").content.decode()


def came(client: Client, visit: int, **visitor: object) -> str:
    """The page after somebody came."""
    answer = client.post(f"/bereavement/visits/{visit}/arrival/", visitor)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(f"/bereavement/visits/{visit}/arrival/").content.decode()


def everything(client: Client, visit: int, page: str) -> None:
    """Who came is whatever the page of the visit asks for."""
    asked = re.findall(r'<select id="(role-\w+)"', page)
    visitor = re.search(r'<option value="(\d+)">[^<]*（来た方）', page)
    assert asked and visitor
    answer = client.post(f"/bereavement/visits/{visit}/persons/", dict.fromkeys(asked, visitor[1]))
    assert answer.status_code == 302


def section_clerk(code: str, name: str, number: str) -> Staff:
    """A clerk of a section that is asked, with an address for its notices."""
    office, _ = Office.objects.get_or_create(code=code, defaults={"name": name, "kind": Office.SECTION})
    staff = hire(number, f"担当 {number}", "clerk", office)
    staff.email = f"{number}@mihon.example"
    staff.save()
    return staff


def text_of(pdf: bytes, folder: Path) -> str:
    """What a second reader of PDFs finds in it, without spaces."""
    (folder / "sheet.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-raw", str(folder / "sheet.pdf"), "-"], capture_output=True, check=True
    )
    return "".join(said.stdout.decode().split())
