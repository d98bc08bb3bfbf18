"""Find a text in every file below a folder, as raw bytes: the proof that erased data is nowhere, whatever the copy.

It looks behind the database: pages, dead rows, journal, temporary files, statistics, server log, spools. It sees UTF-8 and
UTF-16; not what is compressed or encrypted (record texts are stored uncompressed for that reason: register.policies).
"""

import mmap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Hit:
    """A file that holds the text, and where."""

    path: Path
    offset: int


def find_marker(text: str, folders: Iterable[Path]) -> list[Hit]:
    """Every file of ``folders`` with ``text`` in it, its first place each."""
    needles = [text.encode("utf-8"), text.encode("utf-16-le"), text.encode("utf-16-be")]
    return [hit for folder in folders for path in sorted(folder.rglob("*")) if (hit := _look(path, needles))]


def _look(path: Path, needles: list[bytes]) -> Hit | None:
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
            places = [place for needle in needles if (place := held.find(needle)) >= 0]
    except (FileNotFoundError, ValueError):
        # The server removed it meanwhile, or it is empty.
        return None
    return Hit(path, min(places)) if places else None
