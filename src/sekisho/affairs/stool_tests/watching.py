"""The folder that a copier scans into: what is written to its end is taken in, and goes from the folder once it lies in the vault."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError, close_old_connections

from sekisho import gate
from sekisho.affairs.stool_tests.actions.intake import receive_file
from sekisho.affairs.stool_tests.jobs import read_scan
from sekisho.base.errors import UserError

PURPOSE = "stool_tests.reading"
_ENDINGS = (".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png")


class Watched:
    """A folder, and how its files looked the last time: one that still grows is left alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, tuple[int, int]] = {}

    def look(self, month: datetime.date, settled: bool = False) -> Iterator[str]:
        """Take in what hasn't changed since the last look (``settled``: everything); yields a sentence a file."""
        now: dict[Path, tuple[int, int]] = {}
        for path in sorted(self._folder.rglob("*")):
            if path.suffix.lower() not in _ENDINGS or path.name.startswith(".") or not path.is_file():
                continue
            try:
                told = path.stat()
                looks = (told.st_size, told.st_mtime_ns)
                if not settled and self._seen.get(path) != looks:
                    now[path] = looks
                    continue
                yield self._take(path, month)
            except OSError as error:
                # Another program still has it, or it was taken away meanwhile: the next look tells.
                yield f"{path.name}：いまは読めません（{error.strerror}）。次に見直します。"
            except DatabaseError:
                close_old_connections()
                now[path] = looks
                yield f"{path.name}：データベースに届きません。フォルダーに残して、次に見直します。"
        self._seen = now

    def _take(self, path: Path, month: datetime.date) -> str:
        data = path.read_bytes()
        said = "受け取りました。"
        try:
            # When this block ends the transaction is committed: only then may the folder's copy go.
            with gate.enter(gate.job_actor(), PURPOSE):
                receive_file(path.name, data, month, gate.job_actor(), read_scan)
        except UserError as refused:
            if not data:
                return f"{path.name}：{refused.message}フォルダーに残しました。"
            said = refused.message
        path.unlink()
        return f"{path.name}：{said}"
