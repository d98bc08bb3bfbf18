"""``sekisho demo``: a made-up city to try everything on."""

import re
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sekisho.base.errors import UserError
from sekisho.base.files import write_whole

README = """このフォルダーは、関所（sekisho）を試すための架空のデータです。人も施設も実在しません。

scans/       {files} 個のファイルに入った {sheets} 枚の検便結果（{year}年{month}月分）。
             活字と手書き、FAX、写真、両面取り込み、別の様式の紛れ込みを含みます。順番はばらばらです。
blank.pdf    その検査機関の用紙（白紙）。様式を覚えさせるときに使います。
roster.csv   {facilities} 施設 {people} 人の名簿。
ledger.xlsx  転記先の台帳（{fiscal}年度、施設ごとに 1 シート）。
truth.csv    実際に書いてある内容。読み取り結果の答え合わせに使います。

次のように試せます。
  sekisho form learn blank.pdf -o form.toml --picture form.png
  sekisho read scans --form form.toml --roster roster.csv -o rows.csv --report report.html
  sekisho calibrate rows.csv truth.csv
"""


def demo_commands(demo_app: typer.Typer) -> None:
    """Add the sub-command ``scans`` to ``sekisho demo``; ``run`` stands in ``demo_run``."""
    demo_app.command("scans")(scans)


def scans(
    folder: Annotated[
        Path, typer.Argument(metavar="フォルダー", help="書き出し先のフォルダー。なければ作ります。")
    ],
    seed: Annotated[int, typer.Option("--seed", help="乱数の種（同じ種＝同じデータ）。")] = 1,
    facilities: Annotated[int, typer.Option("--facilities", min=1, max=500, help="施設の数。")] = 38,
    people: Annotated[int, typer.Option("--people", min=3, max=50_000, help="名簿の人数。")] = 1300,
    month: Annotated[
        str, typer.Option("--month", metavar="年-月", help="検査の月（例：2025-05）。")
    ] = "2025-05",
    mix: Annotated[
        Literal["life", "harsh"],
        typer.Option("--mix", help="名簿にない人。life は 1 %、harsh は 5 %。"),
    ] = "life",
) -> None:
    """架空の施設・名簿・台帳と、1 か月分の検便結果の画像を作ります。"""
    make_scans(folder, seed, facilities, people, month, mix)


def make_scans(
    folder: Path,
    seed: int = 1,
    facilities: int = 38,
    people: int = 1300,
    month: str = "2025-05",
    mix: Literal["life", "harsh"] = "life",
) -> None:
    """Write the demo city's files into ``folder``; raises UserError when that can't be done."""
    year, number = _year_month(month)
    if people < 3 * facilities:
        raise UserError(
            "人数が少なすぎます。", f"{facilities} 施設なら {3 * facilities} 人以上にしてください。"
        )
    if folder.exists() and not folder.is_dir():
        raise UserError(f"「{folder}」はフォルダーではありません。", "別の名前を指定してください。")
    # OpenCV and Pillow are loaded only when they are needed.
    from sekisho.paper.synth.blank import blank
    from sekisho.paper.synth.city import make_city
    from sekisho.paper.synth.layouts import layout_named
    from sekisho.paper.synth.month import LAYOUT, file_names, month_scans, truth_csv
    from sekisho.paper.synth.scanfile import pdf
    from sekisho.project.demo_ledger import write_ledger

    city = make_city(seed, facilities, people)
    try:
        (folder / "scans").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"「{folder}」を作れません（{error.strerror}）。", "書き込める場所を指定してください。"
        ) from error
    names = file_names(city, year, number, mix, seed)
    strangers = sorted(old.name for old in (folder / "scans").iterdir() if old.name not in names)
    if strangers:
        raise UserError(
            f"「{folder / 'scans'}」に別のファイル（{strangers[0]}）があります。",
            "空のフォルダーを指定してください。",
        )
    console = Console()
    files = []
    sheets = sum(names.values())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("用紙を作っています", total=sheets)
        for file in month_scans(city, year, number, mix, seed, lambda: progress.advance(task)):
            write_whole(folder / "scans" / file.name, file.data)
            files.append(file.without_data())
    write_whole(folder / "truth.csv", truth_csv(files))
    write_whole(folder / "roster.csv", city.roster_csv().encode("utf-8-sig"))
    write_whole(folder / "blank.pdf", pdf([blank(layout_named(LAYOUT), 200)], 200))
    fiscal = year if number >= 4 else year - 1
    rosters = [(facility.name, [person.name for person in facility.people]) for facility in city.facilities]
    write_ledger(folder / "ledger.xlsx", rosters, fiscal)
    text = README.format(
        files=len(files),
        sheets=sheets,
        year=year,
        month=number,
        facilities=facilities,
        people=sum(len(names) for _, names in rosters),
        fiscal=fiscal,
    )
    write_whole(folder / "はじめに.txt", text.encode("utf-8-sig"))
    console.print(
        f"{folder} に {sheets} 枚の用紙（{len(files)} ファイル）と名簿・台帳を作りました。", highlight=False
    )


def _year_month(text: str) -> tuple[int, int]:
    """(2025, 5) of «2025-05»."""
    found = re.fullmatch(r"(20\d\d)-(0?[1-9]|1[0-2])", text)
    if not found or text < "2020":
        raise UserError(
            f"月「{text}」を読み取れません。", "2025-05 のように、2020 年以降の年と月で指定してください。"
        )
    return int(found[1]), int(found[2])
