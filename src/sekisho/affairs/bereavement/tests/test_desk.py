"""From the call to the receipt; what each stage sees, and what a stranger never learns."""

import io
import threading
from pathlib import Path

import pikepdf
import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test import Client

from sekisho import gate
from sekisho.affairs.bereavement.booking.actions import book as book_slot
from sekisho.affairs.bereavement.models import Person, Step, Visit
from sekisho.affairs.bereavement.tests.desk import (
    CALL,
    WIFE,
    a_slot,
    booked,
    called,
    came,
    looked_up,
    text_of,
)
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.retention.purge import purge_due
from sekisho.residents.models import Resident
from sekisho.residents.tests.people import Desk


def test_from_call_to_receipt(clerk: Client, tmp_path: Path, superuser: psycopg.Connection) -> None:
    visit = booked(clerk)
    page = looked_up(clerk, visit)
    assert "住民記録の故人の事実を取り込みました" in page and "88" in page and "世帯主変更届" in page
    answers = {"d.ins": "latter_elderly", "d.funeral_held": "true", "d.dog": "false"}
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", answers)
    page = clerk.get(f"/bereavement/visits/{visit}/preparation/").content.decode()
    assert "加入していた医療保険：後期高齢者医療、葬儀（火葬だけを含む）をした：はい" in page

    page = came(clerk, visit, **WIFE)
    page, dropped = page.split("<summary>要らないと分かった手続き")
    assert "住民記録（同意あり）" in page and "後期 葬祭費" in page and "犬の所有者変更" not in page
    assert "犬の所有者変更" in dropped
    # Two are left from 15 on: the wife and a child; the protected child is in no number.
    facts = superuser.execute("SELECT facts FROM bereavement_visit").fetchone()[0]  # type: ignore[index]
    assert (facts["h.remaining_members"], facts["h.remaining_15plus"], facts["h.children_under18"]) == (
        2,
        2,
        True,
    )
    route = clerk.get(f"/bereavement/visits/{visit}/route.pdf")
    said = text_of(route.content, tmp_path)
    assert (
        "手続きの道順" in said and "高橋太郎" in said and "世帯主変更届" in said and "1階戸籍住民課" in said
    )

    pk = superuser.execute("SELECT id FROM bereavement_step WHERE procedure = 'H07'").fetchone()[0]  # type: ignore[index]
    step = f"/bereavement/visits/{visit}/arrival/steps/{pk}/"
    assert clerk.post(step, {"outcome": "pending"}).status_code == 400, "whose turn it is must be told"
    assert clerk.post(step, {"outcome": "pending", "owner": "ご遺族（口座の写し）"}).status_code == 302
    said = text_of(clerk.get(f"/bereavement/visits/{visit}/receipt.pdf").content, tmp_path)
    assert "ご遺族（口座の写し）" in said and "後日" in said
    clerk.post(f"/bereavement/visits/{visit}/leave/")
    page = clerk.get("/bereavement/follow-up/").content.decode()
    assert "後期 葬祭費" in page and "高橋" not in page

    for (other,) in superuser.execute("SELECT id FROM bereavement_step WHERE closed_on IS NULL").fetchall():
        assert clerk.post(f"/bereavement/follow-up/{other}/", {"outcome": "done"}).status_code == 302
    found = superuser.execute("SELECT state, finished_on IS NOT NULL FROM bereavement_visit").fetchone()
    assert found == ("done", True), "the clock of the retention runs"
    exported = superuser.execute(
        "SELECT count(DISTINCT note) FROM gate_log WHERE kind = 'exported'"
    ).fetchone()
    assert exported == (2,)


def test_an_answer_is_corrected_and_a_dropped_procedure_comes_back(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    visit = booked(clerk, died_on="")
    came(clerk, visit, name="髙橋 次郎", relation="弟", documents=["koseki"])
    answers = f"/bereavement/visits/{visit}/arrival/answers/"

    def dog() -> tuple[object, ...]:
        row = superuser.execute(
            "SELECT sure, outcome, closed_on IS NULL FROM bereavement_step WHERE procedure = 'E01'"
        ).fetchone()
        assert row
        return row

    assert dog() == (False, "open", True)
    clerk.post(answers, {"d.dog": "false"})
    assert dog()[1] == "not_needed"
    page = clerk.get(f"/bereavement/visits/{visit}/arrival/").content.decode()
    assert "書いた答えを直す" in page and 'name="d.dog"' in page
    # A page of questions that was left open says nothing where it is empty.
    clerk.post(answers, {"d.dog": ""})
    assert dog()[1] == "not_needed"
    clerk.post(answers, {"mend": "1", "d.dog": ""})
    assert dog() == (False, "open", True), "the answer is taken back"
    clerk.post(answers, {"d.dog": "false"})
    clerk.post(answers, {"mend": "1", "d.dog": "true"})
    assert dog() == (True, "open", True)
    due = "SELECT count(due) FROM bereavement_step WHERE closed_on IS NULL"
    assert superuser.execute(due).fetchone() == (0,)
    clerk.post(answers, {"d.date_of_death": "2026-11-01"})
    first = superuser.execute(due.replace("count", "min")).fetchone()
    clerk.post(answers, {"mend": "1", "d.date_of_death": "2026-11-12"})
    second = superuser.execute(due.replace("count", "min")).fetchone()
    assert first and second and second[0] > first[0], "deadlines follow the day that became known"
    # What a person marked stays marked.
    pk = superuser.execute("SELECT id FROM bereavement_step WHERE procedure = 'E01'").fetchone()[0]  # type: ignore[index]
    clerk.post(f"/bereavement/visits/{visit}/arrival/steps/{pk}/", {"outcome": "not_needed"})
    clerk.post(answers, {"mend": "1", "d.dog": "true"})
    assert dog()[1] == "not_needed"


def test_a_case_opens_with_an_answer_that_its_catalogue_reads_no_more(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    visit = booked(clerk)
    superuser.execute(
        """UPDATE bereavement_visit SET facts = '{"d.gone": true, "d.ins": "gone", "d.dog": true}'"""
    )
    page = clerk.get(f"/bereavement/visits/{visit}/preparation/")
    assert page.status_code == 200 and "登録した犬の飼い主だった：はい" in page.content.decode()
    assert (
        clerk.post(
            f"/bereavement/visits/{visit}/preparation/answers/", {"mend": "1", "d.dog": "false"}
        ).status_code
        == 302
    )
    came(clerk, visit, name="髙橋 次郎", relation="弟", documents=["koseki"])


def test_the_telephone_sees_nothing_of_the_registry(
    office: Desk, clerk: Client, superuser: psycopg.Connection
) -> None:
    superuser.execute("TRUNCATE gate_log RESTART IDENTITY")
    visit = called(clerk)
    page = clerk.get(f"/bereavement/visits/{visit}/").content.decode()
    assert "住民記録：見ません" in page and "予約がないので、準備は開いていません" in page
    tables = superuser.execute(
        "SELECT DISTINCT table_name FROM gate_log WHERE actor = %s", [office.staff["desk"].pk]
    )
    assert "residents_resident" not in {name for (name,) in tables.fetchall()}
    with gate.enter(office.desk, "bereavement.reception"):
        assert Resident.objects.count() == 0
    with pytest.raises(gate.Refused), gate.enter(office.desk, "residents.lookup"):
        pass


def test_preparation_is_open_for_a_booked_case_and_closes_by_itself(
    office: Desk, clerk: Client, superuser: psycopg.Connection
) -> None:
    visit = called(clerk)
    page = f"/bereavement/visits/{visit}/preparation/"
    assert clerk.get(page).status_code == 404
    clerk.post(f"/bereavement/visits/{visit}/book/", {"starts_at": a_slot().isoformat()})
    assert clerk.get(page).status_code == 200
    with gate.enter(office.desk, "bereavement.preparation", visit):
        assert Visit.objects.count() == 1
        with pytest.raises(gate.Refused):
            Visit.objects.values_list("id", "caller_phone").get()
    superuser.execute(
        "UPDATE bereavement_visit SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 second'"
    )
    assert clerk.get(page).status_code == 404
    assert "予約の時刻が過ぎた" in clerk.get(f"/bereavement/visits/{visit}/").content.decode()
    superuser.execute("UPDATE bereavement_visit SET ends_at = now() + interval '1 hour', state = 'cancelled'")
    assert clerk.get(page).status_code == 404


def test_one_case_shows_nothing_of_another(office: Desk, clerk: Client) -> None:
    one, other = booked(clerk), booked(clerk, 1)
    with gate.enter(office.desk, "bereavement.arrival", one):
        assert [visit.pk for visit in Visit.objects.all()] == [one]
    assert clerk.get(f"/bereavement/visits/{other + 5}/arrival/").status_code == 404


def test_a_second_call_about_the_same_person_is_told_without_the_others_data(clerk: Client) -> None:
    first = called(clerk, caller_name="高橋 一", caller_phone="000-1111-2222")
    second = called(clerk, deceased_name="髙橋　太郎")
    page = clerk.get(f"/bereavement/visits/{second}/").content.decode()
    assert "ほかにもあるかもしれません" in page and f"ほかの受付番号：{first}" in page
    assert "高橋 一" not in page and "1111" not in page
    assert (
        "ほかにも"
        not in clerk.get(f"/bereavement/visits/{called(clerk, deceased_name='')}/").content.decode()
    )


def test_the_same_slot_in_the_same_second(office: Desk, clerk: Client) -> None:
    visits = [called(clerk) for _ in range(4)]
    told: list[str] = []

    def book(visit: int) -> None:
        try:
            with gate.enter(office.desk, "bereavement.reception"):
                book_slot(Visit.objects.get(pk=visit), a_slot(), 90, office.desk)
            told.append("booked")
        except UserError as error:
            told.append(f"{error.message}{error.remedy}")
        finally:
            connection.close()

    threads = [threading.Thread(target=book, args=(visit,)) for visit in visits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told)[:2] == ["booked", "booked"]
    # The others hear which times are free next.
    assert len(told) == 4 and all(
        "いま埋まりました" in one and "次に空いているのは" in one and "10時30分" in one
        for one in sorted(told)[2:]
    )


_STRANGERS = [
    {"name": "渡邉恵", "birth": "1980-02-01", "relation": "妻", "consents": "on"},
    {"name": "髙橋花子", "birth": "1940-05-02", "relation": "妻", "consents": "on"},
    {"name": "髙橋花子", "birth": "1940-05-01", "relation": "妻"},
    {"name": "髙橋守", "birth": "2012-04-01", "relation": "子", "consents": "on"},
    {"name": "髙橋一", "birth": "", "relation": "子", "consents": "on", "documents": ["funeral"]},
]


@pytest.mark.parametrize("visitor", _STRANGERS)
def test_who_can_not_prove_the_relation_learns_nothing(
    office: Desk, clerk: Client, tmp_path: Path, visitor: dict[str, object], superuser: psycopg.Connection
) -> None:
    visit = booked(clerk)
    looked_up(clerk, visit)
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", {"d.ins": "nhi", "d.welfare": "true"})
    page = came(clerk, visit, **visitor)
    leaflet = clerk.get(f"/bereavement/visits/{visit}/leaflet.pdf")
    with pikepdf.open(io.BytesIO(leaflet.content)) as pdf:
        inside = str(dict(pdf.docinfo)) + str(
            pdf.Root.get("/Metadata") and bytes(pdf.Root.Metadata.read_bytes()).decode()
        )
    sheet = text_of(leaflet.content, tmp_path)
    for said in (page, sheet, inside, str(leaflet.headers)):
        for secret in (
            "高橋",
            "髙橋",
            "太郎",
            "1938",
            "S13",
            "2026-11-01",
            "令和8年11月1日",
            "国民健康保険：",
            "生活保護を受けていた",
        ):
            assert secret not in said, secret
    assert "ご遺族の手続きのご案内" in sheet and "一般の案内だけ" in page
    # Every other door of the visit is shut, with a sentence that says nothing.
    for path in ("route.pdf", "receipt.pdf", "slips.pdf", "phone/", "persons/new/"):
        answer = clerk.get(f"/bereavement/visits/{visit}/{path}")
        assert answer.status_code == 400 and "高橋" not in answer.content.decode()
    assert clerk.post(f"/bereavement/visits/{visit}/arrival/answers/", {"d.dog": "true"}).status_code == 400
    assert clerk.get(f"/bereavement/visits/{visit}/preparation/").status_code == 404
    assert superuser.execute("SELECT count(*) FROM bereavement_step").fetchone() == (0,)
    # Nothing of the family either: no page for its persons, none is written, and the database itself takes none.
    shown = page.split("<aside")[0]
    assert "手続きをする方" not in shown and "相続人代表" not in shown and "喪主はどなた" not in sheet
    told = {"role-mourner": "new", "name": "髙橋 一", "relation": "子", "roles": "mourner"}
    for path in ("persons/", "persons/new/"):
        answer = clerk.post(f"/bereavement/visits/{visit}/{path}", told)
        assert answer.status_code == 400 and "髙橋" not in answer.content.decode()
    with gate.enter(office.desk, "bereavement.arrival", visit), pytest.raises(DatabaseError):
        Person.objects.create(visit_id=visit, name="髙橋 一", added_on=clock.today())
    assert superuser.execute("SELECT count(*) FROM bereavement_person").fetchone() == (0,)
    # The leaflet is the same for every case, but for its number.
    other = clerk.get(f"/bereavement/visits/{visit}/leaflet.pdf")
    strip = str.maketrans("", "", "0123456789-")
    assert text_of(other.content, tmp_path).translate(strip) == sheet.translate(strip)


def test_documents_prove_where_the_registry_can_not(clerk: Client) -> None:
    visit = booked(clerk)
    assert "一般の案内だけ" in came(clerk, visit, name="髙橋 次郎", relation="弟")
    assert "書類を見た" in came(clerk, visit, name="髙橋 次郎", relation="弟", documents=["koseki"])


@pytest.mark.parametrize(
    ("name", "birth"),
    [("田中守子", "S51.8.8"), ("高橋花子", "S15.5.1"), ("だれか", "S15.5.1"), ("高橋太郎", "S13"), ("", "")],
)
def test_withheld_unknown_and_living_get_the_same_answer(clerk: Client, name: str, birth: str) -> None:
    visit = booked(clerk, deceased_name=name, deceased_birth=birth)
    page = looked_up(clerk, visit)
    assert "住民記録では確かめられませんでした" in page and "支援措置" not in page.split("<aside")[0]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [({"died_on": "2099-01-01"}, "今日より後"), ({"deceased_birth": "R8.11.2"}, "生年月日より前"),
     ({"deceased_birth": "きのう"}, "日付として読めません")],
)  # fmt: skip
def test_what_can_not_be_is_asked_again(clerk: Client, told: dict[str, str], sentence: str) -> None:
    answer = clerk.post("/bereavement/calls/", {**CALL, **told})
    assert answer.status_code == 400 and sentence in answer.content.decode()
    assert clerk.post("/bereavement/calls/", {"wish": " "}).status_code == 400


def test_answers_at_the_visit_move_the_steps(office: Desk, clerk: Client) -> None:
    visit = booked(clerk)
    came(clerk, visit, name="髙橋 次郎", relation="弟", documents=["koseki"])

    def steps() -> dict[str, tuple[bool, str]]:
        with gate.enter(office.desk, "bereavement.arrival", visit):
            return {step.procedure: (step.sure, step.outcome) for step in Step.objects.all()}

    assert steps()["E01"] == (False, "open")
    answers = f"/bereavement/visits/{visit}/arrival/answers/"
    clerk.post(answers, {"d.dog": "true", "d.gun": "false"})
    assert steps()["E01"] == (True, "open") and steps()["X08"] == (False, "not_needed")
    assert clerk.post(answers, {"d.ins": "nothing"}).status_code == 400


def test_the_stages_say_what_the_registers_say(clerk: Client) -> None:
    page = clerk.get("/bereavement/stages/").content.decode()
    assert page.count("<b>住民記録：</b>見ません。") == 2
    assert "故人の事実の確認（ご遺族コーナーの準備）" in page and "来庁者と故人の関係の確認" in page


def test_a_year_after_the_last_outcome_the_case_goes_with_a_certificate(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    kept, gone = booked(clerk), booked(clerk, 1)
    for visit in (kept, gone):
        came(clerk, visit, name="髙橋 次郎", relation="弟", documents=["koseki"])
    superuser.execute("UPDATE bereavement_step SET closed_on = '2025-01-31' WHERE visit_id = %s", [gone])
    superuser.execute(
        "UPDATE bereavement_visit SET finished_on = '2025-01-31', state = 'done' WHERE id = %s", [gone]
    )
    superuser.execute("UPDATE bereavement_person SET finished_on = '2025-01-31' WHERE visit_id = %s", [gone])
    purged = purge_due(clock.today())
    assert purged.certificate is not None and purged.erased > 1
    assert superuser.execute("SELECT array_agg(id) FROM bereavement_visit").fetchone() == ([kept],)
    for table in ("step", "person"):
        left = superuser.execute(f"SELECT array_agg(DISTINCT visit_id) FROM bereavement_{table}")  # type: ignore[arg-type]
        assert left.fetchone() == ([kept],)


def test_a_slip_of_the_telephone_is_mended(clerk: Client) -> None:
    visit = booked(clerk, deceased_name="高橋 次郎")
    assert "確かめられませんでした" in looked_up(clerk, visit)
    page = f"/bereavement/visits/{visit}/correct/"
    assert 'value="高橋 次郎"' in clerk.get(page).content.decode()
    assert clerk.post(page, {**CALL, "died_on": ""}).status_code == 302
    assert "取り込みました" in looked_up(clerk, visit)
    came(clerk, visit, **WIFE)
    assert clerk.post(page, CALL).status_code == 400


def test_two_dead_of_one_household_are_told_apart(clerk: Client, superuser: psycopg.Connection) -> None:
    superuser.execute("UPDATE residents_resident SET died_on = '2026-11-01' WHERE number = '1'")
    visit = booked(clerk, deceased_name="髙橋花子", deceased_birth="S15.5.1")
    assert "86" in looked_up(clerk, visit)
    # The other dead can't have come, and counts no more among those who are left.
    assert "一般の案内だけ" in came(clerk, visit, name="髙橋太郎", birth="S13.3.5", consents="on")
    assert "住民記録（同意あり）" in came(clerk, visit, name="髙橋一", birth="H22.4.2", consents="on")
    facts = superuser.execute("SELECT facts FROM bereavement_visit").fetchone()[0]  # type: ignore[index]
    assert (facts["h.remaining_members"], facts["d.household_head"]) == (1, False)
