"""Find a text in every file below a folder, as raw bytes: the proof that erased data is nowhere, whatever the copy.

It looks behind the database: pages, dead rows, journal, temporary files, statistics, server log, spools. It sees UTF-8 and
UTF-16; not what is compressed or encrypted (record texts are stored uncompressed for that reason: register.policies).
"""

import mmap
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Hit:
    """A file that holds the text, and where."""

    path: Path
    offset: int


def find_marker(text: str, folders: Iterable[Path], unread: set[Path] | None = None) -> list[Hit]:
    """Every file of ``folders`` with ``text`` in it, its first place each.

    ``unread`` is told of the files and folders that couldn't be read, which nobody may call clean; without it the first of them
    raises its OSError. What the server removed meanwhile is no fault.
    """
    needles = [text.encode("utf-8"), text.encode("utf-16-le"), text.encode("utf-16-be")]

    def missed(error: OSError) -> None:
        if isinstance(error, FileNotFoundError):
            return
        if unread is None:
            raise error
        unread.add(Path(error.filename))

    hits = []
    for folder in folders:
        for at, below, names in os.walk(folder, onerror=missed):
            below.sort()
            for name in sorted(names):
                try:
                    hit = _look(Path(at, name), needles)
                except OSError as error:
                    missed(type(error)(error.errno, error.strerror, str(Path(at, name))))
                else:
                    hits += [hit] if hit else []
    return hits


def _look(path: Path, needles: list[bytes]) -> Hit | None:
    # Sockets and pipes hold nothing.
    if not stat.S_ISREG(path.lstat().st_mode):
        return None
    try:
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
            places = [place for needle in needles if (place := held.find(needle)) >= 0]
    except ValueError:
        # Empty.
        return None
    return Hit(path, min(places)) if places else None
