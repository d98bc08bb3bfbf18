"""The whole road: the form is taught, pages of families come in mixed, are looked at, and leave as a table."""

import csv
import io
import json

import psycopg
from django.db import transaction
from django.test import Client

from sekisho import gate
from sekisho.affairs.admissions.models import Application, Form, Scan, Sheet
from sekisho.affairs.admissions.tests.papers import blank_pdf, family, hand_in, pages_pdf
from sekisho.affairs.stool_tests.models import FormDraft
from sekisho.base import clock
from sekisho.base.wareki import parse_date
from sekisho.paper.formfile import parse_form
from tests.cast import Cast, actor, signed_in
from tests.jobs import work_off

ALL = (1, 2, 3, 4, 5, 6)


def _send(client: Client, url: str, data: bytes, name: str) -> str:
    answer = client.generic("POST", url, data, headers={"X-File-Name": name})
    assert answer.status_code == 200, answer.content.decode()
    found: str = answer.json()["next"]
    return found


def test_the_form_is_taught_tried_and_published(cast: Cast) -> None:
    client = signed_in(cast.alice)
    assert "入所申込書" in client.get("/stool_tests/forms/").content.decode()
    page = _send(
        client, "/stool_tests/forms/samples/?name=入所申込書&use=admissions", blank_pdf(), "blank.pdf"
    )
    work_off()
    told = client.get(page).content.decode()
    assert "児童フリガナ" in told and "第5希望" in told and "表がありません" not in told
    # A column of choices that the program took for text.
    form = parse_form(FormDraft.objects.get().content, "x", draft=True)
    column = next(n for n, one in enumerate(form.pages[3].tables[0].columns) if one.name == "同居")
    one = form.pages[3].tables[0].columns[column]
    values = {
        "region": f"p3t0c{column}", "do": "save", "name": "同居", "kind": "choice", "choices": "同居、別居",
        "left": str(one.left), "right": str(one.right), "upper": "0", "revision": "1",
    }  # fmt: skip
    assert client.post(f"{page}change/", values, headers={"X-Part": "1"}).status_code == 200
    _send(client, f"{page}trials/files/", pages_pdf((family("trial"), (1, 4))), "filled.pdf")
    work_off()
    read = client.get(f"{page}trials/").content.decode()
    assert family("trial").number in read and family("trial").child.replace("\u3000", "") in read
    client.post(f"{page}publish/", {"revision": "2", "name": "入所申込書"})
    published = Form.objects.get()
    assert (str(published), published.published_by) == ("入所申込書 第1版", cast.alice.pk)
    assert "入所申込書 第1版" in client.get("/stool_tests/forms/").content.decode()
    # Stool tests don't read with it, and whoever may not look at applications teaches no form for them.
    from sekisho.affairs.stool_tests.models import Form as StoolForm

    assert not StoolForm.objects.exists()


def test_families_mixed_a_page_missing_and_one_that_is_nobody_s(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    one, other = family("one"), family("other")
    # One's third page bears the other's number; the other's last page is missing.
    wrong = family("one").values | {"3/整理番号": other.number}
    astray = type(one)(one.number, one.child, wrong)
    hand_in(
        cast,
        pages_pdf(
            (one, (1,)), (other, (1, 2)), (one, (2,)), (astray, (3,)), (other, (3, 4, 5)), (one, (4, 5, 6))
        ),
    )
    client = signed_in(cast.alice)
    with gate.enter(actor(cast.alice), "admissions.review"):
        found = {one.number: one for one in Application.objects.all()}
        pages = {
            number: [sheet.form_page for sheet in family.sheets.order_by("form_page")]
            for number, family in found.items()
        }
        stray = Sheet.objects.get(state=Sheet.ASIDE)
    assert pages == {one.number: [1, 2, 4, 5, 6], other.number: [1, 2, 3, 4, 5]}
    assert stray.aside == Sheet.WHOSE and "このページの児童氏名は" in stray.reason
    listed = client.get("/admissions/").content.decode()
    assert "3 ページ目「保護者の就労の状況」がありません。" in listed
    assert "6 ページ目「児童の健康と同意」がありません。" in listed
    told = client.get("/admissions/intake/undecided/").content.decode()
    assert f"整理番号 {other.number} は" in told
    # A person gives the page to whom it belongs; the family that has that page already doesn't take it.
    decide = f"/admissions/intake/sheets/{stray.pk}/decide/"
    answer = client.post(decide, {"application": found[other.number].pk}, follow=True)
    assert "3 ページ目がもうあります" in answer.content.decode()
    client.post(decide, {"application": found[one.number].pk})
    _confirm(client, found[one.number])
    with gate.enter(actor(cast.alice), "admissions.review"):
        assert Application.objects.get(number=one.number).state == Application.CHECKED
        assert Application.objects.get(number=other.number).state == Application.OPEN
    _left(client, one.number)
    # Nothing that was read stands in the tables in plain but number and name.
    sealed = str(superuser.execute("SELECT entries::text FROM admissions_sheet").fetchall())
    assert "みほん市" not in sealed
    # What comes in later joins its family.
    hand_in(cast, pages_pdf((other, (6,))), "later.pdf")
    with gate.enter(actor(cast.alice), "admissions.review"):
        assert Application.objects.get(number=other.number).sheets.count() == 6
    again = client.generic(
        "POST", "/admissions/intake/files/", pages_pdf((other, (6,))), headers={"X-File-Name": "x.pdf"}
    )
    assert again.status_code == 400 and "もう受け取っています" in again.json()["message"]


def _page(scan: Scan, number: int, state: str, family: Application | None) -> Sheet:
    """A page of the file that shows the form's first page; all of them are the same picture."""
    aside = {} if family else {"aside": Sheet.WHOSE, "reason": "番号が読めません。"}
    return Sheet.objects.create(
        scan=scan, number=number, form_page=1, state=state, application=family, content="a" * 64, received_at=clock.now(), **aside
    )  # fmt: skip


def test_the_same_picture_twice_is_told_and_a_page_that_nobody_needs_goes(cast: Cast) -> None:
    client = signed_in(cast.alice)
    with gate.enter(actor(cast.alice), "admissions.intake"), transaction.atomic():
        scan = Scan.objects.create(name="a.pdf", digest="d", state=Scan.READ, received_at=clock.now())
        first, second = (
            Application.objects.create(number=number, child="子", received_at=clock.now())
            for number in ("H-1", "H-2")
        )
        _page(scan, 1, Sheet.READ, first)
        same = _page(scan, 2, Sheet.ASIDE, None)
    decide = f"/admissions/intake/sheets/{same.pk}/decide/"
    for told in ({"application": second.pk}, {"new": "1", "number": "H-3", "child": "子"}):
        page = client.post(decide, told, follow=True).content.decode()
        assert "まったく同じ画像" in page and "要らないページ" in page
    with gate.enter(actor(cast.alice), "admissions.intake"):
        assert not Application.objects.filter(number="H-3").exists(), "no family without a page"
        # The other page of the file has been handed over.
        Sheet.objects.filter(application=first).update(closed_on=clock.today())
    assert "要らないページにしました" in client.post(decide, {"dismiss": "1"}, follow=True).content.decode()
    assert "決めるページはありません" in client.get("/admissions/intake/undecided/").content.decode()
    with gate.enter(actor(cast.alice), "admissions.intake"):
        assert Scan.objects.get(pk=scan.pk).closed_on == clock.today()
    again = client.post(decide, {"application": second.pk}, follow=True).content.decode()
    assert "加えられません" in again


def _confirm(client: Client, row: Application) -> None:
    """Every page is looked at; one value is put right, one is refused first."""
    page = client.get(f"/admissions/applications/{row.pk}/").content.decode()
    assert "の画像" in page
    with gate.enter(actor_of(client), "admissions.review"):
        sheets = list(Sheet.objects.filter(application=row).order_by("form_page"))
        entries = [json.loads(sheet.entries) for sheet in sheets]
    for sheet, said in zip(sheets, entries, strict=True):
        url = f"/admissions/applications/{row.pk}/pages/{sheet.pk}/"
        assert client.get(f"{url}picture/").content.startswith(b"\xff\xd8")
        if sheet.form_page == 1:
            born = next(f"b{n}" for n, one in enumerate(said) if one["name"] == "児童生年月日")
            assert "日付ではありません" in client.post(url, {born: "きのう"}, follow=True).content.decode()
            assert client.post(url, {born: "令和4年5月6日"}).status_code == 302
        else:
            client.post(url, {})


def actor_of(client: Client) -> gate.Actor:
    """Whoever is signed in."""
    from sekisho.people.models import Staff

    return actor(Staff.objects.get(pk=client.session["_auth_user_id"]))


def _left(client: Client, number: str) -> None:
    """Only the confirmed application leaves, in three ways."""
    one = family("one")
    data = client.get("/admissions/delivery/csv/").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(data)))
    header, first = lines[0], lines[1]
    told = dict(zip(header, first, strict=False))
    assert told["整理番号"] == number and told["児童生年月日"] == "2022-05-06" and told["年度"] == "2026"
    assert told["住所"] == one.values["1/住所"] and told["2-氏名-1"] == one.values["2/氏名/1"].replace(
        "\u3000", ""
    )
    day = parse_date(one.values["1/申込年月日"])
    assert day and told["申込年月日"] == day.isoformat()
    assert len(lines) == 3 and "確かめた申込みの引き渡し" in lines[2][0]
    shift = client.get("/admissions/delivery/csv/?coding=cp932").content.decode("cp932")
    assert "整理番号" in shift and number in shift
    found = json.loads(client.get("/admissions/delivery/json/").content)
    assert [row["整理番号"] for row in found["申込み"]] == [number] and found["申込み"][0]["欄"][
        "第1希望"
    ] == "丘の上保育園"
    page = client.get("/admissions/delivery/").content.decode()
    assert number in page
    with gate.enter(actor_of(client), "admissions.delivery"):
        key = Application.objects.get(number=number).pk
    client.post("/admissions/delivery/close/", {"application": key})
    with gate.enter(actor_of(client), "admissions.delivery"):
        row = Application.objects.get(pk=key)
        assert row.closed_on and not row.sheets.filter(closed_on__isnull=True).exists()
        # The file still holds a family's pages that aren't handed over.
        assert Scan.objects.get().closed_on is None
    assert number not in client.get("/admissions/delivery/").content.decode()


def test_others_keep_out(cast: Cast) -> None:
    hand_in(cast, pages_pdf((family("one"), (1,))))
    outside = signed_in(cast.charlie)
    for page in (
        "",
        "intake/",
        "applications/1/",
        "applications/1/pages/1/picture/",
        "delivery/csv/",
        "intake/sheets/1/picture/",
    ):
        assert outside.get(f"/admissions/{page}").status_code == 403
