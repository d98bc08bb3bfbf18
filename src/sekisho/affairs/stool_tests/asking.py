"""How a doubtful cell is asked, and what may be answered. Pure: values in, values out."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sekisho.affairs.stool_tests.doubts import DATE, NAME, column_of
from sekisho.base.kanji import fold, plain
from sekisho.base.wareki import WEEKDAYS, parse_date
from sekisho.paper.remarks import is_remarks

MOST = 9
#: What a cell of results may say, beside what the engine thinks.
_RESULTS = ("−", "＋", "陰性", "陽性")
BLANK = "空欄"
#: Answers to a remark that may take its row back.
COUNTED, NOT_COUNTED = "counted", "not counted"
_TYPED = re.compile(r"(?:(\d{1,2})[/.月-])?(\d{1,2})日?")


@dataclass(frozen=True)
class Somebody:
    """Somebody of the roster, as a candidate."""

    key: int
    name: str
    kana: str = ""
    number: str = ""


@dataclass(frozen=True)
class Candidate:
    """An answer that a digit picks. ``value``: the person's id, an ISO date, or a text; ``note``: what tells it apart."""

    value: str
    label: str
    note: str = ""


def question(asked: str) -> str:
    """What the page asks."""
    if asked == NAME:
        return "どなたの欄ですか"
    if asked == DATE:
        return "いつの検査ですか"
    if about_remark(asked):
        return f"「{column_of(asked)}」にこうある行を、記録に数えますか"
    return f"「{column_of(asked)}」には何と書いてありますか"


def about_remark(asked: str) -> bool:
    """Is the question about a column of remarks? Then not what stands there is asked, but what becomes of the row: whoever
    answers truly that it says 取消 must not have put a 1 into the ledger by that."""
    return is_remarks(column_of(asked))


def remarks() -> list[Candidate]:
    """What may be answered about a remark."""
    return [
        Candidate(COUNTED, "数える", "決まったら台帳に書きます"),
        Candidate(NOT_COUNTED, "数えない", "記録ではない行として、台帳に書きません"),
    ]


def people(read: Sequence[str], roster: Sequence[Somebody], there: dict[int, int]) -> list[Candidate]:
    """People who may be meant: those that the engine thinks of, then those whose name is most like what was read.

    ``there``: rows of the same sheet in which somebody stands already.
    """
    found: dict[int, Somebody] = {}
    for text in read:
        for one in roster:
            if plain(one.name) == plain(text):
                found.setdefault(one.key, one)
    written = set(fold(read[0])) if read else set()
    rest = sorted(roster, key=lambda one: (-len(written & set(fold(one.name))), one.kana, one.key))
    for one in rest:
        if len(found) >= MOST - 3 or not written & set(fold(one.name)):
            break
        found.setdefault(one.key, one)
    names = [plain(one.name) for one in found.values()]
    return [
        Candidate(str(one.key), one.name, _note(one, names.count(plain(one.name)) > 1, there))
        for one in list(found.values())[:MOST]
    ]


def _note(one: Somebody, twin: bool, there: dict[int, int]) -> str:
    notes = [one.kana] if one.kana else []
    if twin and one.number:
        notes.append(f"番号 {one.number}")
    if one.key in there:
        notes.append(f"この用紙の {there[one.key]} 行目にもいます")
    return "　".join(notes)


def days(read: Iterable[str], of_sheet: Iterable[datetime.date]) -> list[Candidate]:
    """Days that may be meant: those that the engine thinks of, then those of the sheet's other rows."""
    thought = [datetime.date.fromisoformat(text) for text in read if text]
    sheet = dict.fromkeys(of_sheet)
    # A sheet's people are tested within a few days of each other.
    near = [day + datetime.timedelta(days=apart) for apart in (-1, 1, -2, 2) for day in list(sheet)[:1]]
    found = dict.fromkeys([*thought[:4], *sheet, *near, *thought[4:]])
    return [
        Candidate(day.isoformat(), day_label(day), "この用紙のほかの行と同じ" if day in sheet else "")
        for day in list(found)[:MOST]
    ]


def day_label(day: datetime.date) -> str:
    """5月6日(火)."""
    return f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"


def results(read: Iterable[str]) -> list[Candidate]:
    """What a cell of results may say."""
    texts = dict.fromkeys([*read, *_RESULTS])
    return [*(Candidate(text, text) for text in list(texts)[: MOST - 1]), Candidate("", BLANK)]


def typed_day(text: str, month: datetime.date) -> datetime.date | None:
    """The day that somebody typed: «6» of the sheet's month, «5/6», or a whole date; None when it is none."""
    whole = parse_date(text)
    if whole:
        return whole
    found = _TYPED.fullmatch(plain(text).replace("／", "/"))
    if not found:
        return None
    number = int(found[1] or month.month)
    # A sheet of January may name days of December.
    year = month.year + (1 if number - month.month < -6 else -1 if number - month.month > 6 else 0)
    try:
        return datetime.date(year, number, int(found[2]))
    except ValueError:
        return None
