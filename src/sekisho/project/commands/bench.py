"""``sekisho bench``: the figures of docs/benchmarks.md. For developers; needs the fonts of ``make fonts``."""

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console

from sekisho.base.errors import UserError

if TYPE_CHECKING:
    from sekisho.paper.synth.fontbook import Face
    from sekisho.project.bench.quality import Slice
    from sekisho.project.bench.records import SliceResult

_QUICK_CELLS = 1200
#: Where the figures of the stool tests on the web are kept.
_STOOL_TESTS = "stool-tests.json"
#: Ways of a look (bench.gate_looks), in words.
_WAYS = {
    "plain": "100 行の照会、関所なし", "gate": "関所を通す（記録と確定を含む）", "unsynced": "同じく、ディスクを待たない", "unlogged": "同じく、記録なし",
    "pass": "空の通行", "disk": "1 行の確定だけ",
}  # fmt: skip


def bench_commands(app: typer.Typer) -> None:
    """Add ``bench``."""
    app.command("bench", hidden=True)(bench_command)


def bench_command(
    quick: Annotated[bool, typer.Option("--quick", help="少しだけ測ります（数分）。")] = False,
    cells: Annotated[int, typer.Option("--cells", min=40, help="読み取る氏名欄の数。")] = 30_000,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="同時に読む数（品質のみ）。")] = 2,
    output: Annotated[Path, typer.Option("-o", "--output", help="書き出す表（Markdown）。")] = Path(
        "docs/benchmarks.md"
    ),
    only: Annotated[
        Literal["quality", "speed", "table", "gate", "months", "stool-tests", "residents", "bereavement"]
        | None,
        typer.Option(
            "--only",
            help="片方だけ測ります。table は、測ってあるものから表だけを書き直します。gate は、関所と起動と封印の速さを、months は、転記の下見と進み具合の画面の速さを、stool-tests は、検便を本物のサーバーとブラウザーで（表にも書きます）、residents は、住民の検索の、bereavement は手続きの計画と、来庁の画面と書式の速さを測ります。",
        ),
    ] = None,
    date: Annotated[
        str, typer.Option("--date", metavar="年-月-日", help="測った日（省くと結果の日付）。")
    ] = "",
    work: Annotated[Path, typer.Option("--work", help="途中の結果を置くフォルダー。")] = Path(".work/bench"),
    fonts: Annotated[
        Path, typer.Option("--fonts", help="書体の一覧（fonts.toml）。書体は隣の .fonts/ に置きます。")
    ] = Path("fonts.toml"),
) -> None:
    """読み取りの品質と速さを測り、表にします（2 コアで 1 時間ほど）。

    品質は、学習にも較正にも使っていない書体・様式・傷みの用紙で測ります。途中で止めても続きから測ります。
    """
    if only == "gate":
        _gate(work, quick)
        return
    if only == "months":
        _months(quick)
        return
    if only == "residents":
        _residents(work, quick)
        return
    if only == "bereavement":
        _bereavement(work, quick)
        return
    if only == "stool-tests":
        _stool_tests(work, output)
        return
    from sekisho.base.files import write_whole
    from sekisho.project.bench import document, machine, quality, speed
    from sekisho.project.bench.tables import rich

    if not output.parent.is_dir():
        raise UserError(f"フォルダー「{output.parent}」がありません。", "作ってからやり直してください。")
    if only != "table" and not fonts.is_file():
        raise UserError(
            f"書体の一覧「{fonts}」がありません。",
            "リポジトリーの一番上で実行するか、--fonts で指定してください。",
        )
    console, notes = Console(), Console(stderr=True)
    faces = quality.bench_faces(fonts) if only != "table" else {}
    cells = _QUICK_CELLS if quick else cells
    plan = quality.slices(cells)
    kept = work / ("speed-quick.json" if quick else "speed.json")
    work.mkdir(parents=True, exist_ok=True)
    if only in (None, "speed"):
        effort = speed.QUICK if quick else speed.FULL
        load = machine.load()
        parts = speed.measure(faces["bench"], work / "speed", effort, notes.print)
        speed.save(kept, {"load": load, "machine": machine.describe(), "parts": parts})
    if only is None:
        _measure_stool_tests(work)
    if only in (None, "quality"):
        found = _quality(plan, faces, work, jobs, notes)
    else:
        found = quality.kept(plan, work / "quality")
    speeds = speed.load(kept)
    if not found.pages and not speeds:
        raise UserError("まだ何も測っていません。", "--only を付けずに実行してください。")
    _keep_wrong(work / "wrong.json", found)
    command = f"sekisho bench{' --quick' if quick else f' --cells {cells}'}"
    files = [*(work / "quality").glob("*.json"), kept] if speeds else [*(work / "quality").glob("*.json")]
    day = date or datetime.date.fromtimestamp(max(file.stat().st_mtime for file in files)).isoformat()
    where = speeds["machine"] if speeds else machine.describe()
    web = speed.load(work / _STOOL_TESTS)
    text = document.document(found.pages, speeds, command, day, where, web)
    for table in document.all_tables(found.pages, speeds, web):
        console.print(rich(table))
    write_whole(output, text.encode())
    console.print(f"表：{output}　間違えた行：{work / 'wrong.json'}", highlight=False)


def _gate(work: Path, quick: bool) -> None:
    """The gate's figures: looks and plans, starts, the log's seals; said, not kept."""
    from sekisho.project.bench import gate_log, gate_looks, machine, second_start

    say = Console(stderr=True).print
    console = Console(highlight=False)
    console.print(f"負荷（この 1 分の平均）：{machine.load():.1f}")
    say("起動を測っています")
    first, again = second_start.time_starts()
    console.print(f"sekisho up：はじめて {first:.1f} 秒、二度目から {again:.2f} 秒")
    lines = 50_000 if quick else 1_000_000
    say("画面を測っています")
    asked = [sys.executable, "-m", "sekisho.project.bench.gate_pages", str((work / "city").resolve())]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    pages = [json.loads(line) for line in told.splitlines()]
    for page in pages[:3]:
        console.print(
            f"画面（{len(pages)} のうち遅いもの）：{page['address']}（{page['number']}）最小 {page['least']:.0f}、中央値 {page['median']:.0f}、"
            f"プログラムの CPU {page['processor']:.0f} ミリ秒"
        )
    say("名簿を書いています")
    server = gate_looks.prepare((work / "gate").resolve(), lines)
    say("関所を通る照会を測っています")
    looks = gate_looks.time_looks(server, 100 if quick else 500)
    plain = looks["plain"]
    for name, words in _WAYS.items():
        took = looks[name]
        console.print(
            f"{words}：最小 {took.least:.2f}（差 {took.least - plain.least:+.2f}）、"
            f"中央値 {took.median:.2f}（差 {took.median - plain.median:+.2f}）、プログラムの CPU {took.processor:.2f} ミリ秒"
        )
    console.print(f"負荷（測り終えたとき）：{machine.load():.1f}")
    for plan in gate_looks.plans():
        console.print(
            f"{lines:,} 行：{plan.name}：{'表の全部を読む' if plan.whole else '索引'}、{plan.milliseconds:.1f} ミリ秒"
        )
    found = gate_log.time_log((work / "gate").resolve(), lines, say)
    console.print(
        f"アクセス記録 {found['lines']:,.0f} 件：封印 {found['seal']:.1f} 秒、確認 {found['verify']:.1f} 秒"
    )


def _stool_tests(work: Path, output: Path) -> None:
    """The stool tests on the web; kept, and written into the document in the place of what was measured before."""
    from sekisho.base.files import write_whole
    from sekisho.project.bench import document, stool_tables
    from sekisho.project.bench.tables import rich

    table = stool_tables.table(_measure_stool_tests(work))
    Console().print(rich(table), *table.notes)
    text = output.read_text(encoding="utf-8") if output.is_file() else "# Benchmarks\n"
    write_whole(output, document.with_section(text, table).encode())
    Console().print(f"表：{output}", highlight=False)


def _measure_stool_tests(work: Path) -> dict[str, Any]:
    """Measured anew, and kept."""
    from sekisho.project.bench import machine, speed, stool_web

    load = machine.load()
    Console(stderr=True).print("検便を、本物のサーバーとブラウザーで測っています（5 分ほど）")
    found = {"load": load, "machine": machine.describe(), "parts": stool_web.in_process()}
    work.mkdir(parents=True, exist_ok=True)
    speed.save(work / _STOOL_TESTS, found)
    return found


def _months(quick: bool) -> None:
    """The pages of a month; said, not kept."""
    from sekisho.project.bench.speed_months import in_process

    found = in_process(quick)
    Console(highlight=False).print(
        f"転記の下見（{found['cells']:,.0f} セル）：計算 {found['plan']:.2f} 秒、画面 {found['preview'] * 1000:.0f} ミリ秒、"
        f"転記 {found['post']:.2f} 秒\n進み具合の画面（3 年分）：{found['board'] * 1000:.0f} ミリ秒"
    )


def _residents(work: Path, quick: bool) -> None:
    """The load and the search of the resident registry; said, not kept."""
    from sekisho.project.bench import machine, residents

    console = Console(highlight=False)
    console.print(f"負荷（この 1 分の平均）：{machine.load():.1f}")
    Console(stderr=True).print("架空の住民を取り込んでいます")
    people = 20_000 if quick else 190_000
    seconds = residents.prepare((work / "residents").resolve(), people)
    if seconds:
        console.print(
            f"{people:,} 人の取り込み：{seconds[0]:.1f} 秒、何も変わらない晩の取り込み：{seconds[1]:.1f} 秒"
        )
    for name, hits, median, worst in residents.time_searches(20 if quick else 100):
        console.print(f"{name}：{hits} 件、中央値 {median:.1f} ミリ秒、最も遅い回 {worst:.1f} ミリ秒")


def _bereavement(work: Path, quick: bool) -> None:
    """The catalogue's figures, the desk's pages and forms; said, not kept."""
    from sekisho.project.bench import bereavement, bereavement_desk, machine

    console = Console(highlight=False)
    console.print(f"負荷（この 1 分の平均）：{machine.load():.1f}")
    families = 1_000 if quick else 10_000
    found = bereavement.time_plans(families)
    console.print(
        f"97 の手続きの計画：{found['plan']:.2f} ミリ秒、聞く順：{found['questions']:.2f} ミリ秒（中央値）。"
        f"{families:,} 世帯の計算に {found['all']:.1f} 秒、答えでひっくり返った手続き {found['turned']:.0f}"
    )
    for name, median, worst, processor in bereavement_desk.time_desk(
        (work / "desk").resolve(), 5 if quick else 20
    ):
        console.print(
            f"{name}：中央値 {median:.0f} ミリ秒、最も遅い回 {worst:.0f} ミリ秒、プログラムの CPU {processor:.0f} ミリ秒"
        )


def _quality(
    plan: "list[Slice]", faces: "dict[str, tuple[Face, ...]]", work: Path, jobs: int, notes: Console
) -> "SliceResult":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from sekisho.project.bench import quality

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=notes) as bar:
        line = bar.add_task("品質を測っています", total=len(plan))
        return quality.measure(
            plan,
            faces,
            work / "quality",
            jobs,
            lambda done, total: bar.update(line, completed=done, total=total),
        )


def _keep_wrong(path: Path, found: "SliceResult") -> None:
    """The rows for study; the surest first."""
    import dataclasses

    from sekisho.base.files import write_whole

    lines = [dataclasses.asdict(one) for one in sorted(found.wrong, key=lambda one: -one.probability)]
    write_whole(path, json.dumps(lines, ensure_ascii=False, indent=1).encode())
