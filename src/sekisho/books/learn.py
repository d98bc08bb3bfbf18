"""Show, don't program: the rule behind a few cells that a clerk filled in by hand.

1. What is filled in AFTER and empty in BEFORE are the examples.
2. Every place where facility, name and month could be looked for is listed (hypotheses).
3. A rule stays if for each example some row is sent to exactly that cell, with that value.
4. The plainest one that finds most rows is taken; rules that would fill other cells are named as rivals, each
   with an example that would decide.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sekisho.base.errors import UserError
from sekisho.base.kanji import plain
from sekisho.base.rows import Row
from sekisho.books import addresses
from sekisho.books.book import Book
from sekisho.books.describe import describe
from sekisho.books.hypotheses import Filled, Labels, clues, rules
from sekisho.books.places import Finder, Found, NotFound
from sekisho.books.rule import Rule
from sekisho.books.values import Example, differ, values

NEEDED = 3
_MAX_RIVALS = 3
_MAX_COMPARED = 12
_MAX_PROBES = 200
_RIVAL_COST = 4.0


@dataclass(frozen=True)
class Rival:
    """Another rule that fits the examples too, and what to fill in so that one can tell."""

    rule: Rule
    sentence: str
    decide: str


@dataclass(frozen=True)
class Learned:
    """The rule, what it says in a sentence, its rivals, and of how many rows it finds the cell."""

    rule: Rule
    sentence: str
    rivals: list[Rival]
    examples: int
    found: int
    rows: int


def learn(before: Path, after: Path, rows: Sequence[Row]) -> Learned:
    """``learn_books`` of two files."""
    return learn_books(Book(before), Book(after), rows)


def learn_books(old: Book, new: Book, rows: Sequence[Row]) -> Learned:
    """Find the rule. Raises UserError with fewer than three examples or when no rule fits them all."""
    filled = filled_cells(old, new)
    if len(filled) < NEEDED:
        raise UserError(
            f"手で記入されたセルが {len(filled)} 個しか見つかりません。",
            f"「{new.path.name}」の空いているセルに {NEEDED} 個以上記入してから、もう一度お試しください。",
        )
    usable = [row for row in rows if row.state != "blank" and row.name and row.date]
    labels = Labels(usable)
    finder = Finder(old, usable)
    found = clues(finder, labels, filled)
    if not found["name"]:
        raise _no_names(finder, labels, filled)
    candidates: list[Rule] = []
    nearest: list[Filled] = list(filled)
    for rule in rules(found, filled):
        examples, missed = _examples(finder, labels, rule, filled)
        if missed:
            nearest = min(nearest, missed, key=len)
            continue
        candidates += [replace(rule, value=value) for value in values(examples, new)]
    if not candidates:
        raise _nothing_fits(nearest, filled)
    probes = _probes(usable)
    ranked = _ranked(finder, candidates, probes)
    best = ranked[0][1]
    sent = sum(isinstance(finder.find(best, row), Found) for row in usable)
    return Learned(best, describe(best), _rivals(finder, ranked, probes), len(filled), sent, len(usable))


def filled_cells(old: Book, new: Book) -> list[Filled]:
    """Cells that were empty and now hold a value, in the order of sheets and rows; formulas don't count."""
    filled = []
    for title in new.titles:
        if title not in old.parts:
            continue
        before, after = old.sheet(title), new.sheet(title)
        for (row, column), cell in sorted(after.cells.items()):
            if cell.kind == "empty" or cell.formula or not cell.text.strip():
                continue
            if not before.text(row, column).strip():
                filled.append(Filled(title, row, column, cell))
    return filled


def _examples(
    finder: Finder, labels: Labels, rule: Rule, filled: Sequence[Filled]
) -> tuple[list[Example], list[Filled]]:
    """For each filled cell the rows that the rule sends there, and the cells without any."""
    examples, missed = [], []
    for one in filled:
        sheet = finder.book.sheet(one.sheet)
        if rule.name.by == "column":
            label = sheet.text(one.row - rule.down, addresses.column_number(rule.name.column))
        elif rule.name.by == "row":
            label = sheet.text(rule.name.row, one.column - rule.right)
        else:
            label = one.sheet
        rows = []
        for row in labels.rows_of(label):
            place = finder.find(rule, row)
            if isinstance(place, Found) and (place.sheet, place.row, place.column) == (
                one.sheet,
                one.row,
                one.column,
            ):
                rows.append(row)
        if rows:
            examples.append(Example(one, rows))
        else:
            missed.append(one)
    return examples, missed


def _probes(rows: Sequence[Row]) -> list[Row]:
    """Rows to compare rules by: some of each kind, names that occur twice first, and a month later each."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[plain(row.name)] = counts.get(plain(row.name), 0) + 1
    twins = [row for row in rows if counts[plain(row.name)] > 1][: _MAX_PROBES // 4]
    step = max(1, len(rows) // (_MAX_PROBES // 2))
    some = list(rows[::step])
    probes = twins + some
    later = [replace(row, date=_month_later(row.date)) for row in some if row.date]
    return probes + later


def _month_later(date: datetime.date) -> datetime.date:
    return (date.replace(day=1) + datetime.timedelta(days=40)).replace(day=min(date.day, 28))


def _cost(rule: Rule) -> float:
    """How far-fetched a rule is; labels that explain the place are more likely than a fixed place."""
    cost = {"sheet": 0.0, "column": 0.1, "block": 0.2, "row": 1.0, "fixed": 1.5}[rule.facility.by]
    cost += {"column": 0.0, "row": 0.3, "sheet": 1.0}[rule.name.by]
    cost += {"row": 0.0, "sheet": 0.0, "column": 0.5, "fixed": 3.0}[rule.month.by]
    cost += 0.1 * rule.month.in_block + 0.5 * (rule.down + rule.right)
    cost += {"number": 0.0, "text": 0.0, "date": -0.1, "field": 0.4}[rule.value.kind]
    pattern = str(rule.value.write)
    # A number that is also the day of the month is more likely just a number; «5/1» more likely the date.
    cost += {0: 0.0, 1: 0.5}.get(pattern.count("{"), -0.1)
    for where in (rule.facility, rule.name, rule.month):
        cost += 0.001 * (addresses.column_number(where.column) if where.column else 0)
        cost -= 0.001 * where.row
    return cost


def _ranked(finder: Finder, candidates: list[Rule], probes: list[Row]) -> list[tuple[float, Rule]]:
    """The candidates, best first: cost, and one for every tenth of the probes that it doesn't find."""
    cheap = sorted(candidates, key=lambda rule: (_cost(rule), repr(rule)))[:_MAX_COMPARED]
    ranked = []
    for rule in cheap:
        missed = sum(not isinstance(finder.find(rule, row), Found) for row in probes)
        ranked.append((_cost(rule) + 10 * missed / max(1, len(probes)), rule))
    return sorted(ranked, key=lambda pair: (pair[0], repr(pair[1])))


def _rivals(finder: Finder, ranked: list[tuple[float, Rule]], probes: list[Row]) -> list[Rival]:
    lowest, best = ranked[0]
    rivals: list[Rival] = []
    for cost, rule in ranked[1:]:
        if cost > lowest + _RIVAL_COST or len(rivals) == _MAX_RIVALS:
            break
        if any(rule.value == rival.rule.value and rule.month.by == rival.rule.month.by for rival in rivals):
            continue
        decide = _deciding(finder, best, rule, probes)
        if decide:
            rivals.append(Rival(rule, describe(rule), decide))
    return rivals


def _place(found: Found | NotFound) -> tuple[str, int, int] | None:
    return (found.sheet, found.row, found.column) if isinstance(found, Found) else None


def _deciding(finder: Finder, best: Rule, rule: Rule, probes: list[Row]) -> str:
    """The example that tells two rules apart, as a Japanese sentence; empty when none of the rows does."""
    for row in probes:
        one, other = finder.find(best, row), finder.find(rule, row)
        if not isinstance(one, Found) or row.date is None:
            continue
        who = f"「{row.facility}」の {row.name} さんの {row.date.month} 月分（{row.date.isoformat()}）"
        if _place(one) != _place(other) or differ(best.value, rule.value, row):
            return f"{who}を記入すると決まります。"
    return ""


def _no_names(finder: Finder, labels: Labels, filled: Sequence[Filled]) -> UserError:
    """No place of names fits all the examples: name the cells that have none."""
    nameless = [one for one in filled if not clues(finder, labels, [one])["name"]]
    where = "、".join(one.address for one in nameless[:3]) or "記入されたセル"
    return UserError(
        f"{where} の行にも列にも、読み取り結果にある氏名が見つかりません。",
        "記入した方が読み取り結果にあるか、台帳の氏名と同じ書き方か、ご確認ください。",
    )


def _nothing_fits(missed: Sequence[Filled], filled: Sequence[Filled]) -> UserError:
    """No rule explains all the examples; when just one or two stand apart, name them."""
    if 0 < len(missed) <= len(filled) // 3:
        cells = "、".join(one.address for one in missed)
        return UserError(
            f"{cells} だけが、ほかの記入と合いません。",
            "その記入が正しいか（行、月の欄、値）ご確認ください。正しければ、ほかの例も記入してください。",
        )
    return UserError(
        f"{len(filled)} 個の記入をすべて説明できる決まりが見つかりません。",
        "記入したセルが、読み取り結果の施設・氏名・日付のとおりの場所と値か、ご確認ください。",
    )
