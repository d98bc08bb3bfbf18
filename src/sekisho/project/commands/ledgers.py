"""The commands that write ledgers: post (with its undo), rule learn, compare."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sekisho.base.errors import UserError

if TYPE_CHECKING:
    from sekisho.books.changes import Change
    from sekisho.books.post import PostResult


_SHOWN = 20
_RECALCULATE = "数式は Excel で開くと計算し直されます（LibreOffice では Ctrl+Shift+F9 を押してください）。"
_OUTCOMES = {
    "written": "記入した",
    "already": "もう同じ値が入っている（そのまま）",
    "conflict": "別の値が入っている（書かずに一覧へ）",
    "missing": "台帳に見つからない（書かずに一覧へ）",
    "skipped": "確認待ち・空欄（書かない）",
}


# The commands import their workers when they run, so that sekisho starts quickly.


def ledger_commands(app: typer.Typer, rule_app: typer.Typer) -> None:
    """Register ``post`` and ``compare`` on ``app``, ``learn`` on ``rule_app``."""
    app.command("post")(post_command)
    app.command("compare")(compare_command)
    rule_app.command("learn")(learn_command)


def post_command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="ROWS.csv LEDGER.xlsx", help="読み取り結果と台帳（--undo のときは台帳だけ）"),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="書き出す台帳", metavar="NEW.xlsx")
    ] = None,
    rule: Annotated[Path | None, typer.Option("--rule", help="転記の決まり", metavar="RULE.toml")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書かずに、結果だけを表示します")] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="書き込みの一覧（なければ NEW.changes.csv）", metavar="CHANGES.csv"),
    ] = None,
    undo_report: Annotated[
        Path | None, typer.Option("--undo", help="この一覧の書き込みを取り消します", metavar="CHANGES.csv")
    ] = None,
) -> None:
    """読み取り結果を台帳に転記します（--undo で元に戻せます）。

    確定（accepted）の行だけを、決まりに従って台帳の空いているセルに書きます。

    値のあるセルや数式は上書きせず、食い違いとして一覧にします。書き込みは一覧に残り、--undo で取り消せます。
    """
    from sekisho.base.rows import read_rows
    from sekisho.books.post import post
    from sekisho.books.rule_file import load_rule

    if undo_report:
        _undo(files, undo_report, output)
        return
    if len(files) != 2:
        raise UserError(
            "読み取り結果（ROWS.csv）と台帳の二つを指定してください。",
            "例：sekisho post rows.csv 台帳.xlsx …",
        )
    if not rule:
        raise UserError(
            "転記の決まりがありません。",
            "--rule RULE.toml を付けてください（sekisho rule learn で作れます）。",
        )
    if not output and not dry_run:
        raise UserError(
            "書き出す台帳の名前がありません。", "-o NEW.xlsx を付けてください（試すだけなら --dry-run）。"
        )
    rows_path, ledger = files
    if output:
        _keep_inputs(output, rows_path, rule)
    if report:
        _keep_inputs(report, rows_path, rule)
    result = post(read_rows(rows_path), ledger, load_rule(rule), output or ledger, report, dry_run)
    console = Console()
    _print_result(console, result, dry_run)
    if not dry_run:
        if result.count("written"):
            console.print(_RECALCULATE, soft_wrap=True)
        _say(console, f"台帳：{output}\n書き込みの一覧：{result.report}")
        if output and output.resolve() == ledger.resolve():
            _say(
                console,
                f"渡された台帳そのものに書きました。元に戻すには：sekisho post --undo {result.report} {output} -o {output}",
            )


def _keep_inputs(output: Path, *inputs: Path | None) -> None:
    """Refuse an output that would replace what is read."""
    if output.resolve() in {path.resolve() for path in inputs if path}:
        raise UserError(
            f"書き出す名前「{output}」が、読み込むファイルと同じです。", "-o に別の名前を指定してください。"
        )


def _say(console: Console, text: str) -> None:
    """Print text as it is, however long its lines are."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _print_result(console: Console, result: "PostResult", dry_run: bool) -> None:
    table = Table(
        title="転記の結果" + ("（試し。何も書いていません）" if dry_run else ""), title_justify="left"
    )
    table.add_column("結果")
    table.add_column("行", justify="right")
    counts = Counter(change.outcome for change in result.changes)
    for outcome, text in _OUTCOMES.items():
        table.add_row(text, f"{counts[outcome]:,}")
    console.print(table)
    problems = [change for change in result.changes if change.outcome in ("conflict", "missing")]
    _print_problems(console, problems)
    for note in result.notes:
        console.print(note, markup=False)


def _print_problems(console: Console, problems: list["Change"]) -> None:
    if not problems:
        return
    table = Table(title="書かなかった行", title_justify="left")
    for heading in ("施設", "氏名", "日付", "セル", "理由", "もとの用紙"):
        table.add_column(heading, overflow="fold")
    for change in problems[:_SHOWN]:
        cell = f"{change.sheet} {change.cell}".strip()
        source = f"{change.source} {change.page} 枚目 {change.row} 行目"
        values = (change.facility, change.name, change.date, cell, change.reason, source)
        table.add_row(*(escape(value) for value in values))
    console.print(table)
    if len(problems) > _SHOWN:
        console.print(f"ほか {len(problems) - _SHOWN:,} 行。すべては書き込みの一覧にあります。")


def _undo(files: list[Path], report: Path, output: Path | None) -> None:
    if len(files) != 1 or not output:
        raise UserError(
            "取り消しには、台帳を一つと書き出す名前を指定してください。",
            "例：sekisho post --undo new.changes.csv new.xlsx -o old.xlsx",
        )
    from sekisho.books.undo import undo

    result = undo(report, files[0], output)
    console = Console()
    console.print(
        f"{len(result.restored):,} セルの書き込みを取り消しました：{output}", markup=False, highlight=False
    )
    if result.kept:
        console.print(f"{len(result.kept):,} セルは、書いたあとに変えられているのでそのままです。")
        for change in result.kept[:_SHOWN]:
            console.print(f"  {change.sheet} {change.cell}（書いた値 {change.after}）", markup=False)


def learn_command(
    before: Annotated[Path, typer.Argument(metavar="BEFORE.xlsx", help="記入する前の台帳")],
    after: Annotated[Path, typer.Argument(metavar="AFTER.xlsx", help="三つ以上のセルに手で記入した台帳")],
    rows: Annotated[Path, typer.Argument(metavar="ROWS.csv", help="読み取り結果")],
    output: Annotated[Path, typer.Option("-o", "--output", help="書き出す決まり", metavar="RULE.toml")],
) -> None:
    """手で記入した例から、転記の決まりを見つけます。

    台帳の空いているセルに、読み取り結果のとおりに三つ以上記入して保存し、記入前の台帳と一緒に渡してください。
    施設・月の違う例があるほど、決まりが一つに定まります。
    """
    from sekisho.base.rows import read_rows
    from sekisho.books.learn import learn
    from sekisho.books.rule_file import save_rule

    _keep_inputs(output, before, after, rows)
    learned = learn(before, after, read_rows(rows))
    save_rule(output, learned.rule, learned.sentence)
    console = Console()
    _say(console, f"理解したこと：{learned.sentence}")
    console.print(
        f"例 {learned.examples} 個に合い、"
        f"氏名と日付の読めた行（確認待ちも含む）{learned.rows:,} 行のうち {learned.found:,} 行のセルが見つかります。",
        highlight=False,
    )
    if learned.found < learned.rows:
        console.print("見つからない行は、転記のときに理由つきで一覧に出ます。", highlight=False)
    if learned.rivals:
        console.print("ほかに、次の決まりも例に合います：")
    for rival in learned.rivals:
        _say(console, f"  ・{rival.sentence}\n    {rival.decide}")
    _say(console, f"決まり：{output}")


def compare_command(
    hand: Annotated[Path, typer.Argument(metavar="HAND.xlsx", help="手作業の台帳")],
    machine: Annotated[Path, typer.Argument(metavar="MACHINE.xlsx", help="転記した台帳")],
    output: Annotated[Path, typer.Option("-o", "--output", help="書き出す報告", metavar="REPORT.html")],
    rows: Annotated[
        Path | None,
        typer.Option("--rows", help="読み取り結果（相違のもとの用紙を示します）", metavar="ROWS.csv"),
    ] = None,
    changes: Annotated[
        Path | None,
        typer.Option("--changes", help="転記の一覧（なければ MACHINE.changes.csv）", metavar="CHANGES.csv"),
    ] = None,
    crops: Annotated[
        Path | None, typer.Option("--crops", help="切り出した画像のフォルダー", metavar="DIR")
    ] = None,
) -> None:
    """手作業の台帳と転記した台帳を照らし合わせ、報告（HTML）を作ります。"""
    from sekisho.base.rows import read_rows
    from sekisho.books.bounds import sentence
    from sekisho.books.changes import read_changes
    from sekisho.books.compare import compare
    from sekisho.books.report import write_report

    _keep_inputs(output, hand, machine, rows, changes)
    beside = machine.with_name(f"{machine.stem}.changes.csv")
    changes = changes or (beside if beside.is_file() else None)
    found = compare(hand, machine, read_changes(changes) if changes else (), read_rows(rows) if rows else ())
    write_report(output, found, hand.name, machine.name, crops)
    console = Console()
    _say(console, sentence(len(found.errors), found.cells))
    if found.left:
        console.print(
            f"ほかに、機械が書かずに人へ回したセルが {len(found.left):,} あります。", highlight=False
        )
    _say(console, f"報告：{output}")
