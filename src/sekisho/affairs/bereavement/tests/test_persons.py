"""The persons of a case and their roles: written down once the relation is proven, and the right one on every paper."""

import re
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from sekisho import gate
from sekisho.affairs.bereavement.demo import build_blanks
from sekisho.affairs.bereavement.models import Person
from sekisho.affairs.bereavement.tests.desk import WIFE, booked, came, looked_up, text_of
from sekisho.residents.tests.people import Desk

FACTS = {
    "d.ins": "latter_elderly", "d.funeral_held": "true", "d.dog": "true", "d.welfare": "true", "d.tax_resident": "true",
    "d.pension": "none", "d.pension_cat": "none",
}  # fmt: skip


def _row(page: str, name: str) -> str:
    """The row of a procedure, without marks."""
    rows = [re.sub(r"<[^>]+>", "", one) for one in re.split(r"<tr[^>]*>", page) if "の結果</label>" in one]
    return next(one for one in rows if one.startswith(name))


def _visited(clerk: Client) -> tuple[int, str]:
    visit = booked(clerk, deceased_address="みほん市本町1丁目")
    looked_up(clerk, visit)
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", FACTS)
    return visit, came(clerk, visit, **WIFE, address="みほん市本町1丁目", phone="000-1111-1111")


def _answered(clerk: Client, visit: int, **said: str) -> str:
    told = {name.replace("_is", "").replace("role_", "role-"): value for name, value in said.items()}
    assert clerk.post(f"/bereavement/visits/{visit}/persons/", told).status_code == 302
    return clerk.get(f"/bereavement/visits/{visit}/arrival/").content.decode()


def test_each_procedure_says_who_may_and_a_question_is_asked_once(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    visit, page = _visited(clerk)
    # The wife of the head, of the same household as the registry says: an heir, a relative, who lived there.
    kept = superuser.execute("SELECT visitor, name, roles, here FROM bereavement_person").fetchall()
    assert kept == [(True, "", ["heir", "member", "cohabitant", "declarant", "spouse", "relative"], True)], (
        "the name stands once, in the visit"
    )
    assert "来た方ができます（同じ世帯の方として" in _row(page, "世帯主変更届")
    assert "来た方ができます（親族として" in _row(page, "マイナンバーカード") or "マイナンバー" not in page
    assert "だれができるか分かりません → 喪主はどなたですか" in _row(page, "後期 葬祭費")
    assert page.count('<label for="role-mourner">') == 1 and 'id="role-heir_head"' in page
    count = re.search(r'for="role-heir_head">[^<]*<span class="small">(\d+) の手続き', page)
    assert count and int(count[1]) == page.count('href="#role-heir_head"') > 1
    wife = superuser.execute("SELECT id FROM bereavement_person").fetchone()[0]  # type: ignore[index]
    told = {"role-mourner": str(wife), "role-heir_head": "new", "role-dog_owner": "none"}
    answer = clerk.post(f"/bereavement/visits/{visit}/persons/", told)
    kept = answer.content.decode()
    assert answer.status_code == 400 and "「ほかの方」の氏名を書いてください" in kept
    assert '<option value="new" selected>' in kept and f'<option value="{wife}" selected>' in kept, (
        "choices stay"
    )
    page = _answered(clerk, visit, **told, name="髙橋　一", relation="子")
    assert "来た方ができます（喪主として" in _row(page, "後期 葬祭費")
    absent = "できる方：髙橋　一さん（相続人代表）来ていません 委任状か、その方の手続きが要ります"
    assert absent in _row(page, "後期 高額療養費")
    assert "できる方がいないと聞いています" in _row(page, "犬の所有者変更")
    assert 'id="role-mourner"' not in page and 'id="role-dog_owner"' not in page
    son = superuser.execute("SELECT id, roles FROM bereavement_person WHERE NOT visitor").fetchone()
    assert son and son[1] == ["heir_head", "heir", "child", "lineal", "relative"]
    # The son comes in after all, and the dog is his.
    one = f"/bereavement/visits/{visit}/persons/{son[0]}/"
    assert 'value="髙橋　一"' in clerk.get(one).content.decode()
    said = {"name": "髙橋　一", "relation": "子", "here": "on", "roles": ["heir_head", "dog_owner"]}
    assert clerk.post(one, said).status_code == 302
    page = clerk.get(f"/bereavement/visits/{visit}/arrival/").content.decode()
    assert "髙橋　一さんができます（相続人代表として" in _row(page, "後期 高額療養費")
    assert "髙橋　一さんができます（犬を引き継ぐ方として" in _row(page, "犬の所有者変更")
    assert superuser.execute("SELECT roles_nobody FROM bereavement_visit").fetchone() == ([],)
    assert clerk.post(one, {"do": "remove"}).status_code == 302
    gone = superuser.execute(
        "SELECT name, relation, roles FROM bereavement_person WHERE NOT visitor"
    ).fetchone()
    assert gone == ("", "", []) and clerk.get(one).status_code == 404
    page = clerk.get(f"/bereavement/visits/{visit}/arrival/").content.decode()
    assert "相続人代表はどなたですか" in _row(page, "後期 高額療養費"), "asked again"


def test_nobody_is_taken_back_and_what_is_not_of_the_case_is_refused(clerk: Client, office: Desk) -> None:
    visit, _ = _visited(clerk)
    page = _answered(clerk, visit, **{"role-mourner": "none"})
    assert "だれもいないと聞いた役：喪主" in page
    page = _answered(clerk, visit, again="mourner")
    assert 'id="role-mourner"' in page
    persons = f"/bereavement/visits/{visit}/persons/"
    other = booked(clerk, 1)
    came(clerk, other, name="髙橋 次郎", relation="弟", documents=["koseki"])
    with gate.enter(office.desk, "bereavement.arrival", other):
        theirs = Person.objects.get().pk
    for said in (
        {"role-king": "1"},
        {"role-city": "none"},
        {"role-mourner": str(theirs)},
        {"name": "だれか"},
    ):
        assert clerk.post(persons, said).status_code == 400, said
    assert clerk.get(f"{persons}{theirs}/").status_code == 404
    with gate.enter(office.desk, "bereavement.arrival", visit):
        mine = Person.objects.get().pk
    assert clerk.post(f"{persons}{mine}/", {"do": "remove"}).status_code == 400, (
        "who proved the relation stays"
    )
    assert clerk.post(f"{persons}new/", {"relation": "子"}).status_code == 400
    for number in range(19):
        assert clerk.post(f"{persons}new/", {"name": f"見本 {number}"}).status_code == 302
    assert clerk.post(f"{persons}new/", {"name": "見本 20"}).status_code == 400


def test_the_same_person_is_not_written_down_twice_unasked(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    visit, _ = _visited(clerk)
    persons = f"/bereavement/visits/{visit}/persons/"
    son = {"name": "髙橋一", "relation": "子"}
    assert clerk.post(f"{persons}new/", son).status_code == 302
    for path, more in ((f"{persons}new/", {}), (persons, {"role-mourner": "new"})):
        answer = clerk.post(path, {**son, "name": "髙橋　一", **more})
        assert answer.status_code == 400 and "もう書かれています" in answer.content.decode()
        assert 'name="twice"' in answer.content.decode()
    assert superuser.execute("SELECT count(*) FROM bereavement_person").fetchone() == (2,)
    assert clerk.post(f"{persons}new/", {**son, "relation": "甥"}).status_code == 302, "of the same name"
    assert clerk.post(persons, {**son, "role-mourner": "new", "twice": "on"}).status_code == 302
    assert clerk.post(f"{persons}new/", {**son, "twice": "on"}).status_code == 302
    assert superuser.execute("SELECT count(*) FROM bereavement_person").fetchone() == (5,)


def test_the_registrys_word_for_a_place_in_the_household_is_no_relation_to_who_was_not_its_head(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    """The wife in the register is the head's; here the head's child died."""
    superuser.execute("UPDATE residents_resident SET died_on = '2026-11-01' WHERE number = '8'")
    superuser.execute("UPDATE residents_resident SET died_on = NULL WHERE number = '2'")
    visit = booked(clerk, deceased_name="髙橋一", deceased_birth="H22.4.2")
    looked_up(clerk, visit)
    came(clerk, visit, **WIFE)
    kept = superuser.execute("SELECT roles FROM bereavement_person").fetchone()
    assert kept == (["member", "cohabitant", "declarant"],)


def test_forms_slips_and_receipt_have_the_one_who_may(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    build_blanks()
    visit, page = _visited(clerk)
    assert "氏名を空けて刷ります" in page
    forms, receipt = (f"/bereavement/visits/{visit}/{path}" for path in ("forms/", "receipt.pdf"))
    empty = text_of(clerk.post(forms).content, tmp_path)
    told = {"role-mourner": "new", "name": "髙橋一", "relation": "子", "address": "となり市2丁目"}
    _answered(clerk, visit, **told)
    son = superuser.execute("SELECT id FROM bereavement_person WHERE NOT visitor").fetchone()[0]  # type: ignore[index]
    details = {
        "name": "髙橋一",
        "relation": "子",
        "roles": "mourner",
        "address": "となり市2丁目",
        "phone": "000-2222-2222",
    }
    clerk.post(f"/bereavement/visits/{visit}/persons/{son}/", details)
    filled = clerk.post(forms)
    said = text_of(filled.content, tmp_path)
    assert (
        "髙橋一" not in empty
        and said.count("髙橋一") == said.count("となり市2丁目") == said.count("000-2222-2222") == 1
    )
    assert said.count("髙橋花子") == empty.count("髙橋花子") > 1
    paper = text_of(clerk.get(receipt).content, tmp_path)
    assert (
        "髙橋一様（喪主）" in paper
        and "髙橋花子様（同じ世帯の方）" in paper
        and "まだ分かりません（相続人代表）" in paper
    )
    slips = text_of(clerk.get(f"/bereavement/visits/{visit}/slips.pdf").content, tmp_path)
    assert "髙橋一様（喪主）。お越しでないので、委任状か" in slips or "髙橋花子様（同じ世帯の方）" in slips
    assert "となり市" not in slips and "000-2222" not in slips


def test_no_other_stage_sees_who_takes_part(clerk: Client, office: Desk) -> None:
    visit, _ = _visited(clerk)
    for stage in ("reception", "preparation", "posting"):
        with gate.enter(office.desk, f"bereavement.{stage}", visit):
            assert list(Person.objects.all()) == [], stage
    with gate.enter(office.desk, "bereavement.follow_up"), pytest.raises(gate.Refused):
        list(Person.objects.values_list("visit_id", "name"))
    stages = clerk.get("/bereavement/stages/").content.decode().split('<section class="card">')
    assert [("手続きに加わる方と役" in one) for one in stages[1:]] == [False, False, True, False]


def test_the_persons_end_with_the_case_and_begin_again_with_it(
    clerk: Client, superuser: psycopg.Connection, office: Desk
) -> None:
    visit, _ = _visited(clerk)
    for (step,) in superuser.execute("SELECT id FROM bereavement_step").fetchall():
        clerk.post(f"/bereavement/follow-up/{step}/", {"outcome": "done"})
    ended = "SELECT p.finished_on = v.finished_on FROM bereavement_person p JOIN bereavement_visit v ON v.id = p.visit_id"
    assert superuser.execute(ended).fetchone() == (True,)
    assert superuser.execute("SELECT state FROM bereavement_visit").fetchone() == ("done",)
    clerk.post("/bereavement/follow-up/forgotten/", {"visit": str(visit), "procedure": "H01"})
    assert superuser.execute("SELECT finished_on FROM bereavement_person").fetchone() == (None,)
    # Who follows up writes that day, and sees nobody.
    with gate.enter(office.desk, "bereavement.follow_up"):
        assert Person.objects.get().get_deferred_fields() >= {"name", "relation", "roles", "address", "phone"}
