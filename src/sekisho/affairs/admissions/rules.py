"""Whose a page is, which pages are missing, and what doesn't agree. Pure: it refuses to guess."""

import datetime
import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sekisho.base.kanji import fold
from sekisho.base.wareki import format_date

#: Names of the boxes at the head of each page.
NUMBER, CHILD = "整理番号", "児童氏名"
#: A number that was read less surely than this belongs to nobody yet.
SURE = 0.5
#: Names of one number that are less alike than this are two families'.
_ALIKE = 0.5
#: Years between a guardian and the child outside which somebody should look.
_YEARS = (14, 65)
_PHONE = re.compile(r"0\d{1,4}-?\d{1,4}-?\d{3,4}")
_WISH = re.compile(r"第(\d)希望")
_GUARDIANS = ("父", "母", "祖父", "祖母")


@dataclass(frozen=True)
class Head:
    """What a page says of whose it is. ``sure``: chance of the number, 0..1; ``page``: of the form, from 1."""

    sheet: int
    page: int
    number: str
    sure: float
    child: str


@dataclass(frozen=True)
class Family:
    """An application that is there already. ``pages``: of the form, those that it has."""

    number: str
    child: str
    pages: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Placing:
    """Where a page goes: to the application ``number``, or nowhere with the ``reason``; ``twice``: the application has that page.

    ``likely``: numbers of applications that a person may mean."""

    sheet: int
    number: str = ""
    reason: str = ""
    twice: bool = False
    likely: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """``children``: the child's name of each number; ``placings``: one a page, in the order given."""

    children: Mapping[str, str]
    placings: tuple[Placing, ...]


def gather(heads: Sequence[Head], known: Sequence[Family], titles: Sequence[str]) -> Gathered:
    """Put the pages of a file together by family.

    1. Pages with a sure number form groups; a page without one waits for a person. 2. Within a group the child's name must be
    the one that most of it bears. 3. A new number under which the same child stands as under another, with other pages, may be
    that other number misread: it waits. 4. Of two pages that are the same of the form the second is set aside.
    """
    there = {one.number: one for one in known}
    groups: dict[str, list[Head]] = {}
    for head in heads:
        if head.sure >= SURE and _is_number(head.number):
            groups.setdefault(head.number, []).append(head)
    children = {
        number: there[number].child if number in there else _commonest(group)
        for number, group in groups.items()
    }
    names = {number: fold(child) for number, child in children.items()}
    names |= {one.number: fold(one.child) for one in known}
    pages = {one.number: set(one.pages) for one in known}
    for number, group in groups.items():
        pages.setdefault(number, set()).update(head.page for head in group)
    doubtful = {
        number for number in groups if number not in there and _may_be_another(number, groups, names, pages)
    }
    taken = {one.number: set(one.pages) for one in known}
    placings = []
    for head in heads:
        likely = tuple(
            sorted(n for n, name in names.items() if name and name == fold(head.child) and n not in doubtful)
        )
        placings.append(_place(head, groups, children, doubtful, taken, likely, titles))
    used = {placing.number for placing in placings if placing.number}
    return Gathered({number: children[number] for number in used if number in children}, tuple(placings))


def _place(
    head: Head, groups: Mapping[str, Sequence[Head]], children: Mapping[str, str], doubtful: Collection[str],
    taken: dict[str, set[int]], likely: tuple[str, ...], titles: Sequence[str],
) -> Placing:  # fmt: skip
    if head.number not in groups or head not in groups[head.number]:
        said = f"（「{head.number}」のようです）" if head.number else ""
        return Placing(head.sheet, reason=f"整理番号がはっきり読めません{said}。", likely=likely)
    if not head.child:
        return Placing(head.sheet, reason="児童氏名がありません。", likely=(head.number,))
    child = children[head.number]
    if not child:
        return Placing(head.sheet, reason="同じ整理番号に、違う児童氏名が書かれています。", likely=likely)
    if not _same(head.child, child):
        return Placing(
            head.sheet, reason=f"整理番号 {head.number} は「{child}」ですが、このページの児童氏名は「{head.child}」です。",
            likely=tuple(dict.fromkeys((*likely, head.number))),
        )  # fmt: skip
    if head.number in doubtful:
        return Placing(
            head.sheet, reason=f"「{child}」の申込みは、別の整理番号でも届いています。整理番号の読み違いかもしれません。", likely=likely
        )  # fmt: skip
    pages = taken.setdefault(head.number, set())
    if head.page in pages:
        title = titles[head.page - 1] if head.page <= len(titles) else ""
        return Placing(
            head.sheet, reason=f"整理番号 {head.number} の {head.page} ページ目「{title}」は、もう届いています。", twice=True,
            likely=(head.number,),
        )  # fmt: skip
    pages.add(head.page)
    return Placing(head.sheet, head.number)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 3 <= len(text) <= 12


def _commonest(group: Sequence[Head]) -> str:
    """The name that most pages of a number bear; "" where two bear it equally often and aren't alike."""
    found = Counter(head.child for head in group if head.child).most_common(2)
    if len(found) > 1 and found[0][1] == found[1][1] and not _same(found[0][0], found[1][0]):
        return ""
    return found[0][0] if found else ""


def _same(one: str, other: str) -> bool:
    if fold(one) == fold(other):
        return True
    return difflib.SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio() > _ALIKE + 0.2


def _may_be_another(
    number: str,
    groups: Mapping[str, Sequence[Head]],
    names: Mapping[str, str],
    pages: Mapping[str, Collection[int]],
) -> bool:
    """The child stands under another number too, with pages that these would complete, and more of them."""
    mine = set(pages[number])
    for other, theirs in pages.items():
        if other == number or not names[number] or names.get(other) != names[number] or mine & set(theirs):
            continue
        if other not in groups or (len(theirs), other) > (len(mine), number):
            return True
    return False


def missing(pages: Collection[int], titles: Sequence[str]) -> list[str]:
    """Pages of the form that an application lacks, by name."""
    return [
        f"{number} ページ目「{title}」がありません。"
        for number, title in enumerate(titles, start=1)
        if number not in pages
    ]


# ---- what doesn't agree


@dataclass(frozen=True)
class Value:
    """What a box says now: ``page`` of the form, ``name``, ``row`` of a table (0 outside), ``kind`` as the form has it."""

    page: int
    name: str
    row: int
    kind: str
    text: str


@dataclass(frozen=True)
class Postcodes:
    """Towns by postcode, as of a day."""

    as_of: datetime.date
    towns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Check:
    """A sentence beside the box that it is about."""

    page: int
    name: str
    row: int
    said: str


@dataclass
class _Told:
    values: Sequence[Value]
    checks: list[Check] = field(default_factory=list)

    def find(self, name: str, row: int = 0) -> Value | None:
        return next((one for one in self.values if one.row == row and one.name == name), None)

    def text(self, name: str, row: int = 0) -> str:
        found = self.find(name, row)
        return found.text if found else ""

    def say(self, value: Value | None, said: str) -> None:
        if value:
            self.checks.append(Check(value.page, value.name, value.row, said))


def checks(
    values: Sequence[Value], today: datetime.date, postcodes: Postcodes, facilities: Collection[str]
) -> list[Check]:
    """What a person should look at, in the order of the form. Boxes are known by their names; a form without one of them isn't
    checked for it."""
    told = _Told(values)
    for check in (_dates, _class_age, _guardians, _figures, _pairs, _wishes, _signature):
        check(told, today, postcodes, facilities)
    order = {(one.page, one.name, one.row): place for place, one in enumerate(values)}
    return sorted(told.checks, key=lambda one: order[one.page, one.name, one.row])


def day(text: str) -> datetime.date | None:
    """The day of a box; None where it is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def class_age(born: datetime.date, start: datetime.date) -> int:
    """Which age's class a child is of in the fiscal year of ``start``: children born from 2 April to the next 1 April are of one
    class. Below 0 when it is born later."""
    school_year = born.year if (born.month, born.day) >= (4, 2) else born.year - 1
    fiscal = start.year if start.month >= 4 else start.year - 1
    return fiscal - school_year - 1


def _dates(told: _Told, today: datetime.date, *_: object) -> None:
    for one in told.values:
        if one.kind != "date" or not one.text:
            continue
        found = day(one.text)
        if found is None:
            told.say(one, "日付として読めません。")
        elif "希望" not in one.name and found > today:
            told.say(one, f"{format_date(found)} は、まだ来ていない日です。")
        elif "生年月日" in one.name and found.year < today.year - 110:
            told.say(one, f"{format_date(found)} では、110 歳を超えます。")


def _child_born(told: _Told) -> Value | None:
    return told.find("児童生年月日") or told.find("生年月日")


def _class_age(told: _Told, *_: object) -> None:
    born, start, chosen = _child_born(told), told.find("入所希望年月日"), told.find("クラス年齢")
    birth, first = day(born.text) if born else None, day(start.text) if start else None
    figure = re.match(r"\d", chosen.text) if chosen else None
    if birth is None or first is None:
        return
    age = class_age(birth, first)
    if age < 0:
        told.say(born, "入所希望の年度より後に生まれることになります。")
    elif age > 5:
        told.say(born, f"{format_date(first)} には小学校に入る年（{age} 歳児）です。")
    elif figure and int(figure[0]) != age:
        told.say(
            chosen, f"生年月日からは {age} 歳児クラスです（4月2日から翌年4月1日までの生まれで数えます）。"
        )


def _guardians(told: _Told, *_: object) -> None:
    born = _child_born(told)
    child = day(born.text) if born else None
    relations = {(one.page, one.row): one.text for one in told.values if one.name == "続柄" and one.row}
    for one in told.values:
        if one.kind == "date" and "生年月日" in one.name and relations.get((one.page, one.row)) in _GUARDIANS:
            theirs = day(one.text)
            if child and theirs and not _YEARS[0] <= (child - theirs).days / 365.25 <= _YEARS[1]:
                told.say(one, f"申込児童と {round((child - theirs).days / 365.25)} 歳違いになります。")


def _figures(told: _Told, _today: datetime.date, postcodes: Postcodes, *_: object) -> None:
    for one in told.values:
        if not one.text:
            continue
        if "郵便番号" in one.name:
            _postcode(told, one, postcodes)
        elif ("電話" in one.name or "連絡先" in one.name) and not _PHONE.fullmatch(one.text):
            told.say(one, "電話番号の形ではありません。")


def _postcode(told: _Told, one: Value, postcodes: Postcodes) -> None:
    figures = one.text.replace("-", "").replace("〒", "")
    code = f"{figures[:3]}-{figures[3:]}"
    address = next((other for other in told.values if other.page == one.page and other.name == "住所"), None)
    if len(figures) != 7 or not figures.isdecimal():
        told.say(one, "郵便番号の形（数字 7 桁）ではありません。")
    elif code not in postcodes.towns:
        told.say(
            one,
            f"{code} は、郵便番号の表（{format_date(postcodes.as_of)} 現在）にありません。市外のときは、そのままでかまいません。",
        )
    elif (
        address
        and address.text
        and not any(fold(town) in fold(address.text) for town in postcodes.towns[code])
    ):
        told.say(
            address, f"{code} は {'・'.join(postcodes.towns[code])} の郵便番号ですが、住所と合いません。"
        )


def _pairs(told: _Told, *_: object) -> None:
    """«…の有無» and what should be written when there is something."""
    for one in told.values:
        if one.name.endswith("の有無"):
            what = told.find(one.name.removesuffix("の有無") + "の内容")
            if what and one.text == "有" and not what.text:
                told.say(what, f"「{one.name}」が有ですが、内容が書かれていません。")
            elif what and one.text == "無" and what.text:
                told.say(one, "「無」ですが、内容が書かれています。")


def _wishes(told: _Told, _today: datetime.date, _postcodes: Postcodes, facilities: Collection[str]) -> None:
    wishes = {int(found[1]): one for one in told.values if (found := _WISH.fullmatch(one.name))}
    known = {fold(name): name for name in facilities}
    seen: dict[str, int] = {}
    for rank, one in sorted(wishes.items()):
        if not one.text:
            continue
        if rank > 1 and not wishes.get(rank - 1, one).text:
            told.say(one, f"第{rank - 1}希望が空いています。")
        if known and fold(one.text) not in known:
            near = difflib.get_close_matches(fold(one.text), known, n=1, cutoff=0.6)
            told.say(
                one, f"この名前の施設はありません。{f'「{known[near[0]]}」でしょうか。' if near else ''}"
            )
        if fold(one.text) in seen:
            told.say(one, f"第{seen[fold(one.text)]}希望と同じ施設です。")
        seen.setdefault(fold(one.text), rank)


def _signature(told: _Told, *_: object) -> None:
    signed, guardian = told.find("保護者署名"), told.text("保護者氏名")
    if signed and guardian and fold(signed.text) != fold(guardian):
        told.say(
            signed, f"申込書の保護者氏名「{guardian}」と違います。" if signed.text else "署名がありません。"
        )
    consent = told.find("調査への同意")
    if consent and consent.text != "同意する":
        told.say(consent, "調査への同意がありません。")


def titled(pages: Iterable[str]) -> list[str]:
    """Names of a form's pages, for those that have none too."""
    return [title or f"{number} ページ目" for number, title in enumerate(pages, start=1)]
