"""Files that lie about what they are: none is believed, run, shown as it came, or written under its name."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.gate.models import Job
from tests.cast import Cast, everybody, signed_in
from tests.jobs import work_off

_HTML = b"<!doctype html><script>alert(1)</script><h1>facility,name</h1>"


def _pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


def _zip(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "facility,name\n")
    return made.getvalue()


UPLOADS = "/stool_tests/roster/uploads/"
POLYGLOTS = {
    "PDF and HTML": _HTML + _pdf(), "PDF and zip": _pdf() + _zip("../../etc/cron.d/evil"), "GIF and script": b"GIF89a/*" + _HTML,
    "roster and HTML": b"facility,name\n" + _HTML, "formula": "facility,name\n丘の上保育園,=HYPERLINK(\"http://evil\")\n".encode(),
    "NUL": b"facility,name\n\x00\x00,\x00\n", "half a character": b"facility,name\n\xe4\xb8", "UTF-16": "facility,name\n丘,一\n".encode("utf-16"),
    "bomb of quotes": b'facility,name\n"' + b'a,"' * 200_000, "one long line": b"facility,name\n" + b"a" * 1_500_000,
}  # fmt: skip
NAMES = (
    "../../../../tmp/evil.csv", "..\\..\\evil.csv", "/etc/passwd", "a\r\nSet-Cookie: evil=1.csv", "\u202egpj.csv", "a" * 300 + ".csv",
    "<script>alert(1)</script>.csv", ".htaccess", "con.csv", "名簿.csv\x00.html",
)  # fmt: skip


def _everything(folder: Path) -> set[str]:
    # The database's own files come and go by themselves.
    return {str(path) for path in folder.rglob("*") if "postgres" not in path.parts}


@pytest.mark.parametrize("content", POLYGLOTS.values(), ids=POLYGLOTS.keys())
def test_a_file_of_two_kinds_is_read_as_the_one_that_was_asked_for(cast: Cast, content: bytes) -> None:
    client = signed_in(cast.alice)
    file = SimpleUploadedFile("名簿.csv", content, content_type="text/html")
    page = client.post(UPLOADS, {"roster": file})["Location"]
    work_off()
    job = Job.objects.get()
    assert job.state in (Job.DONE, Job.FAILED) and (job.state == Job.DONE or job.remedy), job.message
    answer = client.get(page)
    told = answer.content.decode()
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    assert "<script>alert" not in told and "Traceback" not in told and "仕組みの誤り" not in told
    client.post(f"{page}apply/")
    work_off()
    assert "<script>" not in client.get("/stool_tests/roster/").content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_leads_nowhere(cast: Cast, name: str) -> None:
    before = _everything(settings.SEKISHO_DATA)
    client = signed_in(cast.alice)
    file = SimpleUploadedFile("x.csv", "facility,name\n丘の上保育園,大空 花子\n".encode())
    file._name = name  # past Django's own cleaning, as a raw request would send it
    answer = client.post(UPLOADS, {"roster": file})
    assert answer.status_code in (302, 400)
    assert "evil" not in str(answer.headers) and "evil" not in answer.cookies
    work_off()
    if answer.status_code == 302:
        assert "<script>" not in client.get(answer["Location"]).content.decode()
    assert _everything(settings.SEKISHO_DATA) == before


def test_a_certificate_that_is_more_than_one_is_none_of_ours(cast: Cast) -> None:
    fumi = everybody(cast)[4]
    client: Client = signed_in(fumi)
    for content in (_HTML + _pdf(), _pdf() + _zip("evil")):
        file = SimpleUploadedFile("<script>.pdf", content, content_type="text/html")
        answer = client.post("/retention/certificates/", {"pdf": file})
        assert answer.status_code == 200 and "ここで出したものではありません" in answer.content.decode()
        assert "<script>" not in answer.content.decode().replace("<script src", "").replace(
            "<script type", ""
        )
