"""``sekisho calibrate``: how honest the probabilities are, against the truth."""

from pathlib import Path
from typing import Annotated

import typer


def calibrate_command(
    rows: Annotated[Path, typer.Argument(metavar="ROWS.csv", help="読み取り結果。")],
    truth: Annotated[
        Path, typer.Argument(metavar="TRUTH.csv", help="正解（facility,name,date,source,page,row）。")
    ],
    risk: Annotated[float, typer.Option("--risk", min=1e-6, max=0.5, help="許せる誤りの割合。")] = 0.0001,
) -> None:
    """読み取り結果を正解と突き合わせ、確からしさの当たり外れを表にします。"""
    from rich.console import Console
    from rich.table import Table

    from sekisho.base.rows import read_rows
    from sekisho.paper.reliability import judge, load_truth

    found = judge(read_rows(rows), load_truth(truth), risk)
    console = Console()
    table = Table(title="確からしさの表", title_justify="left", caption="95 % の幅は Clopper–Pearson")
    for heading in ("言った確からしさ", "行", "正しい", "言った平均", "実際", "95 % の幅"):
        table.add_column(heading, justify="right")
    for one in found.bins:
        table.add_row(
            f"{one.low:.4g}〜{one.high:.4g}",
            f"{one.count:,}",
            f"{one.right:,}",
            f"{one.said:.5f}",
            f"{one.right / one.count:.5f}",
            f"{one.interval[0]:.4f}〜{one.interval[1]:.4f}",
        )
    console.print(table)
    for sentence in found.sentences():
        console.print(sentence, highlight=False)
