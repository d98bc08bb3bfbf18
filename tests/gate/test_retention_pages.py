"""Pages of retention: who sees them, a hold that is entered, a certificate that is checked."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from sekisho.base import clock
from sekisho.gate.models import Certificate
from sekisho.gate.retention.purge import purge_due
from sekisho.people.models import Office
from tests.cast import Cast, hire, signed_in
from tests.gate.kept import DAY, post, scan_of


def test_preview_hold_and_certificate(cast: Cast) -> None:
    fumi = signed_in(hire("2001", "藤井 ふみ", "privacy_officer", Office.objects.get(code="somu")))
    held, gone = scan_of(cast, b"held"), scan_of(cast, b"gone")
    for scan in (held, gone):
        post(cast, scan, 60)
    assert "2 件" in fumi.get("/retention/").content.decode()
    said = {
        "kind": "stool_tests.scan",
        "number": held.pk,
        "why": "訴訟のため",
        "until": clock.today() + 9 * DAY,
    }
    assert fumi.post("/retention/holds/", said).status_code == 302
    assert "訴訟のため" in fumi.get("/retention/holds/").content.decode()
    assert purge_due(clock.today()).erased == 1
    issued = Certificate.objects.get()
    listed = fumi.get("/retention/certificates/").content.decode()
    assert issued.number in listed and "1 件" in listed
    pdf = fumi.get(f"/retention/certificates/{issued.number}/pdf/").content
    checked = fumi.post(
        "/retention/certificates/", {"pdf": SimpleUploadedFile("a.pdf", pdf)}
    ).content.decode()
    assert "この市が出した証明書です" in checked
    forged = fumi.post(
        "/retention/certificates/", {"pdf": SimpleUploadedFile("a.pdf", pdf + b" ")}
    ).content.decode()
    assert "ここで出したものではありません" in forged


def test_a_hold_needs_a_day_to_come_and_others_are_refused(cast: Cast) -> None:
    fumi = signed_in(hire("2001", "藤井 ふみ", "privacy_officer", Office.objects.get(code="somu")))
    said = {"kind": "stool_tests.scan", "number": 1, "why": "監査", "until": datetime.date(2020, 1, 1)}
    assert "今日より後の日" in fumi.post("/retention/holds/", said).content.decode()
    for path in ("/retention/", "/retention/holds/", "/retention/certificates/"):
        assert signed_in(cast.alice).get(path).status_code == 403
    assert signed_in(cast.erin).post("/retention/holds/", said).status_code == 403
