"""A made-up city to try the product with: offices, staff by post, rosters. Nobody here exists."""

import datetime

from rich.table import Table

from sekisho import gate
from sekisho.affairs.stool_tests.demo import build_rosters
from sekisho.base import clock
from sekisho.gate.words import POSTS
from sekisho.people.models import Assignment, EnrolmentCode, Office, Staff

PASSWORD = "sekisho-demo-2026"
_SINCE = datetime.date(2025, 4, 1)
_SECTIONS = {
    "hoiku": "保育課", "kyoiku": "教育総務課", "kenchiku": "建築課", "koseki": "戸籍住民課",
    "somu": "総務課", "digital": "デジタルイノベーション課",
}  # fmt: skip
#: Number, name, kana, post, office: those whom a newcomer signs in as.
_STAFF = (
    ("1001", "青木 あかり", "あおき あかり", "clerk", "hoiku"),
    ("1002", "馬場 文太", "ばば ぶんた", "section_head", "hoiku"),
    ("1003", "千葉 千里", "ちば ちさと", "clerk", "kenchiku"),
    ("1004", "江口 絵里", "えぐち えり", "auditor", "somu"),
    ("1005", "藤井 ふみ", "ふじい ふみ", "privacy_officer", "somu"),
    ("1008", "林 はるか", "はやし はるか", "personnel", "somu"),
    ("1006", "後藤 剛", "ごとう ごう", "administrator", "digital"),
    ("1007", "土井 土筆", "どい つくし", "facility_head", "n01"),
)


def build() -> None:
    """Make the city unless it is there."""
    if Office.objects.exists():
        return
    from sekisho.paper.synth.city import make_city

    city = make_city(7)
    Office.objects.bulk_create(
        Office(code=code, name=name, kind=Office.SECTION) for code, name in _SECTIONS.items()
    )
    Office.objects.bulk_create(
        Office(code=f"n{number:02}", name=facility.name, kind=Office.FACILITY)
        for number, facility in enumerate(city.facilities, 1)
    )
    for number, name, kana, post, office in _STAFF:
        staff = Staff.objects.create_user(number, name, PASSWORD, kana=kana)
        place = Office.objects.get(code=office)
        # Only the owner of the tables gives posts without a person who answers for it.
        Assignment(staff=staff, post=post, office=place, since=_SINCE).save(using="owner")
    clerk = Staff.objects.get(number="1001")
    held = tuple(gate.Held(one.post, one.office_id) for one in clerk.held_on(clock.today()))
    build_rosters(gate.Actor(clerk.pk, held, terminal_kind="desk"), city)


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
    for number, name, _, post, office in _STAFF:
        table.add_row(number, name, f"{Office.objects.get(code=office)}・{POSTS[post]}")
    return table
