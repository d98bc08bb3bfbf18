"""``sekisho doctor``."""

import typer
from rich.console import Console


def doctor() -> None:
    """設置のしかたに悪いところがないかを調べ、直し方を示します。直すべきことがあれば 1 で終わります。"""
    from sekisho.project.django import set_up

    set_up()
    from django.db import DatabaseError

    from sekisho.project.doctor import Finding, checks

    console = Console(highlight=False, soft_wrap=True)
    fatal = 0
    for name, check in checks():
        try:
            findings = list(check())
        except DatabaseError:
            findings = [
                Finding(
                    "データベースに尋ねられず、調べられませんでした。", "上のことを直してから、もう一度。"
                )
            ]
        console.print(f"{'よし  ' if not findings else '要確認'}  {name}")
        for finding in findings:
            console.print(f"        {finding.message}\n        → {finding.remedy}")
            fatal += finding.fatal
    if fatal:
        raise typer.Exit(1)
    console.print("動かすのに差し支えることはありません。")
