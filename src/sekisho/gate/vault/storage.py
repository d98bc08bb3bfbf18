"""Where ciphertext files lie: one port, so that a city can put them elsewhere (an S3-compatible store) with one class.

Names are random numbers; nothing here knows a key, and no key lies here.
"""

import datetime
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from sekisho.base.clock import TOKYO
from sekisho.base.files import write_whole

_NAME = re.compile(r"[0-9a-f]{32}")


class Storage(Protocol):
    """What the vault asks of a store. ``remove`` of what isn't there is no mistake; ``names`` tells since when a file lies."""

    def write(self, name: str, sealed: bytes) -> None: ...
    def read(self, name: str) -> bytes: ...
    def remove(self, name: str) -> None: ...
    def names(self) -> Iterator[tuple[str, datetime.datetime]]: ...


class Folder:
    """Files in a folder of this machine, in 256 folders by the first two digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a vault file's name: {name!r}")
        return self._folder / name[:2] / name

    def write(self, name: str, sealed: bytes) -> None:
        """The file appears whole or not at all."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, sealed)

    def read(self, name: str) -> bytes:
        """The file's bytes."""
        return self._path(name).read_bytes()

    def remove(self, name: str) -> None:
        """Unlink the file if it is there."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, datetime.datetime]]:
        """Every file's name and the time it was written."""
        for path in self._folder.glob("??/*"):
            if _NAME.fullmatch(path.name):
                yield path.name, datetime.datetime.fromtimestamp(path.stat().st_mtime, TOKYO)


@functools.cache
def storage() -> Storage:
    """The store that the setting SEKISHO_VAULT_STORAGE names (class path), at SEKISHO_VAULT."""
    made: Storage = import_string(settings.SEKISHO_VAULT_STORAGE)(Path(settings.SEKISHO_VAULT))
    return made
