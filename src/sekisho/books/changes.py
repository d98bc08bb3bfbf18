"""The change report: every row that was to be posted, what became of it, and what takes it back."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from sekisho.base.errors import UserError
from sekisho.base.files import csv_bytes, read_text, undefuse
from sekisho.books.edit import Splice

#: written: now in the ledger. already: it was there. conflict, missing: not written, a person must look.
#: skipped: doubtful or blank rows. file: a change of the file besides the cells (mark for recalculation…).
Outcome = Literal["written", "already", "conflict", "missing", "skipped", "file"]

HEADER = (
    "sheet",
    "cell",
    "before",
    "after",
    "facility",
    "name",
    "date",
    "source",
    "page",
    "row",
    "outcome",
    "reason",
    "undo",
)


@dataclass(frozen=True)
class Undo:
    """A change of a part's bytes that can be taken back: at ``at`` of the new bytes stands ``after``.

    ``seal``: of all other parts as they were then (see Archive.seal), where taking back depends on them.
    """

    part: str
    at: int
    before: str
    after: str
    seal: int = 0


@dataclass(frozen=True)
class Change:
    """One line of the report. ``date`` is ISO, ``page`` and ``row`` 1-based (0 for changes of the file)."""

    outcome: Outcome
    reason: str = ""
    sheet: str = ""
    cell: str = ""
    before: str = ""
    after: str = ""
    facility: str = ""
    name: str = ""
    date: str = ""
    source: str = ""
    page: int = 0
    row: int = 0
    undo: Undo | None = None


def undos(part: str, splices: Sequence[Splice]) -> list[Undo]:
    """What takes splices (in the order of their places) back, with their places in the new bytes."""
    shift = 0
    found = []
    for piece in splices:
        found.append(Undo(part, piece.at + shift, piece.before.decode(), piece.after.decode()))
        shift += len(piece.after) - len(piece.before)
    return found


def changes_to_csv(changes: Sequence[Change]) -> bytes:
    """CHANGES.csv as bytes (UTF-8 BOM)."""
    lines = []
    for change in changes:
        values = [getattr(change, name) for name in HEADER[:-1]]
        undo = change.undo
        packed = (
            json.dumps(
                [undo.part, undo.at, undo.before, undo.after, *([undo.seal] if undo.seal else [])],
                ensure_ascii=False,
                separators=(",", ":"),
            )
            if undo
            else ""
        )
        lines.append([str(value) if value != 0 else "" for value in values] + [packed])
    return csv_bytes(HEADER, lines)


def read_changes(path: Path) -> list[Change]:
    """Read CHANGES.csv. Raises UserError with the line number."""
    return changes_from_text(read_text(path), path.name)


def changes_from_text(text: str, name: str) -> list[Change]:
    """The changes of CHANGES.csv's text; errors call it ``name``."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in HEADER if column not in (reader.fieldnames or [])]
    if missing:
        raise UserError(
            f"「{name}」に列「{'、'.join(missing)}」がありません。",
            "sekisho post が書き出した一覧（…changes.csv）をそのままお使いください。",
        )
    changes = []
    for number, line in enumerate(reader, start=2):
        try:
            value = {key: undefuse(cell or "") for key, cell in line.items() if isinstance(key, str)}
            if value["outcome"] not in get_args(Outcome):
                raise ValueError(value["outcome"])
            undo = value.pop("undo")
            outcome = cast(Outcome, value.pop("outcome"))
            page, row = (int(value.pop(column) or 0) for column in ("page", "row"))
            texts = {column: value[column] for column in HEADER if column in value}
            changes.append(Change(outcome, page=page, row=row, undo=_undo(undo), **texts))
        except (ValueError, TypeError) as error:
            raise UserError(
                f"「{name}」の {number} 行目を読み取れません。",
                "書き出したままの一覧をお使いください（Excel で上書き保存すると壊れることがあります）。",
            ) from error
    return changes


def _undo(text: str) -> Undo | None:
    if not text:
        return None
    part, at, before, after, *seal = json.loads(text)
    if not (
        all(isinstance(number, int) for number in (at, *seal))
        and all(isinstance(value, str) for value in (part, before, after))
    ):
        raise ValueError(text)
    return Undo(part, at, before, after, *seal)
