"""A made-up city to try the product with: offices, staff by post, rosters. Nobody here exists."""

import datetime
import random
import tempfile
from pathlib import Path

from django.contrib.auth.hashers import make_password
from rich.table import Table

from sekisho.affairs.admissions.demo import plan_families
from sekisho.affairs.bereavement.demo import build_blanks, build_cases
from sekisho.affairs.stool_tests import months
from sekisho.affairs.stool_tests.demo import CITY, build_rosters, keep_year, plan_month
from sekisho.base import clock
from sekisho.base.wareki import fiscal_year
from sekisho.gate.models import City
from sekisho.gate.words import POSTS
from sekisho.people.lapse import lapse_day
from sekisho.people.models import Assignment, EnrolmentCode, Office, Staff
from sekisho.people.queries import at_desk
from sekisho.project.demo_residents import MadeUp, bereaved
from sekisho.residents.actions import load

NAME = "みほん市"
PASSWORD = "sekisho-demo-2026"
_SINCE = datetime.date(2025, 4, 1)
_SECTIONS = {
    "hoiku": "保育課", "kyoiku": "教育総務課", "kenchiku": "建築課", "koseki": "戸籍住民課",
    "goizoku": "戸籍住民課 ご遺族サポートコーナー", "kokuho": "保険課 国保・後期係", "nenkin": "保険課 年金係", "kaigo": "高齢介護課",
    "kankyo": "環境課", "somu": "総務課", "digital": "デジタルイノベーション課",
}  # fmt: skip
#: The city's own nurseries and kindergartens, beside the 38 whose rosters there are.
_PUBLIC = (
    "市立第一保育所", "市立第二保育所", "市立第三保育所", "市立駅前保育所", "市立港保育所", "市立山の手保育所",
    "市立中央幼稚園", "市立東幼稚園", "市立西幼稚園", "市立南幼稚園", "市立北幼稚園",
)  # fmt: skip
#: Number, name, kana, post, office: those whom a newcomer signs in as.
_STAFF = (
    ("1001", "青木 あかり", "あおき あかり", "clerk", "hoiku"),
    ("1002", "馬場 文太", "ばば ぶんた", "section_head", "hoiku"),
    ("1003", "千葉 千里", "ちば ちさと", "clerk", "kenchiku"),
    ("1004", "江口 絵里", "えぐち えり", "auditor", "somu"),
    ("1005", "藤井 ふみ", "ふじい ふみ", "privacy_officer", "somu"),
    ("1008", "林 はるか", "はやし はるか", "personnel", "somu"),
    ("1006", "後藤 剛", "ごとう ごう", "administrator", "digital"),
    ("1009", "磯部 いずみ", "いそべ いずみ", "clerk", "goizoku"),
    ("1010", "河合 かおる", "かわい かおる", "clerk", "koseki"),
    ("1011", "犬養 剣", "いぬかい けん", "clerk", "kankyo"),
    ("1012", "加護 かすみ", "かご かすみ", "clerk", "kaigo"),
    ("1013", "柿本 かなえ", "かきもと かなえ", "section_chief", "goizoku"),
    ("1007", "土井 土筆", "どい つくし", "facility_head", "n01"),
)
#: The numbers that a newcomer signs in with.
SIGN_INS = tuple(number for number, *_ in _STAFF)


def build(residents: int = 2_000) -> None:
    """Make the city, with so many ``residents``, unless it is there."""
    if City.objects.exists():
        return
    from sekisho.paper.synth.city import make_city

    city = make_city(CITY)
    City.objects.using("owner").create(name=NAME, demo=True, created_at=clock.now())
    Office.objects.bulk_create(
        Office(code=code, name=name, kind=Office.SECTION) for code, name in _SECTIONS.items()
    )
    named = [(f"n{number:02}", facility.name) for number, facility in enumerate(city.facilities, 1)]
    named += [(f"p{number:02}", name) for number, name in enumerate(_PUBLIC, 1)]
    Office.objects.bulk_create(Office(code=code, name=name, kind=Office.FACILITY) for code, name in named)
    _hire([*_STAFF, *_others([code for code, _ in named[1:]])])
    actor = at_desk(Staff.objects.get(number="1001"))
    build_rosters(actor, city)
    people = [(facility.name, [person.name for person in facility.people]) for facility in city.facilities]
    keep_year(actor, "検便台帳.xlsx", _ledger(people))
    registry = MadeUp(residents, clock.today())
    load(registry, clock.today())
    build_blanks()
    build_cases(at_desk(Staff.objects.get(number="1009")), bereaved(registry, 8))
    plan_month(actor)
    plan_families(actor)


def _ledger(people: list[tuple[str, list[str]]]) -> bytes:
    """The ledger, as yet empty, of the fiscal year in which the demo's month lies."""
    from sekisho.project.demo_ledger import write_ledger

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_ledger(path, people, fiscal_year(months.expected(clock.today())))
        return path.read_bytes()


def _others(facilities: list[str]) -> list[tuple[str, str, str, str, str]]:
    """A head for each further facility, and more people in the sections."""
    from sekisho.paper.synth.names import draw_name

    rng = random.Random("staff of the demo city")
    places = [("facility_head", code) for code in facilities]
    places += [("section_head", code) for code in _SECTIONS if code != "hoiku"]
    places += [(post, code) for code in _SECTIONS for post in ("section_chief", "clerk")]
    found = []
    for number, (post, office) in enumerate(places, 1101):
        name = draw_name(rng)
        found.append(
            (str(number), name.full.replace("\u3000", " "), name.kana.replace("\u3000", " "), post, office)
        )
    return found


def _hire(staff: list[tuple[str, str, str, str, str]]) -> None:
    """Everybody with the one password, hashed once; only the owner of the tables gives posts without a person who answers
    for it."""
    password = make_password(PASSWORD)
    people = Staff.objects.bulk_create(
        Staff(number=number, name=name, kana=kana, email=f"{number}@mihon.example", password=password)
        for number, name, kana, _, _ in staff
    )
    offices = {office.code: office for office in Office.objects.all()}
    lapses = lapse_day(clock.today())
    Assignment.objects.using("owner").bulk_create(
        Assignment(staff=person, post=post, office=offices[office], since=_SINCE, lapses_on=lapses)
        for person, (_, _, _, post, office) in zip(people, staff, strict=True)
    )


def enrolment() -> str:
    """A code with which the browser on this machine becomes a terminal of the demo city."""
    return EnrolmentCode.issue(
        "試すための端末", "desk", Office.objects.get(code="hoiku"), None, minutes=24 * 60
    )


def sign_ins() -> Table:
    """Who can sign in, for the terminal."""
    table = Table(
        "職員番号", "氏名", "職位", title=f"ログイン（パスワードはどれも {PASSWORD}）", title_justify="left"
    )
    offices = dict(Office.objects.values_list("code", "name"))
    for number, name, _, post, office in _STAFF:
        table.add_row(number, name, f"{offices[office]}・{POSTS[post]}")
    table.add_row("1101〜", "ほか", "園長・施設長 48 人、課長、係長、担当者")
    return table
