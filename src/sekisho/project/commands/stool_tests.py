"""``sekisho stool-tests``: forms that sheets are read with, and the copier's folder."""

import datetime
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sekisho.base.errors import UserError

#: Seconds between two looks into the folder.
_PACE = 3.0


def stool_tests_commands(app: typer.Typer) -> None:
    """Add ``form`` and ``watch``."""
    app.command("form")(form)
    app.command("watch")(watch)


def form(
    file: Annotated[
        Path,
        typer.Argument(metavar="様式ファイル", help="sekisho form learn が書き出した様式ファイル（TOML）。"),
    ],
) -> None:
    """結果用紙の様式を登録します。同じ名前の様式があれば、新しい版にします。"""
    from sekisho.base.files import read_text
    from sekisho.paper.formfile import parse_form
    from sekisho.project.django import set_up

    text = read_text(file)
    name = parse_form(text, file.name).name
    set_up()
    from sekisho.affairs.stool_tests.actions.forms import publish_form

    added = publish_form(name, text)
    Console(highlight=False).print(f"様式「{added}」を登録しました。これから読む用紙に使います。")


def watch(
    folder: Annotated[
        Path, typer.Argument(metavar="フォルダー", help="コピー機がスキャンを書き出すフォルダー。")
    ],
    month: Annotated[
        str, typer.Option("--month", metavar="年-月", help="用紙の月（例：2025-05）。省くと先月です。")
    ] = "",
    once: Annotated[bool, typer.Option("--once", help="いまあるものだけを受け取って終わります。")] = False,
) -> None:
    """フォルダーに書き出されたスキャンを、結果用紙として受け取り続けます（Ctrl-C で止まります）。

    書き終わったファイルから保管庫に納め、納めたことを確かめてからフォルダーから消します。
    """
    from sekisho.project.django import set_up

    if not folder.is_dir():
        raise UserError(f"フォルダー「{folder}」がありません。", "コピー機の書き出し先を指定してください。")
    set_up()
    from sekisho.affairs.stool_tests import months
    from sekisho.affairs.stool_tests.watching import Watched
    from sekisho.base import clock

    wanted = months.first_day(month)
    if month and wanted is None:
        raise UserError(
            f"--month の「{month}」を年と月として読めません。", "2025-05 のように書いてください。"
        )

    def month_now() -> datetime.date:
        return wanted or months.expected(clock.today())

    console = Console(highlight=False)
    watched = Watched(folder)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _signal, _frame: stop.set())
    if not once:
        console.print(f"「{folder}」を見ています（止めるときは Ctrl-C）。")
    while not stop.is_set():
        for said in watched.look(month_now(), settled=once):
            console.print(said, markup=False, soft_wrap=True)
        if once:
            return
        stop.wait(_PACE)
