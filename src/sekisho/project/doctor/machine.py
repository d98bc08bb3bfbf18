"""This machine: what the program stands on."""

import shutil
import stat
from collections.abc import Iterator
from importlib import metadata

from django.conf import settings

from sekisho.gate.documents import FONTS
from sekisho.project.doctor import Finding

_GIGABYTE = 10**9
_WARN, _STOP = 5 * _GIGABYTE, _GIGABYTE
#: Parts whose major version the program was made for.
_MADE_FOR = {"django": 5, "psycopg": 3, "procrastinate": 3}


def versions() -> Iterator[Finding]:
    """The parts that matter most."""
    for part, major in _MADE_FOR.items():
        found = metadata.version(part)
        if int(found.split(".")[0]) != major:
            yield Finding(
                f"{part} {found} は、このプログラムの部品ではありません。",
                "make setup で部品を揃え直してください。",
            )


def disk() -> Iterator[Finding]:
    """Room below the data folder."""
    free = shutil.disk_usage(settings.SEKISHO_DATA).free
    if free < _WARN:
        yield Finding(
            f"{settings.SEKISHO_DATA} の空きが {free / _GIGABYTE:.1f} GB です。",
            "要らないファイルを消すか、ディスクを増やしてください。1 GB を切ると書き込みが止まることがあります。",
            fatal=free < _STOP,
        )


def keys() -> Iterator[Finding]:
    """Nobody but the program's own user may read a key."""
    folder = settings.SEKISHO_DATA / "keys"
    for path in (folder, *sorted(folder.rglob("*"))):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = 0o700 if path.is_dir() else 0o600
        if mode & ~wanted:
            yield Finding(
                f"{path} を、ほかの利用者が見られます（{mode:o}）。",
                f"chmod {wanted:o} {path} を実行してください。",
            )


def fonts() -> Iterator[Finding]:
    """The fonts of documents."""
    if not all((FONTS / name).is_file() for name in ("bizudgothic.ttf", "notosans-names.otf")):
        yield Finding(
            "書類に使う書体（BIZ UDゴシックと、氏名の字を補う書体）が揃っていません。",
            "プログラムを入れ直してください。",
        )
