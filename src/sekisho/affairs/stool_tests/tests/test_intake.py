"""What comes in: a file a request, and what becomes of those that aren't as they should be."""

import io
import json
import zipfile
from urllib.parse import quote

import psycopg
import pytest
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.models import Page, Person, Row, Scan
from sekisho.affairs.stool_tests.tests.sheets import MONTH, drop, little, move_in, scan_pdf
from sekisho.affairs.stool_tests.web import intake
from sekisho.gate.models import Job
from sekisho.people.models import Office
from tests.cast import Cast, actor, signed_in
from tests.jobs import work_off

INTAKE, REVIEW = "stool_tests.intake", "stool_tests.review"
Page_ = tuple[str, str, str]


def _send(client: Client, name: str, data: bytes, month: str = "2025-05") -> tuple[bool, str]:
    answer = client.post(
        f"/stool_tests/intake/files/?month={month}", data, content_type="application/octet-stream",
        headers={"X-File-Name": quote(name)},
    )  # fmt: skip
    told = json.loads(answer.content)
    assert answer.status_code == (200 if told["ok"] else 400)
    return told["ok"], told["message"]


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("a", "b")
    return buffer.getvalue()


def _pages(cast: Cast, scan: Scan | None = None) -> list[Page_]:
    with gate.enter(actor(cast.alice), INTAKE):
        found = Page.objects.select_related("facility").order_by("scan", "number")
        wanted = found.filter(scan=scan) if scan else found
        return [(page.state, page.aside, page.reason) for page in wanted]


def _page(cast: Cast, **of: object) -> Page:
    with gate.enter(actor(cast.alice), INTAKE):
        return Page.objects.get(**of)


def test_a_file_is_one_request_and_the_same_one_comes_only_once(cast: Cast) -> None:
    client = signed_in(cast.alice)
    assert _send(client, "5月分.pdf", b"%PDF-1.4 one") == (True, "受け取りました")
    taken, said = _send(client, "コピー.pdf", b"%PDF-1.4 one")
    assert not taken and "同じファイルを" in said and "（5月分.pdf）" in said
    assert _send(client, "空.pdf", b"")[1] == "中身のない空のファイルです。"
    assert _send(client, "x.pdf", b"%PDF-1.4 two", "13")[1] == "どの月の用紙か分かりません。"
    page = client.get("/stool_tests/intake/?month=2025-05").content.decode()
    assert "5月分.pdf" in page and "コピー.pdf" not in page


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("../../etc/passwd", "../../etc/passwd"), ("\u202egpj.pdf", "gpj.pdf"), ("a\x00\r\nb.pdf", "ab.pdf"), ("<b>.pdf", "<b>.pdf"), ("\x00", "名前のないファイル"), ("長" * 400, "長" * 255)],
)  # fmt: skip
def test_a_files_name_is_only_a_name(cast: Cast, sent: str, shown: str) -> None:
    client = signed_in(cast.alice)
    assert _send(client, sent, b"%PDF-1.4")[0]
    with gate.enter(actor(cast.alice), INTAKE):
        assert Scan.objects.get().name == shown
    assert "<b>.pdf" not in client.get("/stool_tests/intake/?month=2025-05").content.decode()


def test_a_file_that_is_too_large_is_not_even_read(cast: Cast) -> None:
    answer = signed_in(cast.alice).generic(
        "POST", "/stool_tests/intake/files/?month=2025-05", b"x", "application/octet-stream",
        headers={"X-File-Name": "a.pdf"}, CONTENT_LENGTH=str(intake.LIMIT + 1),
    )  # fmt: skip
    assert answer.status_code == 400 and "大きすぎます" in json.loads(answer.content)["message"]


def test_each_bad_file_gets_its_sentence_and_the_others_are_read(cast: Cast) -> None:
    move_in(cast)
    client = signed_in(cast.alice)
    good = scan_pdf(0)
    bad = {
        "切れた.pdf": (good[: len(good) // 2], "途中で切れているか壊れていて"),
        "台帳.xlsx": (_zip(), "Excel の表です"),
        "写真.heic": (b"\0\0\0\x18ftypheic", "JPEG で書き出してから"),
        "名前だけ.pdf": (b"hello", "PDF ではありません"),
    }
    for name, (data, _) in bad.items():
        assert _send(client, name, data)[0]
    assert _send(client, "5月.pdf", good)[0]
    work_off()
    with gate.enter(actor(cast.alice), INTAKE):
        refused = {one.name: one.reason for one in Scan.objects.filter(state=Scan.REFUSED)}
        assert Scan.objects.get(name="5月.pdf").state == Scan.READ
    assert refused.keys() == bad.keys()
    assert all(sentence in refused[name] for name, (_, sentence) in bad.items())
    page = client.get("/stool_tests/intake/?month=2025-05").content.decode()
    assert "受け取れなかったファイル（4 個）" in page and "「切れた.pdf」は途中で" in page


def test_pages_that_do_not_belong_are_set_aside_with_a_reason_and_can_be_read_after_all(cast: Cast) -> None:
    move_in(cast)
    drop(cast, "5月.pdf", scan_pdf(0))
    work_off()
    again = drop(cast, "もう一度.pdf", scan_pdf(0) + b"\n%again")
    other = drop(cast, "給食.pdf", scan_pdf(0, other=True))
    April = MONTH.replace(month=4)
    early = drop(cast, "4月.pdf", scan_pdf(1, month=April))
    work_off()
    assert _pages(cast, again) == [("aside", "twice", "同じ用紙を、もう読んでいます（5月.pdf 1枚目）。")]
    assert [page[:2] for page in _pages(cast, other)] == [("aside", "form")]
    assert _pages(cast, early) == [("aside", "month", "令和7年4月分の用紙のようです。")]
    client = signed_in(cast.alice)
    listed = client.get("/stool_tests/intake/undecided/?month=2025-05").content.decode()
    assert "令和7年4月分として読む" in listed and "もう一度読む" in listed and "重複ではない" not in listed
    page = _page(cast, scan=early)
    client.post(f"/stool_tests/intake/pages/{page.pk}/", {"month": "2025-04"})
    work_off()
    placed = _page(cast, pk=page.pk)
    assert (placed.state, placed.month, str(placed.facility)) == (
        Page.READ,
        April,
        little().sheets[1].facility,
    )
    with gate.enter(actor(cast.alice), REVIEW):
        assert Row.objects.filter(page=placed, month=April).count() == len(little(April).sheets[1].rows)
    page = _page(cast, scan=other)
    client.post(f"/stool_tests/intake/pages/{page.pk}/", {"not": "1"})
    assert _page(cast, pk=page.pk).aside == Page.BY_HAND


def test_the_same_sheet_scanned_anew_is_known_by_its_people(cast: Cast) -> None:
    move_in(cast)
    drop(cast, "5月.pdf", scan_pdf(0))
    drop(cast, "5月_再.pdf", scan_pdf(0, style="hand"))
    work_off()
    first, second = _pages(cast)
    assert first[0] == Page.READ
    assert second == ("aside", "twice", "同じ方たちの用紙を、もう読んでいます（5月.pdf 1枚目）。")


def test_a_page_of_no_known_nursery_is_read_when_somebody_has_said_whose_it_is(cast: Cast) -> None:
    move_in(cast)
    # Nobody of the sheet is on the roster under the nursery's new name, so that neither its heading nor its names tell.
    for office, name in ((cast.hill, "あさひ丘学園"), (cast.brook, "みのり学園")):
        Office.objects.filter(pk=office.pk).update(name=name)
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        people = list(Person.objects.filter(facility=cast.hill))
        for one in people:
            one.name = one.name[::-1]
        Person.objects.bulk_update(people, ["name"])
    scan = drop(cast, "5月.pdf", scan_pdf(0))
    work_off()
    page = _page(cast, scan=scan)
    assert page.state == Page.UNPLACED
    client = signed_in(cast.alice)
    assert (
        "この園の用紙として読む"
        in client.get("/stool_tests/intake/undecided/?month=2025-05").content.decode()
    )
    client.post(f"/stool_tests/intake/pages/{page.pk}/", {})
    assert _page(cast, scan=scan).state == Page.UNPLACED
    client.post(f"/stool_tests/intake/pages/{page.pk}/", {"facility": cast.hill.pk})
    work_off()
    assert _page(cast, scan=scan).state == Page.READ
    assert _page(cast, scan=scan).facility == cast.hill


def test_a_reading_that_has_stopped_is_said_and_goes_on_when_asked(cast: Cast) -> None:
    drop(cast, "5月.pdf", scan_pdf(0))
    work_off()
    client = signed_in(cast.alice)
    page = client.get("/stool_tests/intake/?month=2025-05").content.decode()
    assert "読み取りが止まっているファイル（1 個）" in page and "様式が、まだ登録されていません" in page
    move_in(cast)
    client.post(f"/jobs/{Job.objects.get().pk}/retry/")
    work_off()
    assert "止まっている" not in client.get("/stool_tests/intake/?month=2025-05").content.decode()
    assert [page[0] for page in _pages(cast)] == [Page.READ]


def test_a_remark_is_sealed_and_shown_with_its_file(cast: Cast, superuser: psycopg.Connection) -> None:
    scan = drop(cast, "5月.pdf", b"%PDF-1.4 nothing")
    client = signed_in(cast.alice)
    client.post(
        f"/stool_tests/intake/files/{scan.pk}/remark/", {"remark": " 園長から電話あり（大空さんの分は後日） "}
    )
    assert (
        "園長から電話あり（大空さんの分は後日）</textarea>"
        in client.get(f"/stool_tests/intake/files/{scan.pk}/").content.decode()
    )
    stored = superuser.execute("SELECT remark FROM stool_tests_scan").fetchone()
    assert stored and stored[0] and "電話".encode() not in bytes(stored[0])
    refused = client.post(f"/stool_tests/intake/files/{scan.pk}/remark/", {"remark": "あ" * 501}, follow=True)
    assert "長すぎます" in refused.content.decode()
