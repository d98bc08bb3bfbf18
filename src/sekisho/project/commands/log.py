"""``sekisho seal-log`` and ``sekisho verify-log``: the access log sealed, and verified."""

import os

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sekisho.base.errors import UserError

_COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def log_commands(app: typer.Typer) -> None:
    """Add ``seal-log`` and ``verify-log``."""
    app.command("seal-log")(seal_log)
    app.command("verify-log")(verify_log)


def seal_log() -> None:
    """アクセス記録を封印します。封印の値は、データベースの外（データフォルダーの seals）にも残します。"""
    from sekisho.project.django import data_folder, set_up

    set_up()
    from sekisho.gate.log.heads import folder_of
    from sekisho.gate.log.sealing import seal_log as seal

    console = Console(highlight=False)
    with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("封印しています", total=None)
        made = seal(folder_of(data_folder()), lambda lines: bar.advance(line, lines))
    if not made:
        console.print("新しい記録はありません。")
        return
    console.print(
        f"{sum(seal.count for seal in made)} 件を封印しました（封印 {made[0].number}～{made[-1].number}）。"
    )
    console.print(f"最後の封印の値：{made[-1].head.hex()}", soft_wrap=True)


def verify_log() -> None:
    """アクセス記録に、書き換え・削除・差し込みがないかを、封印と照らして確かめます。"""
    from sekisho.project.django import data_folder, set_up

    set_up()
    from sekisho.gate.log.heads import folder_of
    from sekisho.gate.log.verifying import verify_log as verify

    if "SEKISHO_OWNER_URL" not in os.environ:
        raise UserError(
            "データベースの所有者の接続先がありません。",
            "SEKISHO_OWNER_URL に、表の所有者（sekisho_owner）の接続先を書いて実行してください。",
        )
    console = Console(highlight=False)
    with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("確かめています", total=None)
        report = verify(
            os.environ["SEKISHO_OWNER_URL"], folder_of(data_folder()), lambda lines: bar.advance(line, lines)
        )
    console.print(
        f"封印 {report.seals} 件、記録 {report.lines} 件を確かめました（封印前 {report.unsealed} 件、"
        f"保存期間が終わって消去済みの封印 {report.purged} 件）。"
    )
    for note in report.notes:
        console.print(note)
    if report.findings:
        raise UserError(
            "\n".join(report.findings),
            "個人情報保護担当に知らせ、データベースとデータフォルダーをこのまま保全してください。",
        )
    console.print("書き換え・削除・差し込みは見つかりませんでした。")
