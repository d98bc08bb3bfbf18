"""``sekisho read``: a folder of scanned sheets becomes rows."""

import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.base.errors import UserError

if TYPE_CHECKING:
    from rich.progress import Progress

    from sekisho.paper.reading import Job
    from sekisho.paper.results import PageResult


def read_command(
    scans: Annotated[
        list[Path],
        typer.Argument(metavar="スキャン...", help="PDF・TIFF・JPEG・PNG、またはそれらの入ったフォルダー。"),
    ],
    form: Annotated[
        list[Path],
        typer.Option("--form", help="様式ファイル。いくつでも渡せ、用紙ごとに合うものを選びます。"),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="書き出す CSV。")] = Path("rows.csv"),
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            help="名簿の CSV（facility,name。任意で kana,number,birth_date）。省くと文字どおりに読みます。",
        ),
    ] = None,
    jsonl: Annotated[
        Path | None, typer.Option("--jsonl", help="候補や確からしさ、位置まで書き出します。")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="人が確かめるための一覧（HTML）を書き出します。")
    ] = None,
    crops: Annotated[
        Path | None, typer.Option("--crops", help="氏名欄の画像をこのフォルダーに書き出します。")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", min=0, max=64, help="同時に読む数。0 なら機械に合わせます。")
    ] = 0,
    facility: Annotated[
        str, typer.Option("--facility", help="すべての用紙をこの施設のものとして読みます。")
    ] = "",
    risk: Annotated[
        float, typer.Option("--risk", min=1e-6, max=0.5, help="確定とする行の、許せる誤りの割合。")
    ] = 0.0001,
    month: Annotated[
        str,
        typer.Option(
            "--month", metavar="年-月", help="用紙の月（例：2025-05）。年の書かれていない日付に使います。"
        ),
    ] = "",
    blanks: Annotated[bool, typer.Option("--blanks", help="空欄の行も書き出します。")] = False,
) -> None:
    """スキャンした用紙を読み取り、CSV に書き出します。

    施設・氏名・日付のどれかに少しでも不安のある行は「確認待ち」（doubtful）とし、理由を添えます。
    途中で止めても、同じコマンドで続きから読みます。同じものを読めば、いつも同じ CSV になります。
    """
    from sekisho.paper.reading import Job, check_job
    from sekisho.paper.results import Settings

    keep = report is not None or crops is not None
    settings = Settings(facility, risk, _month(month), blanks, keep)
    for target in (output, jsonl, report):
        if target and not target.parent.is_dir():
            raise UserError(f"フォルダー「{target.parent}」がありません。", "作ってからやり直してください。")
    job = Job(tuple(form), roster, settings)
    check_job(job)
    _run(scans, job, output, jsonl, report, crops, jobs)


def _month(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        raise UserError(
            f"--month の「{text}」を年と月として読めません。", "2025-05 のように書いてください。"
        ) from None


def _run(
    scans: list[Path],
    job: "Job",
    output: Path,
    jsonl: Path | None,
    report: Path | None,
    crops: Path | None,
    jobs: int,
) -> None:
    """Read with a progress bar, write every output whole, say what came out."""
    from rich.console import Console

    from sekisho.base.rows import write_rows
    from sekisho.paper.journal import Journal
    from sekisho.paper.reading import plan, read_all, results

    console = Console(stderr=True)
    tasks = plan(scans)
    journal = Journal(output.with_name(f".{output.name}.part"), job.key())
    done = False
    try:
        with _progress(console) as bar:
            line = bar.add_task("読み取り中", total=len(tasks))
            keys = read_all(
                tasks, job, journal, jobs, lambda read, total: bar.update(line, completed=read, total=total)
            )

        def pages(only: Sequence[int] | None = None) -> Iterator["PageResult"]:
            chosen = range(len(keys)) if only is None else only
            return results([keys[number] for number in chosen], [tasks[number] for number in chosen], journal)

        write_rows(output, [read.row for page in pages() for read in page.rows])
        if jsonl:
            _write_jsonl(jsonl, pages())
        if crops:
            _write_crops(crops, pages())
        if report:
            from sekisho.paper.report import write_report

            write_report(report, pages, job.settings.risk)
        found = _summary(Console(), pages, output, report, job)
        done = True
    finally:
        journal.close(done)
    if not found:
        raise UserError(
            "様式に合う用紙が 1 枚もありませんでした。",
            "渡した様式（--form）が、この用紙の見本から覚えたものか確かめてください。",
        )


def _progress(console: object) -> "Progress":
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.text import Text

    class Speed(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f} 枚/秒" if speed else "")

    class Left(ProgressColumn):
        def render(self, task: Task) -> Text:
            left = task.time_remaining
            if task.finished or left is None:
                return Text("")
            return Text(f"残り {int(left) // 60}分{int(left) % 60:02}秒")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} 枚"),
        Speed(),
        Left(),
        console=console,  # type: ignore[arg-type]
    )


def _write_jsonl(path: Path, pages: Iterator["PageResult"]) -> None:
    from sekisho.base.files import whole_file
    from sekisho.paper.results import details

    with whole_file(path) as stream:
        for page in pages:
            for line in details(page):
                stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _write_crops(folder: Path, pages: Iterator["PageResult"]) -> None:
    from sekisho.base.files import write_whole

    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        stem = str(Path(page.source).with_suffix("")).replace("/", "_").replace("\\", "_")
        for read in page.rows:
            if read.crop:
                write_whole(folder / f"{stem}-p{read.row.page}-r{read.row.row}.png", read.crop)


def _summary(
    console: object,
    pages: Callable[[], Iterator["PageResult"]],
    output: Path,
    report: Path | None,
    job: "Job",
) -> int:
    """Say what came out; returns how many pages were read."""
    from rich.console import Console
    from rich.table import Table

    from sekisho.paper.repeats import repeated
    from sekisho.paper.results import kind_of

    assert isinstance(console, Console)
    count, undated, strange = 0, 0, 0
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    aside: list[tuple[str, int, str]] = []
    for page in pages():
        count += 1
        undated += page.undated
        strange += bool(page.refused) and not page.blank
        if page.refused:
            aside.append((page.source, page.page, page.refused))
        for read in page.rows:
            states[read.row.state] += 1
            if read.row.state == "doubtful":
                reasons[kind_of(read.row.reason)] += 1
    table = Table(title="読み取りの結果", title_justify="left", show_header=False)
    table.add_column("項目")
    table.add_column("数", justify="right")
    table.add_row("読んだ用紙", f"{count - len(aside):,} 枚")
    table.add_row("読まなかった用紙", f"{len(aside):,} 枚")
    table.add_row("確定した行", f"{states['accepted']:,} 行")
    table.add_row("確認待ちの行", f"{states['doubtful']:,} 行")
    for reason, number in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(f"　{reason}", f"{number:,} 行")
    console.print(table)
    for source, page_number, reason in aside[:20]:
        console.print(
            f"読まなかった用紙：{source} {page_number} 枚目　{reason}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    if len(aside) > 20:
        console.print(f"ほか {len(aside) - 20:,} 枚。")
    if strange:
        console.print(
            "様式の用紙なのに読まなかったものは、スキャンし直すか、その用紙でも様式を覚えさせて --form をもう一つ渡してください。",
            soft_wrap=True,
        )
    for (first, first_page), (second, second_page) in repeated(pages())[:20]:
        console.print(
            f"同じ用紙を二度読んだようです：{first} {first_page} 枚目と {second} {second_page} 枚目。"
            "どちらかが余分なら、除いてやり直してください。",
            markup=False,
            highlight=False,
        )
    if undated and job.settings.month is None:
        console.print(
            f"{undated:,} 枚は何年の日付か分かりません。--month 2025-05 のように用紙の月を渡してください。",
            highlight=False,
        )
    console.print(
        f"書き出し：{output}" + (f"　一覧：{report}" if report else ""), markup=False, highlight=False
    )
    if states["doubtful"] and not report:
        console.print(
            "確認待ちの行は、--report 一覧.html を付けると画像と理由つきで見られます。", soft_wrap=True
        )
    return count - len(aside)
