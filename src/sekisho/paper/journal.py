"""What has been read so far, kept beside the output: a run that was stopped goes on where it stopped.

One line a page. The first line says what the run depends on; a journal of another run is thrown away, a
last line that was cut off by a crash is ignored.
"""

import base64
import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sekisho.base.errors import UserError
from sekisho.base.rows import Row
from sekisho.paper.engine import Reading
from sekisho.paper.results import PageResult, ReadRow

#: Raise it when what a page yields changes: journals of older versions are then not taken up.
VERSION = 4


def content_key(parts: Iterable[bytes]) -> str:
    """A short digest of everything that a result depends on."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def file_key(path: Path) -> str:
    """Digest of a file's content; "" when it can't be read (reading it will say why)."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:
        return ""


class Journal:
    """Results by key, on disk. Keeps only the places of the lines in memory."""

    def __init__(self, path: Path, run: str) -> None:
        """Take up the journal at ``path`` when it belongs to ``run``, else begin a new one."""
        self._path = path
        self._places: dict[str, tuple[int, int]] = {}
        #: What must be known of every page at once: its month (yyyy-mm), whether its year is unknown, and whether both are sure.
        self.months: dict[str, tuple[str, bool, bool]] = {}
        head = json.dumps({"sekisho": VERSION, "run": run}).encode() + b"\n"
        try:
            self._file = path.open("a+b")
            self._file.seek(0)
            if self._file.readline() == head:
                self._take_up()
            else:
                self._file.truncate(0)
                self._file.write(head)
                self._file.flush()
        except OSError as error:
            raise UserError(
                f"「{path.parent}」に書き込めません（{error.strerror or error}）。",
                "フォルダーがあるか、空き容量と書き込みの権限をご確認ください。",
            ) from error

    def _take_up(self) -> None:
        place = self._file.tell()
        for line in self._file:
            try:
                entry = json.loads(line)
                page = entry["result"]
                self.months[entry["key"]] = (page["month"], page["undated"], page["month_sure"])
                self._places[entry["key"]] = (place, len(line))
            except (ValueError, KeyError, TypeError):
                break
            place += len(line)
        self._file.truncate(place)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def add(self, key: str, result: PageResult) -> None:
        """Write down the result of one page."""
        self.months[key] = (result.month, result.undated, result.month_sure)
        line = json.dumps({"key": key, "result": to_json(result)}, ensure_ascii=False).encode() + b"\n"
        try:
            self._file.seek(0, 2)
            self._places[key] = (self._file.tell(), len(line))
            self._file.write(line)
            self._file.flush()
        except OSError as error:
            raise UserError(
                f"途中の結果を「{self._path}」に書き込めませんでした（{error.strerror or error}）。",
                "空き容量をご確認ください。空けてから同じコマンドを実行すると、続きから読みます。",
            ) from error

    def get(self, key: str) -> PageResult:
        """The result of one page; KeyError when it hasn't been read."""
        place, length = self._places[key]
        self._file.seek(place)
        return from_json(json.loads(self._file.read(length))["result"])

    def close(self, done: bool) -> None:
        """Close it; when the run is ``done`` it goes away."""
        self._file.close()
        if done:
            self._path.unlink(missing_ok=True)


def to_json(result: PageResult) -> dict[str, Any]:
    """A page's result as plain JSON; crops as PNG in base64."""
    page = {
        item.name: getattr(result, item.name)
        for item in dataclasses.fields(result)
        if item.name not in ("rows", "facility")
    }
    return {**page, "facility": _reading(result.facility), "rows": [_row(read) for read in result.rows]}


def from_json(data: dict[str, Any]) -> PageResult:
    """Undo ``to_json``."""
    rows = tuple(
        ReadRow(
            Row(**{**row["row"], "date": _date(row["row"]["date"])}),
            {name: _back(part) for name, part in row["parts"].items()},
            row["boxes"],
            base64.b64decode(row["crop"]),
        )
        for row in data["rows"]
    )
    return PageResult(**{**data, "facility": _back(data["facility"]), "rows": rows})


def _row(read: ReadRow) -> dict[str, Any]:
    row = {item.name: getattr(read.row, item.name) for item in dataclasses.fields(read.row)}
    row["date"] = read.row.date.isoformat() if read.row.date else ""
    parts = {name: _reading(part) for name, part in read.parts.items()}
    return {"row": row, "parts": parts, "boxes": read.boxes, "crop": base64.b64encode(read.crop).decode()}


def _reading(reading: Reading) -> list[Any]:
    return [reading.text, reading.probability, reading.reason, [list(pair) for pair in reading.candidates]]


def _back(data: list[Any]) -> Reading:
    text, probability, reason, candidates = data
    return Reading(text, probability, reason, tuple((name, share) for name, share in candidates))


def _date(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
