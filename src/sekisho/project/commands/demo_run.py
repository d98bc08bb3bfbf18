"""``sekisho demo run``: the whole road once, from scans to the ledger, on a made-up month."""

import csv
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.rule import Rule as Heading
from rich.table import Table

from sekisho.project.commands.demo import make_scans
from sekisho.project.commands.forms import learn as learn_form
from sekisho.project.commands.ledgers import compare_command, learn_command, post_command
from sekisho.project.commands.read import read_command

#: How many cells the clerk of the demo fills in by hand, for the program to learn the rule from.
_BY_HAND = 4


def run(
    folder: Annotated[
        Path, typer.Argument(metavar="フォルダー", help="作業フォルダー。なければ作ります。")
    ] = Path("demo"),
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="同時に読む数。0 なら機械に合わせます。")] = 0,
    facilities: Annotated[int, typer.Option("--facilities", min=3, help="施設の数。")] = 38,
    people: Annotated[int, typer.Option("--people", min=9, help="名簿の人数。")] = 1300,
) -> None:
    """用紙を作り、様式を覚え、読み取り、台帳に転記し、答え合わせまでを通して行います。"""
    from sekisho.base.rows import read_rows
    from sekisho.paper.roster import load_roster
    from sekisho.project.demo_ledger import write_ledger

    console = Console()
    took: list[tuple[str, float]] = []

    def step(title: str, work: Callable[[], None]) -> None:
        console.print(Heading(title, align="left"))
        # A duration for the person who watches, never stored.
        begun = time.perf_counter()
        work()
        took.append((title, time.perf_counter() - begun))

    scans, rows, rule = folder / "scans", folder / "rows.csv", folder / "rule.toml"
    form, ledger, posted = folder / "form.toml", folder / "ledger.xlsx", folder / "ledger-posted.xlsx"
    step(
        "1. 架空の市の 1 か月分の用紙を作る", lambda: make_scans(folder, facilities=facilities, people=people)
    )
    step(
        "2. 白紙 1 枚から様式を覚える",
        lambda: learn_form([folder / "blank.pdf"], form, folder / "form.png", None, ""),
    )
    step(
        "3. 読み取る",
        lambda: read_command(
            [scans], [form], rows, folder / "roster.csv", folder / "rows.jsonl", folder / "report.html",
            folder / "crops", jobs,
        ),
    )  # fmt: skip
    roster = load_roster(folder / "roster.csv")
    people_of = [(name, [person.name for person in roster.people(name)]) for name in roster.facilities]
    with (folder / "truth.csv").open(encoding="utf-8-sig", newline="") as stream:
        truth = [line for line in csv.DictReader(stream) if line["on_roster"] == "1" and line["date"]]
    typed = [(line["facility"], line["name"], int(line["date"][5:7])) for line in truth]
    year = min(int(line["date"][:4]) - (int(line["date"][5:7]) < 4) for line in truth)
    accepted = {(row.facility, row.name) for row in read_rows(rows) if row.state == "accepted"}
    example = [cell for cell in typed if cell[:2] in accepted][:: max(1, len(typed) // _BY_HAND)][:_BY_HAND]
    write_ledger(folder / "example.xlsx", people_of, year, filled=example)
    step(
        f"4. 手で {len(example)} セルだけ入れた台帳から、転記の決まりを覚える",
        lambda: learn_command(ledger, folder / "example.xlsx", rows, rule),
    )
    step("5. 台帳に転記する", lambda: post_command([rows, ledger], posted, rule))
    write_ledger(folder / "ledger-typed.xlsx", people_of, year, filled=typed)
    step(
        "6. 手入力の台帳（正解）と突き合わせる",
        lambda: compare_command(
            folder / "ledger-typed.xlsx", posted, folder / "compare.html", rows, None, folder / "crops"
        ),
    )
    _end(console, folder, took)


def _end(console: Console, folder: Path, took: list[tuple[str, float]]) -> None:
    console.print(Heading("おわり", align="left"))
    table = Table("作業", "秒", box=None)
    for title, seconds in took:
        table.add_row(title, f"{seconds:.1f}")
    console.print(table)
    console.print("ご覧ください：")
    for name, what in (
        ("report.html", "読み取りの結果。確認待ちの行が、画像と理由つきで先に並びます"),
        ("ledger-posted.xlsx", "転記した台帳（元は ledger.xlsx）"),
        ("ledger-posted.changes.csv", "書き込んだセルの一覧。sekisho post --undo で元に戻せます"),
        ("compare.html", "手入力の台帳との突き合わせ"),
        ("form.png", "白紙から見つけた欄"),
    ):
        console.print(f"  {folder / name}  {what}", highlight=False, soft_wrap=True)
