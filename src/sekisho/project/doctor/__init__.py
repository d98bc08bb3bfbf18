"""``sekisho doctor``: what is wrong with a set-up, each with a remedy.

``machine``    disk, keys, fonts, versions          ``database``   reach, clock, rights, policies, migrations
``living``     workers and schedulers

A check is a function that yields findings; none means all is well. It is listed in ``checks`` with its Japanese name.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that is wrong. ``fatal``: the product doesn't work, or doesn't guard, until it is mended."""

    message: str
    remedy: str
    fatal: bool = True


Check = Callable[[], Iterable[Finding]]


def checks() -> tuple[tuple[str, Check], ...]:
    """All checks by their names; after Django is set up."""
    from sekisho.project.doctor import database, living, machine

    return (
        ("部品の版", machine.versions),
        ("ディスクの空き", machine.disk),
        ("鍵のフォルダー", machine.keys),
        ("書類の書体", machine.fonts),
        ("データベースへの接続と時計", database.clock_skew),
        ("データベースの版", database.version),
        ("移行（プログラムとの一致）", database.up_to_date),
        ("実行時の役の権限", database.run_time_role),
        ("記録の表の見張り", database.policies),
        ("処理係と時計係", living.hearts),
        ("止まっている処理", living.stuck),
        ("職員への通知", living.messages),
    )
