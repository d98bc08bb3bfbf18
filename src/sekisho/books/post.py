"""Posting (転記): accepted rows become values in a ledger; nothing that is there is ever overwritten."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from sekisho.base.errors import UserError
from sekisho.base.files import whole_file
from sekisho.base.kanji import plain
from sekisho.base.rows import Row
from sekisho.books import addresses, edit
from sekisho.books.book import Book, refuse_if_open, same_kind
from sekisho.books.changes import Change, Outcome, changes_to_csv, undos
from sekisho.books.dropdowns import allowed
from sekisho.books.edit import Value
from sekisho.books.months import fiscal_year
from sekisho.books.places import Finder, Found, NotFound
from sekisho.books.rule import Rule, value_of
from sekisho.books.sheet import Cell, same_value

#: Nearness costs a comparison with each; beyond this a hint isn't worth the wait.
_MAX_AMONG = 300
Target = tuple[str, int, int]


@dataclass(frozen=True)
class PostResult:
    """What became of each row (in their order, then changes of the file), and notes for the clerk."""

    changes: list[Change]
    notes: list[str] = field(default_factory=list)
    report: Path | None = None

    def count(self, outcome: Outcome) -> int:
        """How many rows came out so."""
        return Counter(change.outcome for change in self.changes)[outcome]


def post(
    rows: Sequence[Row],
    ledger_path: Path,
    rule: Rule,
    out_path: Path,
    report_path: Path | None = None,
    dry_run: bool = False,
) -> PostResult:
    """Post the accepted rows of ``rows`` into a copy of the ledger at ``out_path``.

    Beside it the change report is written (``NEW.changes.csv`` unless ``report_path`` says otherwise); an
    older report of other content is kept. With ``dry_run`` nothing is written. Raises UserError when the
    ledger can't be read or a file can't be written; then neither file has changed.
    """
    if not dry_run:
        same_kind(ledger_path, out_path)
        refuse_if_open(out_path)
        if report_path and report_path.resolve() in (out_path.resolve(), ledger_path.resolve()):
            raise UserError(
                f"書き込みの一覧「{report_path}」が台帳と同じ名前です。",
                "--report に別の名前を指定してください。",
            )
    book = Book(ledger_path)
    data, result = plan(rows, book, rule)
    if dry_run:
        return result
    report = changes_to_csv(result.changes)
    report_path = report_path or _free_name(out_path, report)
    # The report first: when it can't be written, the ledger isn't touched either.
    with whole_file(report_path) as stream:
        stream.write(report)
        stream.flush()
        os.fsync(stream.fileno())
        with whole_file(out_path) as ledger:
            ledger.write(data)
    return replace(result, report=report_path)


def _free_name(out_path: Path, report: bytes) -> Path:
    """The report's name beside the output; an earlier posting's report is needed for its undo and stays."""
    number = 1
    while True:
        suffix = ".changes.csv" if number == 1 else f".changes-{number}.csv"
        path = out_path.with_name(out_path.stem + suffix)
        if not path.exists() or path.read_bytes() == report:
            return path
        number += 1


def plan(rows: Sequence[Row], book: Book, rule: Rule) -> tuple[bytes, PostResult]:
    """The new ledger's bytes and what becomes of each row; nothing is written to disk."""
    finder = Finder(book, rows)
    writes: dict[Target, Value] = {}
    places = [finder.find(rule, row) if row.state == "accepted" else None for row in rows]
    changes = [_change(row, place, book, rule, writes) for row, place in zip(rows, places, strict=True)]
    changes = _one_year_only(rows, places, changes, writes)
    parts: dict[str, bytes] = {}
    lines = {
        (change.sheet, change.cell): number
        for number, change in enumerate(changes)
        if change.outcome == "written"
    }
    for title in dict.fromkeys(title for title, _, _ in writes):
        sheet = book.sheet(title)
        wanted = {(row, column): value for (other, row, column), value in writes.items() if other == title}
        splices = edit.set_cells(sheet, wanted)
        parts[sheet.part] = edit.apply(sheet.data, splices)
        for undo, piece in zip(undos(sheet.part, splices), splices, strict=True):
            if piece.cells:
                number = lines[title, addresses.address(*piece.cells[0])]
                changes[number] = replace(changes[number], undo=undo)
            else:
                changes.append(Change("file", "表の範囲を広げました。", sheet=title, undo=undo))
    if parts:
        workbook = book.archive.read(book.part)
        splices = edit.recalculation(workbook)
        if splices:
            parts[book.part] = edit.apply(workbook, splices)
        seal = book.archive.seal({book.part}, parts)
        changes += [
            Change("file", "開いたときに数式を計算し直す印を付けました。", undo=replace(undo, seal=seal))
            for undo in undos(book.part, splices)
        ]
    return book.archive.replaced(parts), PostResult(changes, _notes(book, writes))


def _change(
    row: Row, place: Found | NotFound | None, book: Book, rule: Rule, writes: dict[Target, Value]
) -> Change:
    """What becomes of one row; a write is put into ``writes``."""
    base = Change(
        "skipped",
        facility=row.facility,
        name=row.name,
        date=row.date.isoformat() if row.date else "",
        source=row.source,
        page=row.page,
        row=row.row,
    )
    if place is None:
        reason = (
            "空欄の行です。" if row.state == "blank" else "確認待ちの行です。確認してから転記してください。"
        )
        return replace(base, reason=reason)
    if isinstance(place, NotFound):
        outcome: Outcome = "conflict" if place.conflict else "missing"
        return replace(base, outcome=outcome, reason=f"{place.reason}{_near(place)}。")
    value = value_of(rule.value, row, book.date1904)
    cell = book.sheet(place.sheet).cells.get((place.row, place.column))
    at = replace(
        base,
        sheet=place.sheet,
        cell=addresses.address(place.row, place.column),
        before=cell.text if cell else "",
    )
    if value is None:
        return replace(at, outcome="missing", reason=f"書く値「{rule.value.write}」がこの行にありません。")
    at = replace(at, after=str(value))
    target = place.sheet, place.row, place.column
    if target in writes:
        if writes[target] == value:
            return replace(at, outcome="already", reason="同じ方の同じ月の行が、ほかにもあります。")
        return replace(
            at, outcome="conflict", reason=f"同じセルに別の値「{writes[target]}」を書く行があります。"
        )
    if cell and not cell.formula and same_value(cell.text, str(value)):
        return replace(at, outcome="already", reason="すでに同じ値が入っています。")
    problem = _problem(book, rule, place, cell, value)
    if problem:
        return replace(at, outcome="conflict", reason=problem)
    writes[target] = value
    return replace(at, outcome="written")


def _near(place: NotFound) -> str:
    """The one name of the ledger that is nearest to what isn't there, as a hint; empty when none is near."""
    among = list(place.among)
    if not place.wanted or len(among) > _MAX_AMONG:
        return ""
    near = get_close_matches(plain(place.wanted), among, n=1, cutoff=0.6)
    return f"（近い名前：{near[0]}）" if near else ""


def _problem(book: Book, rule: Rule, place: Found, cell: Cell | None, value: Value) -> str:
    """Why a cell must not be written, as a Japanese sentence; empty when it may."""
    sheet = book.sheet(place.sheet)
    row, column = place.row, place.column
    if (cell and cell.formula) or any(addresses.inside(area, row, column) for area in sheet.arrays):
        return "数式のセルです。"
    if cell and cell.text.strip():
        return f"すでに「{cell.text}」が入っています。"
    merge = sheet.merged(row, column)
    if merge and merge[:2] != (row, column):
        return (
            f"結合されたセル（{addresses.address(*merge[:2])}:{addresses.address(*merge[2:])}）の途中です。"
        )
    entries = allowed(book, sheet, row, column)
    if entries is not None and plain(str(value)) not in entries:
        return f"入力規則のリストに「{value}」がありません。"
    style = cell.style if cell else sheet.missing_style(row, column)
    if rule.value.kind == "date" and not book.styles.is_date(style):
        return "日付の書式のセルではありません。"
    return ""


def _one_year_only(
    rows: Sequence[Row],
    places: Sequence[Found | NotFound | None],
    changes: list[Change],
    writes: dict[Target, Value],
) -> list[Change]:
    """When the ledger doesn't say its year, rows of several fiscal years would share a cell: refuse them."""
    undated = {
        number: fiscal_year(row.date)
        for number, (row, place) in enumerate(zip(rows, places, strict=True))
        if isinstance(place, Found) and not place.year_known and row.date
        if changes[number].outcome in ("written", "already")
    }
    if len(set(undated.values())) < 2:
        return changes
    changed = list(changes)
    for number in undated:
        reason = "台帳に年度が書かれていないので、どの年度の行か決められません。"
        changed[number] = replace(changes[number], outcome="conflict", reason=reason)
        change = changes[number]
        writes.pop((change.sheet, *addresses.cell(change.cell)), None)
    return changed


def _notes(book: Book, writes: dict[Target, Value]) -> list[str]:
    titles = list(dict.fromkeys(title for title, _, _ in writes))
    protected = [title for title in titles if book.sheet(title).protected]
    if not protected:
        return []
    some = "、".join(f"「{title}」" for title in protected[:3]) + ("ほか" if len(protected) > 3 else "")
    return [f"保護されたシート {len(protected)} 枚（{some}）にも書きました。保護はそのままです。"]
