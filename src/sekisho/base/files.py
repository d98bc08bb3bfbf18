"""Whole files or none: what is written appears under its name only when it is complete."""

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sekisho.base.errors import UserError

#: Spreadsheet programs run a cell that begins with one of these as a formula (OWASP «CSV Injection»).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open ``path`` for writing; it takes its name only if the block ends without an exception.

    Raises UserError when the folder is missing or the disk is full; nothing half-written stays behind.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        raise UserError(
            f"「{path}」に書き込めませんでした（{error.strerror or error}）。",
            "フォルダーがあるか、空き容量と書き込みの権限をご確認ください。元のファイルは変わっていません。",
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` at once."""
    with whole_file(path) as stream:
        stream.write(data)


def read_text(path: Path) -> str:
    """Read UTF-8 (with or without BOM) or cp932 text; UserError when it is neither or can't be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"「{path}」を開けません（{error.strerror or error}）。", "ファイルの場所と名前をご確認ください。"
        ) from error
    return decode(data, path.name)


#: How files begin that are given in a text's place.
_OTHER_KINDS = {
    b"PK\x03\x04": " Excel など",
    b"\xd0\xcf\x11\xe0": " Excel（古い形式）など",
    b"%PDF": " PDF ",
    b"\x89PNG": "画像",
    b"\xff\xd8\xff": "画像",
}


def decode(data: bytes, name: str) -> str:
    """UTF-8 (with or without BOM) or cp932 bytes as text; UserError, which calls them ``name``, when they are neither."""
    # cp932 takes almost any bytes for text; UTF-16 and workbooks are told by their zero bytes.
    for encoding in () if b"\0" in data else ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    for begin, kind in _OTHER_KINDS.items():
        if data.startswith(begin):
            raise UserError(
                f"「{name}」は{kind}のファイルです。ここには文字のファイル（CSV や TOML）を渡してください。",
                "ファイルの順番や名前を取り違えていないかご確認ください。表は Excel で「CSV UTF-8」として保存すると渡せます。",
            )
    raise UserError(
        f"「{name}」の文字コードを読み取れません。",
        "UTF-8 または Shift_JIS（Excel の「CSV」）で保存し直してください。",
    )


def digest_of(data: bytes) -> str:
    """SHA-256 of a file's bytes, by which the same file is known again."""
    return hashlib.sha256(data).hexdigest()


def shift_jis(text: str) -> bytes:
    """cp932 for programs that read nothing else; 〓 stands for a character that it doesn't have, as on paper."""
    return "".join(sign if _in_shift_jis(sign) else "〓" for sign in text).encode("cp932")


def _in_shift_jis(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def defuse(value: str) -> str:
    """Put an apostrophe before a value that a spreadsheet would run as a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def undefuse(value: str) -> str:
    """Undo ``defuse``."""
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA_STARTS) else value


def csv_bytes(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """CSV for Excel users: UTF-8 with BOM, CRLF, formula-like values defused."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([defuse(value) for value in line] for line in lines)
    return buffer.getvalue().encode("utf-8-sig")
