"""A staff list (職員名簿) as CSV: looked at whole, then entered whole or not at all (purpose «people.upkeep»): heads for
their own office, the personnel section for all."""

import csv
import datetime
import io
from dataclasses import dataclass

from django.db import transaction

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.files import decode, undefuse
from sekisho.base.wareki import parse_date
from sekisho.gate.words import POSTS
from sekisho.people.actions import ALONE, Wish, assign, in_reach
from sekisho.people.models import Assignment, AssignmentRequest, FirstSignInCode, Office, Staff

COLUMNS = ("職員番号", "氏名", "ふりがな", "課・園の符号", "職位", "から", "まで")
#: Faults told at once: who has more mends the first ones anyway.
_TOLD = 10
_POSTS = {word: post for post, word in POSTS.items()}


@dataclass(frozen=True)
class Line:
    """A line that can be entered. ``new``: nobody has the number yet; ``held``: they hold the post already, so it is left."""

    number: str
    name: str
    kana: str
    wish: Wish
    new: bool
    held: bool

    @property
    def post(self) -> str:
        """The post in words."""
        return POSTS[self.wish.post]

    @property
    def what(self) -> str:
        """What will become of the line, in words."""
        if self.held:
            return "もうある職位なので、そのままです"
        given = "職位を置きます" if self.wish.post in ALONE else "承認を待つ申請になります"
        return f"新しい職員に{given}" if self.new else given


@dataclass(frozen=True)
class Entered:
    """What was done: first sign-in codes with their people (shown once), posts given, posts that wait for another person."""

    codes: list[tuple[str, str, str]]
    given: int
    waiting: int


def read(data: bytes, name: str, by: Staff) -> list[Line]:
    """The lines; UserError names those that can't be entered, and then none can."""
    reader = csv.DictReader(io.StringIO(decode(data, name), newline=""))
    lacking = [column for column in COLUMNS[:6] if column not in (reader.fieldnames or ())]
    if lacking:
        raise UserError(
            f"「{name}」に列（{'、'.join(lacking)}）がありません。",
            f"1 行目を {','.join(COLUMNS)} としてください。",
        )
    offices = {one.code: one for one in in_reach()}
    people = {one.number: one for one in Staff.objects.all()}
    held = _held()
    names: dict[str, str] = {}
    lines: list[Line] = []
    faults: list[str] = []
    for row in reader:
        told = {column: undefuse((row.get(column) or "").strip()) for column in COLUMNS}
        another = names.setdefault(told["職員番号"], told["氏名"]) != told["氏名"]
        fault = _fault(told, offices, people, by)
        if not fault and another:
            fault = "同じ番号が、この名簿で別の氏名にも使われています。番号か氏名を確かめてください。"
        if not fault:
            known, wish = people.get(told["職員番号"]), _wish(told, offices)
            terms = held.get((known.pk, wish.post, wish.office.pk), []) if known else []
            there = any(one.covers(wish) for one in terms)
            fault = _overlap(told["職員番号"], wish, lines, [] if there else terms)
        if fault:
            faults.append(f"{reader.line_num} 行目：{fault}")
            continue
        lines.append(Line(told["職員番号"], told["氏名"], told["ふりがな"], wish, known is None, there))
    if faults:
        more = f"（ほか {len(faults) - _TOLD} 行）" if len(faults) > _TOLD else ""
        raise UserError(
            "\n".join(faults[:_TOLD]) + more, "直してから、もう一度選んでください。まだ何も加えていません。"
        )
    if not lines:
        raise UserError(f"「{name}」に職員の行がありません。", "1 行に一人の一つの職位を書いてください。")
    return lines


def enter(lines: list[Line], by: Staff) -> Entered:
    """Enter them all: people who are new with a code each, and the posts that nobody holds yet."""
    codes: dict[str, tuple[str, str, str]] = {}
    given = waiting = 0
    with transaction.atomic():
        for line in lines:
            staff = Staff.objects.filter(number=line.number).first()
            if staff is None:
                staff = Staff.objects.create_user(line.number, line.name, kana=line.kana)
                codes[line.number] = (line.number, line.name, FirstSignInCode.issue(staff, by))
            if not line.held:
                waits = assign(staff, line.wish, by)
                given, waiting = given + (not waits), waiting + waits
    return Entered(list(codes.values()), given, waiting)


@dataclass(frozen=True)
class _Term:
    """A period of a post that is held or asked for; ``counts``: it hasn't lapsed."""

    since: datetime.date
    until: datetime.date | None
    counts: bool = True

    def covers(self, wish: Wish) -> bool:
        """Does it give what the wish asks for, from today on?"""
        begins = self.since <= max(wish.since, clock.today())
        return (
            self.counts and begins and (wish.until or datetime.date.max) <= (self.until or datetime.date.max)
        )

    def meets(self, wish: Wish) -> bool:
        """Is there a day in both?"""
        return self.since <= (wish.until or datetime.date.max) and wish.since <= (
            self.until or datetime.date.max
        )


def _held() -> dict[tuple[int, str, int], list[_Term]]:
    """Periods that are held today or later, and those that wait, by staff, post, office."""
    today = clock.today()
    found: dict[tuple[int, str, int], list[_Term]] = {}
    for one in Assignment.objects.exclude(until__lt=today):
        term = _Term(one.since, one.until, one.lapses_on >= today)
        found.setdefault((one.staff_id, one.post, one.office_id), []).append(term)
    for asked in AssignmentRequest.objects.filter(decided_at=None):
        found.setdefault((asked.staff_id, asked.post, asked.office_id), []).append(
            _Term(asked.since, asked.until)
        )
    return found


def _wish(told: dict[str, str], offices: dict[str, Office]) -> Wish:
    """What a line without a fault asks for."""
    since = parse_date(told["から"])
    assert since
    return Wish(_POSTS[told["職位"]], offices[told["課・園の符号"]], since, parse_date(told["まで"]))


def _overlap(number: str, wish: Wish, lines: list[Line], terms: list[_Term]) -> str:
    """What the wish stands in the way of: a line before it, or a period that doesn't give all of it; "" when nothing."""
    for line in lines:
        same = line.number == number and (line.wish.post, line.wish.office) == (wish.post, wish.office)
        if same and _Term(line.wish.since, line.wish.until).meets(wish):
            return "同じ職位の行が二つあります。期間を分けるか、一つにしてください。"
    met = [one for one in terms if one.meets(wish)]
    if any(not one.counts for one in met):
        return "この職位は、確認の期限が切れています。職員の画面で「確認」してから、もう一度選んでください。"
    return (
        "いまある同じ職位（申請中を含む）と期間が重なっています。その終わりの次の日からにしてください。"
        if met
        else ""
    )


def _fault(told: dict[str, str], offices: dict[str, Office], people: dict[str, Staff], by: Staff) -> str:
    """Why the line can't be entered; "" when it can."""
    known = people.get(told["職員番号"])
    since, until = parse_date(told["から"]), parse_date(told["まで"])
    faults = (
        (not told["職員番号"] or len(told["職員番号"]) > 20, "職員番号を 20 字までで書いてください。"),
        (not told["氏名"] or len(told["氏名"]) > 60, "氏名を 60 字までで書いてください。"),
        (len(told["ふりがな"]) > 80, "ふりがなは 80 字までです。"),
        (known is not None and known.name != told["氏名"], "この番号は別の氏名で登録されています。番号か氏名を確かめてください。"),
        (known == by, "自分の職位は自分で変えられません。この行を除いてください。"),
        (told["課・園の符号"] not in offices, f"課・園の符号「{told['課・園の符号']}」は、ないか、あなたの担当ではありません。"),
        (told["職位"] not in _POSTS, f"職位「{told['職位']}」がありません（{'、'.join(_POSTS)}）。"),
        (since is None, "「から」を日付として読めません（令和9年4月1日、2027-04-01 など）。"),
        (bool(told["まで"]) and until is None, "「まで」を日付として読めません。"),
        (_before(until, since), "「まで」が「から」より前です。"),
    )  # fmt: skip
    return next((words for wrong, words in faults if wrong), "")


def _before(until: datetime.date | None, since: datetime.date | None) -> bool:
    return bool(until and since and until < since)
