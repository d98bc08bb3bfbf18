"""The file between reading and posting: ROWS.csv, one line for every row of a table that has ink."""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from sekisho.base.errors import UserError
from sekisho.base.files import csv_bytes, read_text, undefuse, write_whole
from sekisho.base.wareki import parse_date

State = Literal["accepted", "doubtful", "blank"]

HEADER = (
    "facility",
    "name",
    "date",
    "state",
    "probability",
    "reason",
    "source",
    "page",
    "row",
)


@dataclass(frozen=True)
class Row:
    """One read row.

    ``probability``: calibrated chance that facility, name and date are all right, 0..1.
    ``reason``: short Japanese sentence, empty when accepted. ``source``: file name of the scan;
    ``page`` and ``row`` are 1-based. ``extra``: further regions of the form by their names.
    """

    facility: str
    name: str
    date: datetime.date | None
    state: State
    probability: float
    reason: str
    source: str
    page: int
    row: int
    extra: dict[str, str] = field(default_factory=dict)


def rows_to_csv(rows: Sequence[Row]) -> bytes:
    """ROWS.csv as bytes (UTF-8 BOM); the further columns stand in the order of their first appearance."""
    extras = list(dict.fromkeys(key for row in rows for key in row.extra))
    lines = (
        [
            row.facility,
            row.name,
            row.date.isoformat() if row.date else "",
            row.state,
            f"{row.probability:.5f}",
            row.reason,
            row.source,
            str(row.page),
            str(row.row),
            *(row.extra.get(key, "") for key in extras),
        ]
        for row in rows
    )
    return csv_bytes([*HEADER, *extras], lines)


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write ROWS.csv whole or not at all."""
    write_whole(path, rows_to_csv(rows))


def read_rows(path: Path) -> list[Row]:
    """Read ROWS.csv; UserError with the line number when a column is missing or a value can't be read."""
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    header = reader.fieldnames or []
    missing = [name for name in HEADER if name not in header]
    if missing:
        raise UserError(
            f"「{path.name}」に列「{'、'.join(missing)}」がありません。",
            "sekisho read が書き出した CSV をそのままお使いください。",
        )
    extras = [name for name in header if name not in HEADER]
    rows = []
    for number, line in enumerate(reader, start=2):
        try:
            value = {key: undefuse(text or "") for key, text in line.items() if isinstance(key, str)}
            if value["state"] not in get_args(State):
                raise ValueError(f"状態「{value['state']}」")
            rows.append(
                Row(
                    facility=value["facility"],
                    name=value["name"],
                    date=_day(value["date"]),
                    state=cast(State, value["state"]),
                    probability=float(value["probability"]),
                    reason=value["reason"],
                    source=value["source"],
                    page=int(value["page"]),
                    row=int(value["row"]),
                    extra={key: value.get(key, "") for key in extras},
                )
            )
        except (ValueError, KeyError) as error:
            raise UserError(
                f"「{path.name}」の {number} 行目を読み取れません（{error}）。",
                "日付は 2025-05-09 か 2025/5/9、状態は accepted・doubtful・blank のどれかです。その行をご確認ください。",
            ) from error
    return rows


def _day(text: str) -> datetime.date | None:
    """A day as this program writes it, or as Excel saves it again (2025/5/9). Raises ValueError for what is none."""
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        if day := parse_date(text):
            return day
        raise ValueError(f"日付「{text}」") from error
