"""The heads outside the database: ``seals/heads.tsv`` of the data folder, one line a batch, forced to the disk."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sekisho.base.errors import UserError
from sekisho.base.files import sync_folder
from sekisho.gate.log.lines import Seal

FILE = "heads.tsv"


@dataclass(frozen=True)
class Head:
    """A line of the file."""

    number: int
    first_id: int
    last_id: int
    count: int
    head: str


def folder_of(data: Path) -> Path:
    """Where the heads lie in a data folder."""
    return data / "seals"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One writer at a time, so that no head is written twice."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def read(folder: Path) -> list[Head]:
    """All heads of the file; none where there is no file yet."""
    path = folder / FILE
    if not path.exists():
        return []
    heads = []
    for number, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), 1):
        parts = line.split("\t")
        if len(parts) != 5 or not all(part.isdecimal() for part in parts[:4]):
            raise UserError(
                f"封印の控え「{path}」の {number} 行目を読めません。",
                "控えの写し（別の場所に保管したもの）から戻してください。行を消して済ませてはいけません。",
            )
        heads.append(Head(*map(int, parts[:4]), parts[4]))
    return heads


def append(folder: Path, seals: list[Seal]) -> None:
    """Add lines for ``seals`` and wait until they are on the disk; within ``alone``."""
    if not seals:
        return
    with (folder / FILE).open("a", encoding="ascii") as stream:
        for seal in seals:
            facts = (seal.number, seal.first_id, seal.last_id, seal.count, seal.head.hex())
            stream.write("\t".join(map(str, facts)) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(folder)
