"""The registry as a file: the nightly extract, a CSV with the standard's item names in its first line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sekisho.base.errors import UserError
from sekisho.residents.national import ITEMS, person
from sekisho.residents.port import Person


@dataclass(frozen=True)
class Extract:
    """The extract at ``path`` (UTF-8 or Shift_JIS); read a line at a time."""

    path: Path

    def persons(self) -> Iterator[Person]:
        """Everybody in it."""
        try:
            with self.path.open(encoding=self._encoding(), newline="") as stream:
                reader = csv.DictReader(stream)
                missing = [name for name in ITEMS if name not in (reader.fieldnames or ())]
                if missing:
                    raise UserError(
                        f"「{self.path.name}」に項目「{'、'.join(missing)}」がありません。",
                        "1 行目を標準仕様の項目名にした CSV を出してください。",
                    )
                for line in reader:
                    yield person(line, f"「{self.path.name}」の {reader.line_num} 行目")
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UserError(
                f"「{self.path.name}」を読めません。",
                "UTF-8 か Shift_JIS の CSV か、場所は正しいかを確かめてください。",
            ) from error

    def _encoding(self) -> str:
        with self.path.open("rb") as stream:
            head = stream.readline()
        try:
            head.decode("utf-8-sig")
        except UnicodeDecodeError:
            return "cp932"
        return "utf-8-sig"
