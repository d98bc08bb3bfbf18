"""``sekisho register``: the register of affairs on the command line."""

import subprocess
from typing import Annotated

import typer
from rich.console import Console

from sekisho.base.errors import UserError


def register_commands(app: typer.Typer) -> None:
    """Add ``show``, ``check``, ``diff``, ``hash``, ``migrations`` and ``approve``."""
    for command in (show, check, diff, hash_, migrations, approve):
        app.command(command.__name__.rstrip("_"))(command)


def _ready() -> Console:
    from sekisho.project.django import set_up_without_database

    set_up_without_database()
    return Console(highlight=False)


def show(affair: Annotated[str, typer.Argument(help="事務の符号（省くとすべて）。")] = "") -> None:
    """登録簿を表示します。"""
    console = _ready()
    from rich.table import Table

    from sekisho.gate.register.load import registers
    from sekisho.gate.words import POSTS, SCOPES

    chosen = {key: one for key, one in registers().items() if affair in ("", key)}
    if not chosen:
        raise UserError(
            f"事務「{affair}」は登録簿にありません。", f"あるのは {'、'.join(registers())} です。"
        )
    for key, registered in chosen.items():
        head = registered.entry.affair
        console.print(
            f"\n[bold]{head.name}[/bold]（{key}）　所管：{head.office}　対象者：{'、'.join(head.subjects)}"
        )
        console.print(f"目的：{head.aim}")
        table = Table("利用目的", "だれが", "見る項目", "書く項目")
        for purpose in registered.entry.purposes:
            who = "\n".join(f"{POSTS[one.post]}：{SCOPES[one.scope]}" for one in purpose.who) or "プログラム"
            table.add_row(purpose.name, who, "、".join(purpose.reads), "、".join(purpose.writes))
        console.print(table)


def check() -> None:
    """登録簿と、プログラムが実際に持つ項目・権限が合っているかを確かめます。"""
    console = _ready()
    from sekisho.gate.register import check as gap_check
    from sekisho.gate.register import migrations
    from sekisho.gate.register.load import registers

    found = gap_check.gaps()
    found += [
        f"{key}：登録簿とデータベースの権限が合いません。sekisho register migrations を実行して、できたファイルを加えてください。"
        for key, registered in registers().items()
        if not found and migrations.stale(registered)
    ]
    if found:
        raise UserError("\n".join(found), "")
    console.print(f"登録簿 {len(registers())} 件に、食い違いはありません。")


def diff(
    revision: Annotated[str, typer.Argument(metavar="版", help="比べる git の版（例：HEAD~1）。")],
) -> None:
    """登録簿が、ある版からどう変わったかを表示します。"""
    console = _ready()
    from sekisho.gate.register.changes import changes
    from sekisho.gate.register.load import parse, registers

    for key, registered in registers().items():
        folder = registered.path.parent
        shown = subprocess.run(
            ["git", "show", f"{revision}:./{registered.path.name}"],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        if shown.returncode and "exists on disk" not in shown.stderr:
            raise UserError(f"版「{revision}」を取り出せません。", shown.stderr.strip())
        before = None if shown.returncode else parse(shown.stdout, f"{revision}:{key}")
        for line in changes(before, registered.entry):
            console.print(f"{key}：{line}")


def hash_() -> None:
    """登録簿の内容を表す値（SHA-256）を表示します。書き方ではなく、言っている内容で決まります。"""
    console = _ready()
    from sekisho.gate.register.load import registers

    for key, registered in registers().items():
        console.print(f"{registered.hash()}  {key}")


def migrations() -> None:
    """モデルや登録簿が変わったとき、データベースを合わせる移行ファイルを書き出します。"""
    console = _ready()
    import warnings

    from django.core.management import call_command

    from sekisho.gate.register import migrations
    from sekisho.gate.register.load import registers

    with warnings.catch_warnings():
        # Nothing here needs a running database; Django says so where it finds none.
        warnings.filterwarnings("ignore", "Got an error checking a consistent migration history")
        call_command("makemigrations", *registers(), verbosity=0)
    written = [path for registered in registers().values() if (path := migrations.write(registered))]
    for path in written:
        console.print(f"権限：{path.name}（{path.parent.parent.name}）")
    console.print("移行ファイルは、いまのモデルと登録簿に合っています。")


def approve(
    affair: Annotated[str, typer.Argument(help="事務の符号。")],
    decision: Annotated[
        str, typer.Option("--decision", help="決定の番号や名前（例：第82回審議会 諮問事項ア）。")
    ],
    by: Annotated[str, typer.Option("--by", help="記録した人の職員番号。")],
) -> None:
    """いまの登録簿の内容が承認されたことを記録します（審議会の画面ができるまでの方法）。"""
    from sekisho.project.django import set_up

    set_up()
    from sekisho.base import clock
    from sekisho.gate.models import Approval
    from sekisho.gate.register.load import registers

    registered = registers().get(affair)
    if registered is None:
        raise UserError(
            f"事務「{affair}」は登録簿にありません。", f"あるのは {'、'.join(registers())} です。"
        )
    Approval.objects.using("owner").update_or_create(
        affair=affair,
        hash=registered.hash(),
        defaults={"decided_on": clock.today(), "decision": decision, "recorded_by": by},
    )
    Console(highlight=False).print(f"「{registered.entry.affair.name}」のいまの内容を承認済みとしました。")
