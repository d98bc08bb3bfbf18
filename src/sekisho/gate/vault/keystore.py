"""The key store: one file an epoch, in a folder outside the database and outside its backups.

A file is destroyed by overwriting, syncing and unlinking. Disks that move blocks (SSDs, copy-on-write file systems) may
keep the old bytes: docs/operations.md says what to do about it.
"""

import contextlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from sekisho.base.errors import UserError
from sekisho.base.files import sync_folder
from sekisho.gate.vault.cipher import KEY, new_key


def _folder() -> Path:
    return Path(settings.SEKISHO_KEYS)


def _path(epoch: int) -> Path:
    return _folder() / f"{epoch:08}.key"


def create(epoch: int) -> None:
    """A new key for ``epoch``, on the disk before anything is wrapped under it; an existing one is kept."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _path(epoch).exists():
        return
    handle, temporary = tempfile.mkstemp(prefix=f".{epoch:08}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(new_key())
            stream.flush()
            os.fsync(stream.fileno())
        # Unlike a rename a link never replaces a key that somebody else has made meanwhile; and a key that is cut off in the
        # middle never gets its name.
        with contextlib.suppress(FileExistsError):
            os.link(temporary, _path(epoch))
    finally:
        Path(temporary).unlink()
    sync_folder(folder)


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
    sync_folder(_folder())
