"""The key store: one file an epoch, in a folder outside the database and outside its backups.

A file is destroyed by overwriting, syncing and unlinking. Disks that move blocks (SSDs, copy-on-write file systems) may
keep the old bytes: docs/operations.md says what to do about it.
"""

import os
from pathlib import Path

from django.conf import settings

from sekisho.base.errors import UserError
from sekisho.gate.vault.cipher import KEY, new_key


def _folder() -> Path:
    return Path(settings.SEKISHO_KEYS)


def _path(epoch: int) -> Path:
    return _folder() / f"{epoch:08}.key"


def create(epoch: int) -> None:
    """A new key for ``epoch``, on the disk before anything is wrapped under it; an existing one is kept."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(_path(epoch), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        os.write(handle, new_key())
        os.fsync(handle)
    finally:
        os.close(handle)
    _sync(folder)


def key(epoch: int) -> bytes:
    """The key of ``epoch``; UserError when it isn't there any more."""
    try:
        found = _path(epoch).read_bytes()
    except FileNotFoundError as error:
        raise UserError(
            f"保管庫の鍵（世代 {epoch}）が鍵の置き場にありません。",
            "鍵の置き場（SEKISHO_KEYS）を確かめ、控えから戻してください（docs/operations.md「鍵の置き場」）。",
        ) from error
    if len(found) != KEY:
        raise UserError(f"保管庫の鍵（世代 {epoch}）が壊れています。", "鍵の置き場の控えから戻してください。")
    return found


def epochs() -> list[int]:
    """The epochs whose key is here, in order."""
    return sorted(int(path.stem) for path in _folder().glob("*.key"))


def destroy(epoch: int) -> None:
    """Overwrite, sync and unlink the key of ``epoch``; nothing when it is gone already."""
    path = _path(epoch)
    try:
        with path.open("r+b") as stream:
            stream.write(os.urandom(KEY))
            stream.flush()
            os.fsync(stream.fileno())
    except FileNotFoundError:
        return
    path.unlink()
    _sync(_folder())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
