"""A version's way from draft to force, by two people; and cases that keep the catalogue of their day."""

import datetime
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from sekisho import gate
from sekisho.affairs.bereavement.editor import actions, document, versions
from sekisho.affairs.bereavement.models import CatalogueVersion
from sekisho.affairs.bereavement.procedures import build, catalogue
from sekisho.affairs.bereavement.tests.desk import WIFE, booked, came, looked_up
from sekisho.affairs.bereavement.web.catalogue.forms import QuestionForm, asked
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people.models import Office, Staff
from sekisho.residents.tests.people import Desk
from tests.cast import actor, hire, signed_in
from tests.gate.test_hostile_input import HOSTILE

LIST = "/bereavement/catalogue/"


@pytest.fixture
def chief(office: Desk) -> Staff:
    return hire("3009", "柿本 かなえ", "section_chief", Office.objects.get(code="goizoku"))


def _draft(clerk: Client) -> CatalogueVersion:
    assert clerk.post(LIST, {"title": "国保の持ち物を直す"}).status_code == 302
    return CatalogueVersion.objects.latest("id")


def _said(version: CatalogueVersion, key: str, **told: object) -> dict[str, object]:
    """The procedure's form as the page shows it, with some fields typed otherwise."""
    row = document.row(version.content, key)
    assert row
    number, _, unit = row["deadline"].get("length", "").partition(" ")
    return {
        **{name: row.get(name, "") for name in ("name", "name_easy", "name_en", "when", "counter", "channel", "ground", "note")},
        "roles": row["roles"], **({"roles_unsure": "on"} if row.get("roles_unsure") else {}),
        **{name: "\n".join(row[name]) for name in ("bring", "form", "who")}, "kind": row["deadline"]["kind"], "number": number,
        "unit": unit or "days", "base": row["deadline"].get("base", ""), "counted": row["deadline"].get("counted", ""),
        "revision": version.revision, **told,
    }  # fmt: skip


def _tomorrow() -> datetime.datetime:
    return clock.now() + datetime.timedelta(days=1, hours=1)


def test_from_draft_to_force_by_two_people(clerk: Client, chief: Staff) -> None:
    version = _draft(clerk)
    page = f"{LIST}{version.pk}/"
    tried = clerk.post(
        f"{page}procedures/H01/", _said(version, "H01", when='d.ins in ("nhi", "nhi_union")', do="try")
    )
    assert "結果の変わる家族はありません" in tried.content.decode()
    tried = clerk.post(
        f"{page}procedures/H01/", _said(version, "H01", when='d.ins == "latter_elderly"', do="try")
    )
    assert "外国籍の人" in tried.content.decode() and "要る → <b>要らない</b>" in tried.content.decode()
    version.refresh_from_db()
    assert version.revision == 0, "to try is not to keep"
    kept = _said(version, "H01", when='d.ins == "latter_elderly"', bring="健康保険の資格確認書")
    assert clerk.post(f"{page}procedures/H01/", kept).status_code == 302
    again = clerk.post(f"{page}procedures/H01/", kept)
    assert again.status_code == 400 and "ほかの画面で直されています" in again.content.decode()
    shown = clerk.get(page).content.decode()
    assert "外国籍の人" in shown and "変更" in shown
    clerk.post(f"{page}move/", {"do": "send"})
    # Who has changed it can't decide, though their post could.
    with (
        gate.enter(actor(chief), "bereavement.catalogue_approval"),
        pytest.raises(UserError, match="直した人"),
    ):
        actions.decide(version.pk, _tomorrow().date(), version.editors[0])
    assert clerk.post(f"{page}decision/", {"valid_from": "2030-01-01"}).status_code == 403
    decider = signed_in(chief)
    assert "国保の持ち物を直す" in decider.get(f"{LIST}waiting/").content.decode()
    early = decider.post(f"{page}decision/", {"valid_from": clock.today().isoformat()})
    assert early.status_code == 400 and "明日から後" in early.content.decode()
    assert decider.post(f"{page}decision/", {"valid_from": _tomorrow().date().isoformat()}).status_code == 302
    assert versions.in_force() is catalogue()
    with clock.at(_tomorrow()):
        assert versions.in_force().procedure("H01").bring == ("健康保険の資格確認書",)  # type: ignore[union-attr]
        assert versions.in_force().as_of == clock.today()
        with override_settings(SEKISHO_ZONE="internet"):
            told = {"asked": "d.ins", "d.ins": "latter_elderly", "do": "show"}
            public = (
                Client(headers={"host": "localhost"}).post("/bereavement/navigator/", told).content.decode()
            )
    assert "健康保険の資格確認書" in public
    assert clerk.post(f"{page}procedures/H01/", kept).status_code == 400, "a decided version never changes"


def test_a_case_keeps_the_catalogue_that_it_was_planned_with(
    clerk: Client, chief: Staff, office: Desk
) -> None:
    visit = booked(clerk)
    looked_up(clerk, visit)
    with gate.enter(office.desk, "bereavement.catalogue"):
        version = actions.begin("K03 をやめる", office.desk.key or 0)
        actions.change(version.pk, 0, office.desk.key or 0, lambda said: document.without_row(said, "K03"))
        actions.send(version.pk)
    with gate.enter(actor(chief), "bereavement.catalogue_approval"):
        actions.decide(version.pk, _tomorrow().date(), chief.pk)
    with clock.at(_tomorrow()):
        assert versions.in_force().procedure("K03") is None
        assert "世帯主変更届" in came(clerk, visit, **WIFE)
        late = booked(clerk, 1)
        assert "世帯主変更届" not in looked_up(clerk, late)


def test_what_stops_a_version_is_told_before_it_is_sent(clerk: Client) -> None:
    version = _draft(clerk)
    page = f"{LIST}{version.pk}/"
    wrong = clerk.post(f"{page}procedures/E01/", _said(version, "E01", when="d.dgo"))
    assert wrong.status_code == 400 and "「d.dog」ではありませんか" in wrong.content.decode()
    assert (
        clerk.post(f"{page}procedures/E01/", _said(version, "E01", when="d.dog and not d.dog")).status_code
        == 302
    )
    assert "条件が矛盾しています" in clerk.get(page).content.decode()
    stopped = clerk.post(f"{page}move/", {"do": "send"})
    assert stopped.status_code == 400 and "条件が矛盾しています" in stopped.content.decode()


def test_the_list_of_unsure_is_worked_off(clerk: Client) -> None:
    version = _draft(clerk)
    page = f"{LIST}{version.pk}/unsure/"
    assert "要確認の手続き（64）" in clerk.get(page).content.decode()
    assert clerk.post(page, {"procedure": "K03", "source": "", "revision": "0"}).status_code == 400
    assert clerk.post(page, {"procedure": "K03", "source": "住民係 内線", "revision": "0"}).status_code == 302
    shown = clerk.get(page).content.decode()
    assert "要確認の手続き（63）" in shown and "磯部 いずみ" in shown and clock.today().isoformat() in shown
    text = clerk.get(f"{LIST}{version.pk}/list.yaml").content.decode()
    assert "confidence: city\n  source: 住民係 内線" in text


def test_families_and_files(clerk: Client) -> None:
    version = _draft(clerk)
    page = f"{LIST}{version.pk}/"
    assert (
        clerk.post(f"{page}families/", {"name": "犬を飼う人", "d.dog": "true", "revision": "0"}).status_code
        == 302
    )
    assert "犬の所有者変更/死亡届" in clerk.get(f"{page}families/").content.decode()
    assert (
        clerk.post(
            f"{page}families/", {"name": "何も分からない", "do": "remove", "revision": "1"}
        ).status_code
        == 302
    )
    exported = clerk.get(f"{page}list.yaml")
    text = exported.content.decode()
    assert (
        exported["Content-Disposition"].endswith('.yaml"')
        and "犬を飼う人" in text
        and "何も分からない" not in text
    )
    changed = text.replace("name: 犬の所有者変更/死亡届", "name: 犬の届出")
    sent = {"file": SimpleUploadedFile("x.yaml", changed.encode()), "revision": "2"}
    assert clerk.post(f"{page}import/", sent).status_code == 302
    assert "犬の届出" in clerk.get(page).content.decode()
    for broken in (b"\xff\xfe\x00", b"a: [", b"[]"):
        sent = {"file": SimpleUploadedFile("x.yaml", broken), "revision": "3"}
        assert clerk.post(f"{page}import/", sent).status_code == 400
    assert clerk.post(f"{page}move/", {"do": "drop"}).status_code == 302
    assert CatalogueVersion.objects.get(pk=version.pk).state == "dropped"


def test_whatever_is_typed_no_page_of_a_draft_breaks(clerk: Client) -> None:
    version = _draft(clerk)
    page = f"{LIST}{version.pk}/"
    nested = (
        "not " * 3000 + "d.dog",
        "(" * 300 + "d.dog" + ")" * 300,
        "d.ins == {}",
        "d.ins in ([],)",
        "d.dog in (d.dog,)",
        "d.age >= 1e400",
    )
    fields = (
        "when",
        "name",
        "bring",
        "who",
        "number",
        "unit",
        "base",
        "counted",
        "channel",
        "kind",
        "revision",
    )
    texts = random.Random(5).sample(HOSTILE, len(fields))
    tries = [*(("when", text) for text in nested), *zip(fields, texts, strict=True)]
    for field, text in tries:
        said = {**_said(version, "E01", do="try"), field: text}
        assert clerk.post(f"{page}procedures/E01/", said).status_code in (200, 400), (field, text)
    for text in texts[:4]:
        sent = {"file": SimpleUploadedFile("x.yaml", text.encode("utf-8", "replace")), "revision": "0"}
        assert clerk.post(f"{page}import/", sent).status_code == 400, text
        typed = {
            "name": "d.x",
            "label": text,
            "kind": "enum",
            "values": text,
            "source": text,
            "ask": text,
            "revision": "0",
        }
        assert clerk.post(f"{page}questions/new/", typed).status_code == 400, text
        told = {"name": text, "d.age": text, "d.ins": text, "d.date_of_death": text, "revision": "0"}
        assert clerk.post(f"{page}families/", told).status_code == 400, text
    assert clerk.get(page).status_code == 200


def test_two_versions_do_not_begin_on_one_day(clerk: Client, chief: Staff) -> None:
    first, second = _draft(clerk), _draft(clerk)
    for one in (first, second):
        clerk.post(f"{LIST}{one.pk}/move/", {"do": "send"})
    decider, day = signed_in(chief), {"valid_from": "2030-01-07"}
    assert decider.post(f"{LIST}{first.pk}/decision/", day).status_code == 302
    said = decider.post(f"{LIST}{second.pk}/decision/", day)
    assert said.status_code == 400 and "もう決まっています" in said.content.decode()


def test_questions_are_edited_on_the_page(clerk: Client) -> None:
    version = _draft(clerk)
    page = f"{LIST}{version.pk}/"
    said = {
        "name": "d.boat", "label": "故人は船を持っていた", "kind": "enum", "ask": "船をお持ちでしたか。", "ask_easy": "船を 持っていましたか。",
        "ask_en": "Did the person own a boat?", "values": "small = 小型 = Small\nlarge=大型", "source": "section",
        "section": "港湾課", "revision": "0",
    }  # fmt: skip
    for field, text in (("name", "boat"), ("values", ""), ("values", "小型"), ("values", "a=い\na=ろ"), ("values", "unknown = ?"), ("kind", "x")):  # fmt: skip
        assert clerk.post(f"{page}questions/new/", {**said, field: text}).status_code == 400, (field, text)
    assert clerk.post(f"{page}questions/new/", said).status_code == 302
    again = clerk.post(f"{page}questions/new/", {**said, "revision": "1"})
    assert again.status_code == 400 and "もうあります" in again.content.decode()
    kept = document.question(CatalogueVersion.objects.get(pk=version.pk).content, "d.boat")
    assert (
        kept
        and kept["values"] == {"small": "小型", "large": "大型"}
        and kept["values_en"] == {"small": "Small"}
    )
    assert "small = 小型 = Small" in clerk.get(f"{page}questions/d.boat/").content.decode()
    version.refresh_from_db()
    row = _said(version, "E01", when='d.boat == "large" or d.dog')
    assert clerk.post(f"{page}procedures/E01/", row).status_code == 302
    held = clerk.post(f"{page}questions/d.boat/", {"do": "remove", "revision": "2"})
    assert held.status_code == 400 and "E01 の条件で使われています" in held.content.decode()
    # An answer that a condition compares with can't go either.
    less = clerk.post(f"{page}questions/d.boat/", {**said, "values": "small = 小型", "revision": "2"})
    assert less.status_code == 400 and "「large」はありません" in less.content.decode()
    assert '<span class="mark success">加えた</span> 故人は船を持っていた' in clerk.get(page).content.decode()
    day = {"name": "d.date_of_death", "do": "remove", "revision": "2"}
    assert clerk.post(f"{page}questions/d.date_of_death/", day).status_code == 400
    assert clerk.get(f"{page}questions/d.nothing/").status_code == 404


def test_a_question_kept_as_it_was_is_no_change(clerk: Client) -> None:
    version = _draft(clerk)
    page = f"{LIST}{version.pk}/"
    for revision, one in enumerate(version.content["attributes"]):
        form = QuestionForm(initial=asked(one))
        said = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
        sent = {**said, "revision": str(revision)}
        assert clerk.post(f"{page}questions/{one['name']}/", sent).status_code == 302, one["name"]
    version.refresh_from_db()
    assert build(version.content).attributes == catalogue().attributes
    assert "質問：" not in clerk.get(page).content.decode()
