"""Taking a posting back with its change report.

Where the ledger is still as it was written, its bytes become what they were. Where Excel has saved it since,
the cells that still hold what was written are emptied and everything else stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sekisho.base.errors import UserError
from sekisho.base.files import write_whole
from sekisho.books import addresses, edit, markup
from sekisho.books.archive import broken
from sekisho.books.book import Book, refuse_if_open, same_kind
from sekisho.books.changes import Change, Undo, read_changes
from sekisho.books.sheet import same_value


@dataclass(frozen=True)
class UndoResult:
    """The cells taken back, and those left as they are since someone has changed them."""

    restored: list[Change]
    kept: list[Change]


def undo(changes_path: Path, ledger_path: Path, out_path: Path) -> UndoResult:
    """Write the ledger without the report's writings to ``out_path``.

    Raises UserError when the report or the ledger can't be read, or none of the writings is in the ledger.
    """
    same_kind(ledger_path, out_path)
    refuse_if_open(out_path)
    changes = read_changes(changes_path)
    book = Book(ledger_path)
    data, result = plan_undo(changes, book)
    if result.kept and not result.restored:
        raise UserError(
            f"「{changes_path.name}」の書き込みが「{ledger_path.name}」に一つも見つかりません。",
            "転記したあとの台帳と、そのときの一覧の組み合わせか、ご確認ください。",
        )
    write_whole(out_path, data)
    return result


def plan_undo(changes: Sequence[Change], book: Book) -> tuple[bytes, UndoResult]:
    """The former ledger's bytes; nothing is written to disk."""
    by_part: dict[str, list[Undo]] = {}
    for change in changes:
        if change.undo:
            by_part.setdefault(change.undo.part, []).append(change.undo)
    exact = {
        part: undos for part, undos in by_part.items() if part != book.part and _untouched(book, part, undos)
    }
    parts = {part: _restored(book.archive.read(part), undos) for part, undos in exact.items()}
    restored: list[Change] = []
    kept: list[Change] = []
    emptied: dict[str, dict[tuple[int, int], edit.Value | None]] = {}
    for change in changes:
        if change.outcome != "written":
            continue
        if book.parts.get(change.sheet) in exact:
            restored.append(change)
        elif _holds(book, change):
            emptied.setdefault(change.sheet, {})[addresses.cell(change.cell)] = None
            restored.append(change)
        else:
            kept.append(change)
    for title, cells in emptied.items():
        sheet = book.sheet(title)
        parts[sheet.part] = edit.apply(sheet.data, edit.set_cells(sheet, cells))
    workbook = book.archive.read(book.part)
    marks = by_part.get(book.part, [])
    # The mark for recalculation goes only when nothing else has been written since.
    sealed = all(undo.seal == book.archive.seal({book.part}, {}) for undo in marks)
    if sealed and not emptied and _untouched(book, book.part, marks):
        if marks:
            parts[book.part] = _restored(workbook, marks)
    elif parts:
        parts[book.part] = edit.apply(workbook, edit.recalculation(workbook))
    for part in parts.values():
        # The report is a file that anyone may have edited: what it puts back must be sound XML.
        markup.parse(markup.parser(), part)
    return book.archive.replaced(parts), UndoResult(restored, kept)


def _untouched(book: Book, part: str, undos: Sequence[Undo]) -> bool:
    """Whether a part still holds what was written, byte for byte."""
    if part != book.part and part not in book.parts.values():
        return False
    data = book.archive.read(part)
    return all(data[undo.at : undo.at + len(undo.after.encode())] == undo.after.encode() for undo in undos)


def _restored(data: bytes, undos: Sequence[Undo]) -> bytes:
    changes = [(undo.at, undo.at + len(undo.after.encode()), undo.before.encode()) for undo in undos]
    ordered = sorted(changes)
    if any(one[1] > other[0] for one, other in pairwise(ordered)):
        raise broken("取り消しの一覧が重なっています")
    return markup.splice(data, changes)


def _holds(book: Book, change: Change) -> bool:
    """Whether a cell still has the value that was written."""
    if change.sheet not in book.parts:
        return False
    cell = book.sheet(change.sheet).cells.get(addresses.cell(change.cell))
    return bool(cell and not cell.formula and cell.text and same_value(cell.text, change.after))
