"""``sekisho residents``: the nightly extract of the resident registry into the table."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def residents_commands(app: typer.Typer) -> None:
    """Add ``load``."""
    app.callback()(_group)
    app.command("load")(load)


def _group() -> None:
    """Keeps «load» a command of its own while it is the only one."""


def load(
    source: Annotated[
        str,
        typer.Argument(
            metavar="抽出.csv", help="標準仕様の項目名の CSV か、住民記録システムの番地（https://…）。"
        ),
    ],
) -> None:
    """住民記録の夜間抽出を取り込みます。途中で誤りがあれば、何も変えません。"""
    from sekisho.project import state
    from sekisho.project.django import set_up

    set_up()
    state.check()
    from sekisho.base import clock
    from sekisho.residents.actions import load as load_registry
    from sekisho.residents.files import Extract
    from sekisho.residents.http import Online

    today = clock.today()
    registry = Online(source, today) if source.startswith(("http://", "https://")) else Extract(Path(source))
    console = Console(highlight=False)
    with console.status("読んでいます") as status:
        found = load_registry(registry, today, lambda done: status.update(f"{done:,} 人まで取り込みました"))
    console.print(
        f"{found.persons:,} 人のうち、新しいか変わった人 {found.written:,} 人、載らなくなった人 {found.gone:,} 人"
    )
