"""What can't be, what isn't here, and who must learn nothing."""

import dataclasses
import datetime
import re
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from sekisho.affairs.bereavement.tests.desk import booked, called, came, looked_up, section_clerk, text_of
from sekisho.residents.actions import load
from sekisho.residents.birth import Birth
from sekisho.residents.tests.people import EVERYBODY, TODAY, Desk, Written, desk, person
from tests.cast import Cast, signed_in

MINH = dataclasses.replace(EVERYBODY[3], died_on=datetime.date(2026, 11, 3))
#: A man whose wife and child are protected from him; he and his mother lived in the house, and the mother has died.
PERPETRATOR = (
    person(20, "黒田　悪夫", "クロダ　ワルオ", Birth(1970, 1, 1), household=30, relation="子"),
    person(21, "黒田　ウメ", "クロダ　ウメ", Birth(1940, 2, 2), household=30, died_on=datetime.date(2026, 11, 4)),
    person(22, "黒田　逃子", "クロダ　ニゲコ", Birth(1972, 3, 3), household=31, protected=True, died_on=datetime.date(2026, 11, 5)),
    person(23, "黒田　光", "クロダ　ヒカル", Birth(2012, 4, 4), household=30, relation="子の子", protected=True),
)  # fmt: skip


@pytest.fixture
def office(cast: Cast) -> Desk:
    found = desk()
    load(Written((*EVERYBODY[:3], MINH, *EVERYBODY[4:], *PERPETRATOR)), TODAY)
    return found


@pytest.fixture
def clerk(office: Desk) -> Client:
    return signed_in(office.staff["desk"])


@pytest.mark.parametrize(
    "name", ["NGUYEN VAN MINH", "Nguyen Van Minh", "田中　実", "ＮＧＵＹＥＮ ＶＡＮ ＭＩＮＨ"]
)
def test_only_latin_names_are_found_by_themselves_and_by_the_alias(clerk: Client, name: str) -> None:
    visit = booked(
        clerk, deceased_name=name, deceased_kana="", deceased_birth="1990-01-02", died_on="2026-11-03"
    )
    page = looked_up(clerk, visit)
    assert "取り込みました" in page and "在留カード" in page


def test_who_did_not_live_here_gets_a_visit_and_no_registry(clerk: Client) -> None:
    visit = booked(clerk, deceased_name="遠山 遠", deceased_birth="S20.1.1")
    page = looked_up(clerk, visit)
    assert "住民記録では確かめられませんでした" in page and "各課に照会できます" in page
    answers = f"/bereavement/visits/{visit}/preparation/answers/"
    assert clerk.post(answers, {"d.resident": "false", "d.dog": "true"}).status_code == 302
    assert "書類を見た" in came(clerk, visit, name="遠山 近", relation="子", documents=["koseki"])


def test_the_same_death_can_not_be_told_into_the_future_or_before_birth(clerk: Client) -> None:
    visit = called(clerk)
    page = f"/bereavement/visits/{visit}/correct/"
    for told in ({"died_on": "2099-01-01"}, {"deceased_birth": "2026-11-02", "died_on": "2026-11-01"}):
        assert clerk.post(page, {"deceased_name": "高橋 太郎", **told}).status_code == 400


def test_the_perpetrator_learns_nothing_of_whom_he_is_kept_from(
    clerk: Client, office: Desk, tmp_path: Path, superuser: psycopg.Connection
) -> None:
    """He calls about his wife, who is protected and has died; then he comes as his mother's son, which he is."""
    welfare = signed_in(section_clerk("kosodate", "子育て政策課", "5005"))
    about_her = booked(
        clerk,
        deceased_name="黒田 逃子",
        deceased_birth="S47.3.3",
        caller_name="黒田 悪夫",
        caller_relation="夫",
    )
    nobody = booked(
        clerk,
        1,
        deceased_name="黒田 無子",
        deceased_birth="S47.3.3",
        caller_name="黒田 悪夫",
        caller_relation="夫",
    )
    pages = [looked_up(clerk, visit).split("<aside")[0] for visit in (about_her, nobody)]
    asked = [clerk.post(f"/bereavement/visits/{visit}/preparation/ask/") for visit in (about_her, nobody)]
    visitor = {"name": "黒田悪夫", "birth": "S45.1.1", "relation": "夫", "consents": "on"}
    pages += [came(clerk, visit, **visitor).split("<aside")[0] for visit in (about_her, nobody)]
    # Somebody who is withheld, and somebody who isn't there: the same pages, but for the number.
    for one, other in ((pages[0], pages[1]), (pages[2], pages[3])):
        same = [_plain(one, about_her, "逃子"), _plain(other, nobody, "無子")]
        assert same[0] == same[1]
    assert [answer.status_code for answer in asked] == [400, 400]
    assert superuser.execute("SELECT count(*) FROM bereavement_inquiry").fetchone() == (0,)
    assert "照会はありません" in welfare.get("/bereavement/inquiries/").content.decode()

    mother = booked(clerk, 2, deceased_name="黒田 ウメ", deceased_birth="S15.2.2")
    looked_up(clerk, mother)
    clerk.post(f"/bereavement/visits/{mother}/preparation/ask/")
    page = came(clerk, mother, name="黒田悪夫", birth="S45.1.1", relation="子", consents="on")
    assert "住民記録（同意あり）" in page
    facts = superuser.execute("SELECT facts FROM bereavement_visit WHERE id = %s", [mother]).fetchone()[0]  # type: ignore[index]
    assert facts["h.remaining_members"] == 1, "the protected child counts nowhere"
    said = page + "".join(
        text_of(clerk.get(f"/bereavement/visits/{mother}/{name}").content, tmp_path)
        for name in ("route.pdf", "receipt.pdf")
    )
    for secret in ("逃子", "黒田光", "黒田　光", "ヒカル", "支援措置"):
        assert secret not in said.split("<aside")[0], secret


def _plain(page: str, number: int, name: str) -> str:
    """The page without what is its own: number, name, time, token, and how often the clerk has looked."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"', "", page)
    page = re.sub(r"<h2>この件を見た人.*?</details>", "", page, flags=re.DOTALL)
    page = re.sub(r"<time.*?</time>|\d+時\d+分", "", page)
    return page.replace(name, "").replace(f"visits/{number}/", "").replace(f"受付 {number}", "")
