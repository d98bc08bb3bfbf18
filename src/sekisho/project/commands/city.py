"""``sekisho city``: a city to begin with."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sekisho.base.errors import UserError


def city_commands(app: typer.Typer) -> None:
    """Add ``create``."""
    app.command("create")(create)


def create(
    name: Annotated[
        str, typer.Argument(metavar="市の名前", help="例：緑市（--demo のときは要りません）。")
    ] = "",
    offices: Annotated[
        Path | None,
        typer.Option("--offices", help="課と園の CSV（code,name,kind）。総務課（somu）を含めます。"),
    ] = None,
    personnel: Annotated[str, typer.Option("--personnel", help="はじめの人事担当「職員番号 氏名」。")] = "",
    privacy: Annotated[
        str, typer.Option("--privacy", help="はじめの個人情報保護担当「職員番号 氏名」。")
    ] = "",
    demo: Annotated[bool, typer.Option("--demo", help="試すための架空の市を作ります。")] = False,
    residents: Annotated[
        int, typer.Option("--residents", min=0, max=400_000, help="架空の市の住民の数（--demo のとき）。")
    ] = 2_000,
) -> None:
    """市を作ります：課と園、互いに確かめ合うはじめの二人。一度だけ使えるコードを表示します。"""
    if not demo and not (name and offices and personnel and privacy):
        raise UserError(
            "市の名前、--offices、--personnel、--privacy のどれかがありません。",
            "一人だけでは始められないように、はじめの二人（人事担当と個人情報保護担当）が要ります。",
        )
    from sekisho.project.django import migrate, set_up

    set_up()
    migrate()
    console = Console(highlight=False, soft_wrap=True)
    if demo:
        from sekisho.project.demo_city import build, sign_ins

        build(residents)
        console.print(sign_ins())
        return
    assert offices is not None
    from sekisho.project.first_city import create as create_city
    from sekisho.project.first_city import read_offices

    codes = create_city(name, read_offices(offices), [_person(personnel), _person(privacy)])
    console.print(f"「{name}」を作りました。次のコードは、いまだけ表示します。")
    console.print(f"端末の登録（24 時間）：/terminals/enrol/{codes.terminal}/")
    for number, code in codes.first.items():
        console.print(f"職員番号 {number} のはじめてのログイン（/first/）：{code}")
    console.print(
        "コードは、それぞれ本人だけに渡してください。広い権限は、一人が申請し、もう一人が認めます。"
    )


def _person(text: str) -> tuple[str, str]:
    number, _, name = text.strip().partition(" ")
    if not number.isascii() or not name.strip():
        raise UserError(
            f"「{text}」を職員番号と氏名に分けられません。", "「2001 林 はるか」のように書いてください。"
        )
    return number, name.strip()
