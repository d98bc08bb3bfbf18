"""``sekisho form``: teach a form from a sample, check a form file."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sekisho.base.errors import UserError


def form_commands(form_app: typer.Typer) -> None:
    """Add the sub-commands ``learn`` and ``check`` to ``sekisho form``."""
    form_app.command("learn")(learn)
    form_app.command("check")(check)


def learn(
    samples: Annotated[
        list[Path],
        typer.Argument(
            metavar="見本...", help="様式の見本（PDF・TIFF・JPEG・PNG）。白紙でも記入済みでもかまいません。"
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="書き出す様式ファイル。")] = Path(
        "form.toml"
    ),
    picture: Annotated[
        Path | None, typer.Option("--picture", help="見つけた欄と列を色分けした図（PNG）を書き出します。")
    ] = None,
    page: Annotated[
        int | None,
        typer.Option(
            "--page", min=1, help="見本のこのページだけを使います。省くと全ページを一つの様式にします。"
        ),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="様式の名前。省くと見本のファイル名を使います。")] = "",
) -> None:
    """見本 1 枚から様式を覚え、様式ファイル（TOML）を書き出します。

    表・行・列・見出し・施設名や日付の欄を見つけます。自信のない箇所は「要確認」として、
    ファイルと図に書き添えます。様式ファイルはメモ帳などで開いて直せます。
    """
    # OpenCV, PDFium and the recogniser are loaded only when they are needed.
    from sekisho.paper.formfile import save_form
    from sekisho.paper.learn import PrintReader, draw_form, learn_form
    from sekisho.paper.recogniser import load_recogniser
    from sekisho.paper.scans import iter_pages, load_page

    if page is None:
        scans = list(iter_pages(samples))
    elif len(samples) == 1 and samples[0].is_file():
        scans = [load_page(samples[0], page)]
    else:
        raise UserError("--page は見本のファイルが一つのときに使えます。", "見本を一つだけ指定してください。")
    # Japanese has no spaces to break lines at, and a note may name a TOML table in brackets.
    console = Console(highlight=False, markup=False, soft_wrap=True)
    with console.status("様式を調べています…"):
        learned = learn_form(scans, name or samples[0].stem, PrintReader(load_recogniser()))
    save_form(output, learned.form)
    console.print(f"様式「{learned.form.name}」を {output} に書き出しました。")
    for number, sheet in enumerate(learned.form.pages, start=1):
        rows = sum(len(table.edges) - 1 for table in sheet.tables)
        columns = "、".join(dict.fromkeys(column.name for table in sheet.tables for column in table.columns))
        fields = "、".join(field.name for field in sheet.fields)
        console.print(f"  {number}ページ目「{sheet.title}」")
        console.print(f"    欄：{fields or 'なし'}")
        console.print(f"    表：{rows} 行（{columns}）" if rows else "    表：なし")
    if picture:
        draw_form(learned.form, learned.sheets, picture)
        console.print(f"図を {picture} に書き出しました。")
    for note in learned.form.unsure:
        console.print(f"要確認：{note}", style="yellow")


def check(
    form: Annotated[Path, typer.Argument(metavar="様式ファイル", help="確かめる様式ファイル（TOML）。")],
) -> None:
    """様式ファイルに誤りがないかを確かめます。"""
    from sekisho.paper.formfile import load_form

    loaded = load_form(form)
    # Japanese has no spaces to break lines at, and a note may name a TOML table in brackets.
    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(f"「{loaded.name}」（{len(loaded.pages)} ページ）に誤りはありません。")
    for note in loaded.unsure:
        console.print(f"要確認：{note}", style="yellow")
