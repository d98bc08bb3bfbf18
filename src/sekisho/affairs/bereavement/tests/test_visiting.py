"""The visit under way: who is where, slips, calls outside, outcomes with owner and day, paper while the program is away."""

import datetime
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from sekisho.affairs.bereavement.demo import build_blanks
from sekisho.affairs.bereavement.tests.desk import WIFE, booked, called, came, looked_up, text_of
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.wareki import format_date
from sekisho.residents.actions import load
from sekisho.residents.tests.people import TODAY, Written

FACTS = {"d.dog": "true", "d.welfare": "true", "d.forest": "true", "d.water_contract": "true", "d.library_card": "true"}  # fmt: skip


def _arrived(clerk: Client) -> int:
    visit = booked(clerk, deceased_address="みほん市本町1丁目")
    looked_up(clerk, visit)
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", FACTS)
    came(clerk, visit, **WIFE)
    return visit


def test_the_family_goes_floor_by_floor_and_the_board_shows_a_number_and_no_name(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    visit = _arrived(clerk)
    page = clerk.get(f"/bereavement/visits/{visit}/arrival/").content.decode()
    floors = [
        page.index(f"{counter} へ案内する") for counter in ("2階 生活支援課", "5階 農政課", "6階 図書館ほか")
    ]
    assert floors == sorted(floors) and "メートルです" in page
    superuser.execute(
        "UPDATE bereavement_visit SET starts_at = %s, ends_at = %s",
        [clock.now() - datetime.timedelta(minutes=1), clock.now() + datetime.timedelta(hours=1)],
    )
    clerk.post(f"/bereavement/visits/{visit}/go/", {"counter": "農政課"})
    board = clerk.get("/bereavement/board/").content.decode()
    assert f"受付 {visit}" in board and "<b>農政課</b>" in board
    part = clerk.get("/bereavement/board/", headers={"HX-Request": "true"}).content.decode()
    assert "<b>農政課</b>" in part and "<html" not in part
    for secret in ("高橋", "髙橋", "太郎", "花子"):
        assert secret not in board
    assert clerk.post(f"/bereavement/visits/{visit}/go/", {"counter": "水道局"}).status_code == 400
    clerk.post(f"/bereavement/visits/{visit}/leave/")
    assert "来庁中の方はいません" in clerk.get("/bereavement/board/").content.decode()
    ends = superuser.execute("SELECT ends_at <= now() FROM bereavement_visit").fetchone()
    assert ends == (True,), "the desk is free again"
    assert clerk.post(f"/bereavement/visits/{visit}/go/", {"counter": "農政課"}).status_code == 400


def test_what_is_not_needed_is_on_no_way_and_no_paper_whenever_it_became_known(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    visit = booked(clerk, deceased_address="みほん市本町1丁目")
    looked_up(clerk, visit)
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", {**FACTS, "d.dog": "false"})
    came(clerk, visit, **WIFE)
    arrival = f"/bereavement/visits/{visit}/arrival/"
    clerk.post(f"{arrival}answers/", {"mend": "1", "d.forest": "false"})
    welfare = superuser.execute("SELECT id FROM bereavement_step WHERE procedure = 'W01'").fetchone()[0]  # type: ignore[index]
    clerk.post(f"{arrival}steps/{welfare}/", {"outcome": "not_needed"})
    page = clerk.get(arrival).content.decode()
    needed, folded = page.split("<summary>要らないと分かった手続き（")
    for name in ("犬の所有者変更", "森林の土地", "生活保護の変更"):
        assert name in folded and name not in needed.split("<h2>道順</h2>")[1], name
    assert "登録した犬の飼い主だった：いいえ" in folded and "結果に「要らない」と書かれています" in folded
    assert "済み</span>" not in page and "生活支援課 へ案内する" not in page
    receipt = text_of(clerk.get(f"/bereavement/visits/{visit}/receipt.pdf").content, tmp_path)
    count = folded.split("）", 1)[0]
    assert f"要らないと分かった手続き{count}件" in receipt and "生活保護の変更" not in receipt
    # Marked by mistake, it comes back.
    clerk.post(f"{arrival}steps/{welfare}/", {"outcome": "open"})
    assert "生活支援課 へ案内する" in clerk.get(arrival).content.decode()


def test_a_slip_tells_a_counter_its_own_part_alone(clerk: Client, tmp_path: Path) -> None:
    visit = _arrived(clerk)
    slips = clerk.get(f"/bereavement/visits/{visit}/slips.pdf")
    said = text_of(slips.content, tmp_path)
    pages = said.split("ご遺族コーナーからの引き継ぎ票")
    welfare = next(part for part in said.split("受付" + str(visit)) if "生活保護の変更" in part)
    assert len(pages) > 3 and "高橋太郎" in said and "次は5階農政課へ" in welfare
    assert "森林の土地" not in welfare and "図書館カード" not in welfare
    # Nothing but numbers, names and the counter's own procedures: no call, no address, no household.
    assert "000-0000" not in said and "本町" not in said


def test_a_slip_has_what_is_still_to_be_done_and_the_registrys_day(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    visit = booked(clerk, died_on="")
    looked_up(clerk, visit)
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", FACTS)
    came(clerk, visit, **WIFE)
    done = superuser.execute("SELECT id FROM bereavement_step WHERE procedure = 'W01'").fetchone()[0]  # type: ignore[index]
    slips = f"/bereavement/visits/{visit}/slips.pdf"
    before = text_of(clerk.get(slips).content, tmp_path)
    clerk.post(f"/bereavement/visits/{visit}/arrival/steps/{done}/", {"outcome": "done"})
    after = text_of(clerk.get(slips).content, tmp_path)
    assert "生活保護の変更" in before and "生活保護の変更" not in after and "森林の土地" in after
    assert "令和8年11月1日" in after, "the day of death is known from the registry"


def test_who_came_today_is_on_the_board_whatever_day_was_booked(clerk: Client) -> None:
    visit = _arrived(clerk)
    assert f"受付 {visit}" in clerk.get("/bereavement/board/").content.decode()


def test_the_water_works_are_called_and_the_call_back_is_followed(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    visit = _arrived(clerk)
    phone = f"/bereavement/visits/{visit}/phone/"
    page = clerk.get(phone).content.decode()
    assert "水道 使用者" in page and "高橋 太郎 さん（みほん市本町1丁目）が亡くなり" in page
    assert "生活保護" not in page
    told = {"counter": "水道局", "result": "callback", "said": "開栓番号を調べる"}
    assert clerk.post(phone, told).status_code == 400, "when is asked"
    assert clerk.post(phone, {**told, "counter": "税務署", "again_on": "2026-12-01"}).status_code == 400
    assert clerk.post(phone, {**told, "again_on": "R8.12.1", "again_time": "10:30"}).status_code == 302
    assert "開栓番号を調べる" in clerk.get(phone).content.decode()
    left = clerk.get("/bereavement/follow-up/").content.decode()
    assert "折り返しを待つ" in left and "10時30分" in left and "開栓番号" not in left
    call = superuser.execute("SELECT id FROM bereavement_offsitecall").fetchone()[0]  # type: ignore[index]
    clerk.post(f"/bereavement/follow-up/calls/{call}/")
    assert "折り返しを待つ" not in clerk.get("/bereavement/follow-up/").content.decode()


def test_what_is_left_has_an_owner_and_a_day_on_the_receipt(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    visit = _arrived(clerk)
    steps = dict(superuser.execute("SELECT procedure, id FROM bereavement_step").fetchall())
    record = f"/bereavement/visits/{visit}/arrival/steps/{steps['W01']}/"
    pending = {"outcome": "pending", "owner": "生活支援課", "until": "あした"}
    assert clerk.post(record, pending).status_code == 400
    today, day = clock.today(), clock.today() + datetime.timedelta(20)
    for wrong, sentence in (
        ({"until": (today - datetime.timedelta(1)).isoformat()}, "過ぎた日です"), ({"until": "13/40"}, "日付として読めません"),
        ({"outcome": "handed", "owner": "", "until": "12/20"}, "だれの番かを書いてください"), ({"outcome": "king"}, "正しく選択"),
    ):  # fmt: skip
        answer = clerk.post(record, {**pending, **wrong})
        page = answer.content.decode()
        assert answer.status_code == 400 and sentence in page and 'class="errorlist"' in page, wrong
        assert "autofocus" in page and f'value="{wrong.get("until", "あした")}"' in page, (
            "what was typed stays"
        )
    answer = clerk.post(record, {**pending, "until": f"{day.month}月{day.day}日"})
    assert answer.status_code == 302 and answer["Location"].endswith(
        f"?written={steps['W01']}#step-{steps['W01']}"
    )
    page = clerk.get(answer["Location"].split("#")[0]).content.decode()
    assert f'id="step-{steps["W01"]}"' in page and page.count("書きました：後日") == 1
    assert (
        f'value="{format_date(day, weekday=True)}"' in page
        and f"{format_date(day, weekday=True)}までに" in page
    )
    handed = f"/bereavement/visits/{visit}/arrival/steps/{steps['F03']}/"
    clerk.post(handed, {"outcome": "handed", "owner": "農政課", "until": f"{day.month}/{day.day}"})
    said = text_of(clerk.get(f"/bereavement/visits/{visit}/receipt.pdf").content, tmp_path)
    agreed = format_date(day, weekday=True)
    assert f"{agreed}までに" in said and f"{agreed}ごろ担当課からご連絡します" in said
    left = "/bereavement/follow-up/"
    assert format_date(day) not in clerk.get(left).content.decode(), "they are still in the house"
    assert format_date(day) in clerk.get(left, {"all": "1"}).content.decode()
    clerk.post(f"/bereavement/visits/{visit}/leave/")
    page = clerk.get(left).content.decode()
    assert format_date(day) in page and "（要るかを聞く）" not in page
    unsure = superuser.execute("SELECT count(*) FROM bereavement_step WHERE NOT sure AND closed_on IS NULL")
    count = unsure.fetchone()[0]  # type: ignore[index]
    assert f'/visits/{visit}/arrival/">受付 {visit}</a>：{count} の手続き' in page
    wrong = clerk.post(f"{left}{steps['W01']}/", {"outcome": "pending", "owner": "", "until": "12/20"})
    assert wrong.status_code == 400 and "だれの番かを書いてください" in wrong.content.decode()


def test_each_procedure_has_its_deadline_and_says_when_it_is_past(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    visit = _arrived(clerk)
    due = superuser.execute("SELECT min(due) FROM bereavement_step WHERE closed_on IS NULL").fetchone()
    assert due and due[0] < clock.today()
    page = clerk.get(f"/bereavement/visits/{visit}/arrival/").content.decode()
    assert f"{format_date(due[0], weekday=True)}まで" in page and "過ぎました</span>" in page
    for paper in ("route.pdf", "receipt.pdf"):
        assert "【過ぎました】" in text_of(
            clerk.get(f"/bereavement/visits/{visit}/{paper}").content, tmp_path
        )


def test_what_ought_to_be_done_before_is_no_open_work_until_somebody_says_that_it_is_not_done(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    visit = _arrived(clerk)
    clerk.post(f"/bereavement/visits/{visit}/leave/")
    arrival = f"/bereavement/visits/{visit}/arrival/"
    page = clerk.get(arrival).content.decode()
    row = page.split("死亡届（提出済みの確認）の結果</label>")[1].split("</tr>")[0]
    assert '<option value="open" selected>済んでいるはず（確かめる）</option>' in row
    assert "過ぎました" not in page.split("死亡届（提出済みの確認）")[1].split("</tr>")[0]
    receipt = text_of(clerk.get(f"/bereavement/visits/{visit}/receipt.pdf").content, tmp_path)
    assert "済んでいるはず（確かめる）" in receipt
    listed = "/bereavement/follow-up/"
    assert "死亡届（提出" not in clerk.get(listed).content.decode()
    step = superuser.execute("SELECT id FROM bereavement_step WHERE procedure = 'K01'").fetchone()[0]  # type: ignore[index]
    record = f"{arrival}steps/{step}/"
    clerk.post(record, {"outcome": "open"})
    clerk.post(f"{arrival}answers/", {"d.dog": "true"})
    assert "死亡届（提出" not in clerk.get(listed).content.decode(), "nothing was said"
    clerk.post(record, {"outcome": "pending", "owner": "ご遺族"})
    assert "死亡届（提出" in clerk.get(listed).content.decode()
    clerk.post(record, {"outcome": "done"})
    assert "死亡届（提出" not in clerk.get(listed).content.decode()


def test_the_form_of_what_is_for_another_day_stays(clerk: Client, superuser: psycopg.Connection) -> None:
    build_blanks()
    visit = _arrived(clerk)
    arrival = f"/bereavement/visits/{visit}/arrival/"

    def forms() -> str:
        page: str = clerk.get(arrival).content.decode()
        return page.split("<h2>書式（")[1].split("<details")[0]

    before = forms()
    steps = superuser.execute("SELECT id FROM bereavement_step WHERE sure AND closed_on IS NULL").fetchall()
    for (step,) in steps:
        clerk.post(f"{arrival}steps/{step}/", {"outcome": "pending", "owner": "ご遺族"})
    assert "<li>" in before and forms() == before
    for (step,) in steps:
        clerk.post(f"{arrival}steps/{step}/", {"outcome": "done"})
    assert forms() != before


def test_another_day_of_death_than_the_registrys_is_told(clerk: Client) -> None:
    visit, same = booked(clerk, died_on="2026-11-02"), booked(clerk, 1)
    for page in (looked_up(clerk, visit), came(clerk, visit, **WIFE)):
        assert "亡くなった日が、電話で聞いた日と違います" in page
        told = page.split("電話で聞いた日：")[1].split("</p>")[0]
        assert "令和8年11月2日" in told and "令和8年11月1日" in told
    assert "電話で聞いた日と違います" not in looked_up(clerk, same)


def test_on_paper_while_the_program_is_away_and_entered_afterwards(
    clerk: Client, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    said = text_of(clerk.get("/bereavement/paper.pdf").content, tmp_path)
    assert "紙の控え" in said and "世帯主変更届" in said
    visit = called(clerk)
    page = f"/bereavement/visits/{visit}/paper/"
    assert clerk.post(page, {"day": "2099-01-01", "time": "10:00"}).status_code == 400
    assert clerk.post(page, {"day": "2026-11-20", "time": "10:00"}).status_code == 302
    assert "書類を見た" in came(clerk, visit, name="髙橋 次郎", relation="弟", documents=["koseki"])
    assert superuser.execute("SELECT count(*) > 10 FROM bereavement_step").fetchone() == (True,)


def test_visits_of_the_same_time_are_entered_days_later_until_the_desks_are_full(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    held = {"day": "2026-11-20", "time": "10:00"}
    first, second, third = (called(clerk) for _ in range(3))
    for visit in (first, second):
        assert clerk.post(f"/bereavement/visits/{visit}/paper/", held).status_code == 302
    desks = superuser.execute("SELECT desk FROM bereavement_visit WHERE state = 'booked' ORDER BY desk")
    assert desks.fetchall() == [(1,), (2,)]
    refused = clerk.post(f"/bereavement/visits/{third}/paper/", held)
    assert refused.status_code == 400 and "どの窓口も使われていた" in refused.content.decode()
    came(clerk, first, name="髙橋 次郎", relation="弟", documents=["koseki"])
    at = superuser.execute("SELECT arrived_at = starts_at FROM bereavement_visit WHERE id = %s", [first])
    assert at.fetchone() == (True,), "the paper's time, not the typist's"


def test_a_family_that_left_comes_back_the_same_day_with_the_papers(
    clerk: Client, superuser: psycopg.Connection
) -> None:
    visit = booked(clerk)
    looked_up(clerk, visit)
    clerk.post(f"/bereavement/visits/{visit}/preparation/answers/", FACTS)
    came(clerk, visit, name="髙橋 次郎", relation="弟")
    clerk.post(f"/bereavement/visits/{visit}/leave/")
    superuser.execute("UPDATE bereavement_visit SET arrived_at = arrived_at - interval '2 hours'")
    page = came(clerk, visit, name="髙橋 次郎", relation="弟", documents=["koseki"])
    assert "帰られました" not in page and "へ案内する" in page
    row = superuser.execute("SELECT left_at, arrived_at > now() - interval '1 hour' FROM bereavement_visit")
    assert row.fetchone() == (None, True)
    assert clerk.post(f"/bereavement/visits/{visit}/go/", {"counter": "農政課"}).status_code == 302


class _Down:
    """A registry that doesn't answer."""

    def persons(self) -> None:
        raise UserError("住民記録のサーバーが応答しません。", "あとで取り込みます。")


def test_a_visit_goes_on_while_the_registry_is_down(clerk: Client) -> None:
    """The desk works from the last extract; documents prove what that can't, and the next load catches up."""
    with pytest.raises(UserError):
        load(_Down(), TODAY)  # type: ignore[arg-type]
    visit = booked(clerk)
    assert "取り込みました" in looked_up(clerk, visit)
    assert "住民記録（同意あり）" in came(clerk, visit, **WIFE)
    assert load(Written(), TODAY).written == 0
