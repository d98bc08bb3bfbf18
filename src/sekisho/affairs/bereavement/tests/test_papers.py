"""Forms filled over the city's blanks: placed, printed, replaced by a new version in the middle, read by a second PDF reader."""

import io
import subprocess
from pathlib import Path

import pikepdf
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageChops

from sekisho.affairs.bereavement.demo import build_blanks
from sekisho.affairs.bereavement.papers import fill, samples
from sekisho.affairs.bereavement.papers.fields import CHECK, FIELDS, ROLE, TICK, Place, sample
from sekisho.affairs.bereavement.procedures import catalogue
from sekisho.affairs.bereavement.tests.desk import WIFE, booked, came, everything, looked_up, text_of
from sekisho.base.errors import UserError


def _blank() -> bytes:
    one = catalogue().procedure("K03")
    assert one is not None
    return samples.blank(one)


def _boxes(pdf: bytes, folder: Path) -> dict[str, tuple[float, float]]:
    """Where the second reader finds words: left edge and lower edge in millimetres."""
    (folder / "boxes.pdf").write_bytes(pdf)
    command = ["pdftotext", "-bbox", str(folder / "boxes.pdf"), "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    found = {}
    for line in said.splitlines():
        if line.strip().startswith("<word"):
            parts = line.split('"')
            found[line.split(">")[1].split("<")[0]] = (
                float(parts[1]) * 25.4 / 72,
                float(parts[7]) * 25.4 / 72,
            )
    return found


def test_a_text_stands_where_its_place_is_and_shrinks_to_fit(tmp_path: Path) -> None:
    places = [
        Place("deceased_name", 0, 70, 100, 100, 12),
        Place("deceased_address", 0, 70, 120, 30, 12),
        Place("visitor_phone", 0, 120, 140, 60, 10),
    ]
    values = {**sample(), "deceased_name": "髙橋󠄀太郎", "deceased_address": "みほん市" * 8}
    made = fill.filled([fill.Sheet(_blank(), places, values)], "試し", "S00000001-00", "だれか・S00000001-00")
    found = _boxes(made, tmp_path)
    left, low = next(place for word, place in found.items() if "橋太郎" in word)
    assert abs(left - 70) < 0.5 and 99 < low < 104
    assert 100 < found["000-0000-0000"][0] + 0.5 - 20 < 102
    wide = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "boxes.pdf"), "-"], capture_output=True, check=True
    )
    long = next(line for line in wide.stdout.decode().splitlines() if "みほん市みほん市" in line)
    assert (float(long.split('"')[5]) - float(long.split('"')[1])) * 25.4 / 72 < 31
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1 and str(pdf.docinfo["/Keywords"]) == "S00000001-00"
    assert made == fill.filled([fill.Sheet(_blank(), places, values)], "試し", "S00000001-00", "だれか・S00000001-00")  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken", b"PK\x03\x04", b"x" * 5_000_001])
def test_what_is_no_blank_is_refused(data: bytes) -> None:
    with pytest.raises(UserError):
        fill.checked(data)


def test_a_blank_loses_what_acts_by_itself() -> None:
    with pikepdf.open(io.BytesIO(_blank())) as pdf:
        pdf.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")
        pdf.pages[0].rotate(90, relative=False)
        saved = io.BytesIO()
        pdf.save(saved)
        with pytest.raises(UserError, match="回転"):
            fill.checked(saved.getvalue())
        pdf.pages[0].rotate(0, relative=False)
        saved = io.BytesIO()
        pdf.save(saved)
    assert b"/OpenAction" in saved.getvalue() and b"/OpenAction" not in fill.checked(saved.getvalue())


def _upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("blank.pdf", data, "application/pdf")


def test_a_new_form_is_placed_by_pressing_the_paper_and_by_typing(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    said = {"name": "世帯主変更届", "procedures": "Ｋ０３ k06", "file": _upload(_blank())}
    assert (
        clerk.post(
            "/bereavement/blanks/", {**said, "procedures": "K99", "file": _upload(_blank())}
        ).status_code
        == 400
    )
    wrong = clerk.post("/bereavement/blanks/", {**said, "procedures": "Z99", "file": _upload(b"nothing")})
    shown = wrong.content.decode()
    assert (
        wrong.status_code == 400
        and 'value="Z99"' in shown
        and "手続きの番号「Z99」は一覧にありません" in shown
    )
    assert "PDF として読めません" in shown
    page = clerk.post("/bereavement/blanks/", said)["Location"]
    assert clerk.post(f"{page}use/").status_code == 400, "no place yet"
    # 265 dots of 96 an inch are 70.1 mm.
    press = {"field": "visitor_name", "page": "0", "at.x": "265", "at.y": "378"}
    assert clerk.post(f"{page}place/", press).status_code == 302
    assert clerk.post(f"{page}place/", {**press, "field": "caller_phone"}).status_code == 400
    assert clerk.post(f"{page}place/", {**press, "page": "7"}).status_code == 400
    assert clerk.post(f"{page}place/", {**press, "at.x": "9999"}).status_code == 400
    places = "SELECT places, procedures FROM bereavement_blank ORDER BY id DESC LIMIT 1"
    kept, ids = superuser.execute(places).fetchone()  # type: ignore[misc]
    assert (kept[0]["x"], kept[0]["y"], ids) == (70.1, 100.0, ["K03", "K06"])
    typed = {"x-0": "80", "y-0": "101.5", "width-0": "60", "size-0": "12"}
    for name, text, says in (
        ("size-0", "99", "ポイントで書いてください"), ("x-0", "あ", "数字で書いてください"), ("y-0", "-5", "縦 0〜297 mm"),
        ("width-0", "nan", "数字で書いてください"),
    ):  # fmt: skip
        refused = clerk.post(f"{page}places/", {**typed, name: text})
        shown = refused.content.decode()
        assert refused.status_code == 400 and says in shown and f'name="{name}" value="{text}"' in shown
        assert "紙の上の" in shown, "on the page itself"
    assert clerk.post(f"{page}places/", typed).status_code == 302
    picture = clerk.get(f"{page}pages/0.png")
    assert picture.content.startswith(b"\x89PNG") and clerk.get(f"{page}pages/1.png").status_code == 404
    left, low = _boxes(clerk.get(f"{page}sample.pdf").content, tmp_path)[
        FIELDS["visitor_name"][1].split("\u3000")[0]
    ]
    assert abs(left - 80) < 0.6 and 100 < low < 105
    assert clerk.post(f"{page}use/").status_code == 302
    assert clerk.post(f"{page}place/", press).status_code == 400, "a version in use never changes"


def test_the_case_keeps_the_version_it_was_printed_with_and_says_so(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    build_blanks()
    visit = booked(clerk, deceased_address="みほん市本町1丁目")
    looked_up(clerk, visit)
    answers = {
        "d.ins": "latter_elderly", "d.funeral_held": "true", "d.pension": "basic_only", "d.dog": "true", "d.tax_resident": "true",
        "d.owns_real_estate": "true", "d.mynumber_card": "true",
    }  # fmt: skip
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", answers)
    page = came(clerk, visit, **WIFE)
    assert "世帯主変更" in page and "書式をまとめて刷る" in page
    details = {"visitor_address": "みほん市本町1丁目", "visitor_phone": "000-1234-5678", "visitor_birth": "S15.5.1"}  # fmt: skip
    clerk.post(f"/bereavement/visits/{visit}/details/", details)
    everything(clerk, visit, page)
    forms = f"/bereavement/visits/{visit}/forms/"
    first = clerk.post(forms)
    with pikepdf.open(io.BytesIO(first.content)) as pdf:
        assert len(pdf.pages) >= 10
    said = text_of(first.content, tmp_path)
    assert said.count("000-1234-5678") == said.count("高橋太郎") >= 10 and "令和8年11月1日" in said
    assert "昭和13年3月5日" in said and "昭和15年5月1日" in said and "S15.5.1" not in said
    assert "昭和13年3月5日" in clerk.get(f"/bereavement/visits/{visit}/").content.decode()
    blank = superuser.execute("SELECT id FROM bereavement_blank WHERE key = 'k03'").fetchone()[0]  # type: ignore[index]
    draft = clerk.post(f"/bereavement/blanks/{blank}/replace/", {"file": _upload(_blank())})["Location"]
    assert clerk.post(f"/bereavement/blanks/{blank}/replace/", {"file": _upload(_blank())}).status_code == 400
    arrival = f"/bereavement/visits/{visit}/arrival/"
    assert "新しい版" not in clerk.get(arrival).content.decode(), "a draft replaces nothing"
    clerk.post(f"{draft}use/")
    page = clerk.get(arrival).content.decode()
    assert "第1版）" in page and "第2版に替わっています" in page
    again = clerk.post(forms)
    with pikepdf.open(io.BytesIO(again.content)) as pdf, pikepdf.open(io.BytesIO(first.content)) as before:
        assert len(pdf.pages) == len(before.pages)
    newer = clerk.post(forms, {"version": "new"})
    with pikepdf.open(io.BytesIO(newer.content)) as pdf:
        assert len(pdf.pages) == 1, "only what was replaced"
    page = clerk.get(arrival).content.decode()
    assert "第2版）" in page and "第2版に替わっています" not in page
    versions = superuser.execute(
        "SELECT array_agg(b.version ORDER BY p.id) FROM bereavement_formprint p JOIN bereavement_blank b ON b.id = p.blank_id"
        " WHERE b.key = 'k03'"
    ).fetchone()
    assert versions == ([1, 1, 2],)


def test_a_box_is_ticked_where_it_is_so_and_stays_empty_where_nobody_knows(tmp_path: Path) -> None:
    places = [
        Place(CHECK, 0, 70, 100, 5, 11, "d.ins", "nhi"), Place(CHECK, 0, 70, 120, 5, 11, "d.ins", "welfare"),
        Place(CHECK, 0, 120, 140, 5, 11, ROLE, "mourner"),
    ]  # fmt: skip
    sheet = fill.Sheet(_blank(), places, {}, {("d.ins", "nhi"), (ROLE, "heir")})
    made = fill.filled([sheet], "試し", "", "試し")
    found = _boxes(made, tmp_path)
    assert abs(found[TICK][0] - 70) < 1 and 98 < found[TICK][1] < 105
    assert text_of(made, tmp_path).count(TICK) == 1
    # And on the picture: ink in the first box, none in the others.
    picture = Image.open(io.BytesIO(fill.picture(made, 0))).convert("L")
    empty = Image.open(io.BytesIO(fill.picture(_blank(), 0))).convert("L")
    for x, y, ink in ((70, 100, True), (70, 120, False), (120, 140, False)):
        at = tuple(round(mm / 25.4 * fill.DPI) for mm in (x, y - 4, x + 5, y + 1))
        assert (picture.crop(at).tobytes() != empty.crop(at).tobytes()) is ink


def test_boxes_are_placed_on_the_page_by_what_they_hang_on(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    page = clerk.post("/bereavement/blanks/", {"name": "届", "procedures": "H07", "file": _upload(_blank())})["Location"]  # fmt: skip
    shown = clerk.get(page, {"what": "d.ins"}).content.decode()
    assert "国民健康保険" in shown and 'name="what" value="d.ins"' in shown
    assert 'name="what" value=' not in clerk.get(page, {"what": "d.date_of_death"}).content.decode()
    press = {"field": "check", "page": "0", "at.x": "265", "at.y": "378"}
    for what, value, status in (
        ("d.ins", "nhi", 302), ("d.ins", "other", 400), ("d.age", "3", 400), ("role", "mourner", 302), ("role", "city", 400),
        ("H07", "done", 302), ("H07", "gone", 400), ("d.dog", "true", 302), ("", "", 400),
    ):  # fmt: skip
        answer = clerk.post(f"{page}place/", {**press, "what": what, "value": value})
        assert answer.status_code == status, (what, value)
    assert (
        clerk.post(f"{page}place/", {**press, "what": "d.ins", "value": "welfare", "at.x": "300"}).status_code
        == 302
    )
    shown = clerk.get(page).content.decode()
    for words in (
        "医療保険：国民健康保険",
        "✓ 届け出る方が喪主",
        "✓ 後期 葬祭費：済み",
        "飼い主だった：はい",
    ):
        assert words in shown, words
    assert shown.count("医療保険：国民健康保険の横") == 1
    assert clerk.post(f"{page}use/").status_code == 302
    kept = superuser.execute("SELECT places FROM bereavement_blank ORDER BY id DESC LIMIT 1").fetchone()
    assert kept and len(kept[0]) == 5 and kept[0][0]["what"] == "d.ins"


def test_a_field_is_added_without_a_mouse_and_a_tick_has_its_middle_where_it_was_pressed(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    page = clerk.post("/bereavement/blanks/", {"name": "届", "procedures": "H07", "file": _upload(_blank())})["Location"]  # fmt: skip
    add = {"field": "visitor_name", "page": "0"}
    assert "加えました" in clerk.post(f"{page}place/", add, follow=True).content.decode()
    again = clerk.post(f"{page}place/", {**add, "at.x": "0", "at.y": "0"}, follow=True).content.decode()
    assert "もうこのページにあります" in again and again.count("届け出る方の氏名の横") == 1
    assert clerk.post(f"{page}place/", {**add, "page": "7"}).status_code == 400
    tick = {"field": "check", "page": "0", "what": "d.ins", "value": "nhi", "at.x": "265", "at.y": "378"}
    assert clerk.post(f"{page}place/", tick).status_code == 302
    kept = superuser.execute("SELECT places FROM bereavement_blank ORDER BY id DESC LIMIT 1").fetchone()
    name, placed = (Place(**one) for one in kept[0])  # type: ignore[index]
    assert 0 < name.x < 100 and 140 < name.y < 160
    ticked = fill.filled([fill.Sheet(_blank(), [placed], {}, {("d.ins", "nhi")})], "試し", "", "")
    pictures = (Image.open(io.BytesIO(fill.picture(data, 0))).convert("L") for data in (ticked, _blank()))
    ink = ImageChops.difference(*pictures).crop((200, 300, 330, 450)).getbbox()
    assert ink and abs(200 + (ink[0] + ink[2]) / 2 - 265) <= 2 and abs(300 + (ink[1] + ink[3]) / 2 - 378) <= 2


def test_the_registrys_spelling_and_ticks_stand_on_the_forms_of_a_visit(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    build_blanks()
    visit = booked(clerk)
    arrival, forms = (f"/bereavement/visits/{visit}/{path}/" for path in ("arrival", "forms"))
    looked_up(clerk, visit)
    clerk.post(
        f"/bereavement/visits/{visit}/preparation/answers/",
        {"d.ins": "latter_elderly", "d.funeral_held": "true"},
    )
    page = came(clerk, visit, **{**WIFE, "name": "髙橋花子"})
    assert "刷れない字" not in page and "空けて刷ります。" not in page
    count = page.count("（第1版）")
    said = text_of(clerk.post(forms).content, tmp_path)
    assert said.count("髙橋太郎") == said.count("高橋太郎") == count, (
        "as the registry writes it, and as it was told"
    )
    ticks = said.count("✓")
    assert 0 < ticks < count * 3
    everything(clerk, visit, page)
    assert text_of(clerk.post(forms).content, tmp_path).count("✓") > ticks
    # A kanji of which the registry asks a shape, and one that no font has: told, and 〓 instead of a hole.
    superuser.execute("UPDATE bereavement_visit SET registry_name = %s", ["渡邉󠄀\ue000"])
    page = clerk.get(arrival).content.decode()
    assert "書かれたとおりに刷れない字があります" in page and "邉󠄀、\ue000" in page
    assert "渡邉〓" in text_of(clerk.post(forms).content, tmp_path)
    superuser.execute("UPDATE bereavement_visit SET registry_name = ''")
    assert "住民記録の字の氏名は、空けて刷ります" in clerk.get(arrival).content.decode()


def test_who_can_not_prove_the_relation_gets_no_form(clerk: Client) -> None:
    build_blanks()
    visit = booked(clerk)
    came(clerk, visit, name="見知 らぬ")
    answer = clerk.post(f"/bereavement/visits/{visit}/forms/")
    assert answer.status_code == 400 and "高橋" not in answer.content.decode()
    assert clerk.post(f"/bereavement/visits/{visit}/details/", {"visitor_phone": "1"}).status_code == 400
