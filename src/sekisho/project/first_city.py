"""A real, empty city: its offices from a file, and two people who can let others in only together."""

import csv
import datetime
import io
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.files import read_text
from sekisho.gate.models import City
from sekisho.people.lapse import lapse_day
from sekisho.people.models import Assignment, EnrolmentCode, FirstSignInCode, Office, Staff

#: The office that the first two belong to, and that keeps the registers.
GENERAL = "somu"
#: Posts of the first two: each wide right is asked for by one and granted by the other.
FIRST_POSTS = ("personnel", "privacy_officer")
_KINDS = {
    "課": Office.SECTION,
    "園・施設": Office.FACILITY,
    **{kind: kind for kind in (Office.SECTION, Office.FACILITY)},
}
_REMEDY = "1 行目を code,name,kind とし、kind は 課 か 園・施設 にしてください（code は半角英数字）。"


@dataclass(frozen=True)
class Codes:
    """What is shown once: the code of the first terminal, and the first sign-in codes by staff number."""

    terminal: str
    first: dict[str, str]


def read_offices(path: Path) -> list[Office]:
    """Offices of a CSV; UserError tells the line that can't be read."""
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    if {"code", "name", "kind"} - set(reader.fieldnames or ()):
        raise UserError(f"「{path.name}」に列が足りません。", _REMEDY)
    found: dict[str, Office] = {}
    for line in reader:
        code, name, kind = ((line[column] or "").strip() for column in ("code", "name", "kind"))
        if (
            not code.isascii()
            or not code.replace("_", "").replace("-", "").isalnum()
            or not name
            or kind not in _KINDS
        ):
            raise UserError(f"「{path.name}」の {reader.line_num} 行目を読み取れません。", _REMEDY)
        if code in found:
            raise UserError(
                f"「{path.name}」の {reader.line_num} 行目の code「{code}」は二度目です。", _REMEDY
            )
        found[code] = Office(code=code, name=name, kind=_KINDS[kind])
    if GENERAL not in found or found[GENERAL].kind != Office.SECTION:
        raise UserError(
            f"「{path.name}」に総務課（code が {GENERAL} の課）がありません。", "その行を加えてください。"
        )
    return list(found.values())


def create(name: str, offices: list[Office], first: list[tuple[str, str]]) -> Codes:
    """The city with its first two people (number, name); all or nothing. UserError when there is a city already."""
    (number, _), (other, _) = first
    if number == other:
        raise UserError(
            "はじめの二人が同じ人です。", "別の人の職員番号を渡してください。一人だけでは始められません。"
        )
    if City.objects.exists():
        raise UserError(
            f"このデータベースには、もう「{City.objects.get()}」があります。",
            "別のデータベースを使ってください。",
        )
    with transaction.atomic(using="owner"):
        City.objects.using("owner").create(name=name, demo=False, created_at=clock.now())
        Office.objects.using("owner").bulk_create(offices)
        general = Office.objects.using("owner").get(code=GENERAL)
        codes = {}
        for (staff_number, staff_name), post in zip(first, FIRST_POSTS, strict=True):
            staff = Staff(number=staff_number, name=staff_name)
            staff.set_unusable_password()
            staff.save(using="owner")
            _assign(staff, post, general)
            codes[staff_number] = staff
    issued = {number: FirstSignInCode.issue(Staff.objects.get(number=number), None) for number in codes}
    terminal = EnrolmentCode.issue(
        "はじめの端末", "desk", Office.objects.get(code=GENERAL), None, minutes=24 * 60
    )
    return Codes(terminal, issued)


def _assign(staff: Staff, post: str, office: Office) -> None:
    today: datetime.date = clock.today()
    Assignment(staff=staff, post=post, office=office, since=today, lapses_on=lapse_day(today)).save(
        using="owner"
    )
