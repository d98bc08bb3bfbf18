"""Quality: pages of the generator through the real road, counted against what is written on them.

The corpus is cut into slices of a seed each; a slice is read by one process and its result kept as a file.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import get_args

from sekisho.base.errors import UserError
from sekisho.paper.engine import load_engine
from sekisho.paper.form import Form
from sekisho.paper.page import read_page
from sekisho.paper.results import PageResult, ReadRow, Settings
from sekisho.paper.roster import Person, Roster
from sekisho.paper.scans import Scan
from sekisho.paper.synth.city import City
from sekisho.paper.synth.corpus import Case, corpus
from sekisho.paper.synth.fontbook import Face, Style, listed
from sekisho.paper.synth.sheets import Mix
from sekisho.paper.train.names import taught
from sekisho.project.bench.counting import PageRecord
from sekisho.project.bench.judging import Judged, judge
from sekisho.project.bench.records import SliceResult, Wrong, engine_key, load, save

#: Rows in a slice; seeds begin here: neither training nor calibration goes near.
SLICE, FIRST_SEED = 750, 500_000
#: Rows on layouts and fonts kept out of everything, as a share of all others.
HELD_OUT = 0.1
#: Rows not wrong, or not accepted, that would have gone wrong next: kept for study below this doubt.
_NEARLY = 0.02


@dataclass(frozen=True)
class Slice:
    """A part of the corpus: ``cells`` rows of ``role`` in one style and mix, made from ``seed``."""

    role: str
    style: Style
    mix: Mix
    seed: int
    cells: int

    @property
    def name(self) -> str:
        return f"{self.role}-{self.style}-{self.mix}-{self.seed}-{self.cells}"


def slices(cells: int) -> list[Slice]:
    """Slices of at least ``cells`` rows of the bench in all, evenly over styles and mixes, and the held-out
    part; styles and mixes take turns, so that a cut run has some of each."""
    plan: list[Slice] = []
    for role, wanted in (("bench", cells), ("heldout", round(cells * HELD_OUT))):
        kinds = [(style, mix) for style in get_args(Style) for mix in get_args(Mix)]
        each = -(-wanted // len(kinds))
        count = -(-each // SLICE)
        for _ in range(count):
            for style, mix in kinds:
                plan.append(Slice(role, style, mix, FIRST_SEED + len(plan), -(-each // count)))
    return plan


def bench_faces(fonts: Path) -> dict[str, tuple[Face, ...]]:
    """The fonts of each role; UserError when a style has none (they are fetched, not shipped)."""
    faces = {role: listed(fonts, fonts.parent / ".fonts", role) for role in ("bench", "heldout")}
    if not all({"print", "hand"} <= {face.style for face in own} for own in faces.values()):
        raise UserError(
            "測定に使う書体（.fonts/）がありません。", "make fonts を実行してからやり直してください。"
        )
    return faces


def measure(
    plan: Sequence[Slice],
    faces: dict[str, tuple[Face, ...]],
    folder: Path,
    jobs: int,
    say: Callable[[int, int], None],
) -> SliceResult:
    """Read every slice that has no result in ``folder`` yet; all results in the order of the plan.

    ``say`` is told how many of how many slices are done. The outcome doesn't hang on ``jobs``.
    """
    key = engine_key()
    folder.mkdir(parents=True, exist_ok=True)
    files = {part: folder / f"{part.name}.json" for part in plan}
    missing = [part for part, file in files.items() if load(file, key) is None]
    say(len(plan) - len(missing), len(plan))
    if missing:
        pool = ProcessPoolExecutor(min(jobs, len(missing)), get_context("spawn"), _start)
        try:
            tasks = {pool.submit(_work, part, faces[part.role], files[part], key) for part in missing}
            for done, task in enumerate(as_completed(tasks), start=len(plan) - len(missing) + 1):
                task.result()
                say(done, len(plan))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return kept(plan, folder)


def kept(plan: Sequence[Slice], folder: Path) -> SliceResult:
    """The results that ``folder`` holds of this plan, by this very reading engine."""
    found = [load(folder / f"{part.name}.json", engine_key()) for part in plan]
    results = [result for result in found if result]
    return SliceResult(
        tuple(page for result in results for page in result.pages),
        tuple(one for result in results for one in result.wrong),
    )


def _start() -> None:
    """Ctrl-C is the main process's business; a worker finishes its slice."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(part: Slice, faces: tuple[Face, ...], target: Path, key: str) -> None:
    save(target, key, read_slice(part, faces, threads=1))


def read_slice(part: Slice, faces: tuple[Face, ...], threads: int = 0) -> SliceResult:
    """Make the pages of a slice, read each with the form learned from its blank, hold them against the truth."""
    pages: list[PageRecord] = []
    wrong: list[Wrong] = []
    forms: dict[str, Form] = {}
    for number, case in enumerate(corpus(part.role, faces, part.style, part.mix, part.seed, part.cells)):
        if case.layout.name not in forms:
            forms[case.layout.name] = taught(case.layout, load_engine(threads))
        result = read_case(case, forms[case.layout.name], threads)
        facility = next(one for one in case.city.facilities if one.name == case.page.truth.facility)
        rows = judge(result, case.page.truth, [person.name for person in facility.people])
        pages.append(_record(part, case, result, rows))
        wrong += _for_study(number, case, result, rows)
    return SliceResult(tuple(pages), tuple(wrong))


def read_case(case: Case, form: Form, threads: int = 0) -> PageResult:
    """Read one page as ``sekisho read`` does with the roster of its whole city.

    A page whose dates name no year or not surely, or seem to be of another month, is read again with its true month, as a
    run over a month of scans does once the other pages have told it.
    """
    scan = Scan("bench", 1, case.page.image, case.page.dpi)
    engine, roster = load_engine(threads), roster_of(case.city)
    result = read_page(scan, [form], roster, engine, Settings())
    month = case.page.truth.date.replace(day=1)
    if result.undated or not result.month_sure or (result.month and result.month != f"{month:%Y-%m}"):
        result = read_page(scan, [form], roster, engine, replace(Settings(), month=month))
    return result


def roster_of(city: City) -> Roster:
    """Everybody of a made-up city."""
    return Roster(
        tuple(
            Person(facility.name, person.name, person.kana, person.number, person.birth_date)
            for facility in city.facilities
            for person in facility.people
        )
    )


def _record(part: Slice, case: Case, result: PageResult, rows: Sequence[Judged]) -> PageRecord:
    return PageRecord(
        part.role,
        part.style,
        part.mix,
        case.layout.name,
        case.page.truth.face,
        case.page.damages,
        round(case.page.dpi),
        result.refused,
        tuple(rows),
    )


def _for_study(number: int, case: Case, result: PageResult, rows: Sequence[Judged]) -> Iterator[Wrong]:
    truth = {row.row: row for row in case.page.truth.rows}
    read: dict[int, ReadRow] = {one.row.row: one for one in result.rows}
    for row in rows:
        if not row.fault or (row.fate != "accepted" and (row.objected or row.probability < 1 - _NEARLY)):
            continue
        one, real = read[row.row], truth.get(row.row)
        yield Wrong(
            row.fate,
            row.fault,
            case.layout.name,
            case.page.truth.face,
            " ".join(case.page.damages),
            number,
            row.row,
            f"{case.page.truth.facility} {real.name if real else ''}",
            real.written if real else "",
            f"{one.row.facility} {one.row.name}",
            real.date.isoformat() if real else "",
            one.row.date.isoformat() if one.row.date else "",
            row.probability,
            {key: one.parts[key].probability for key in ("facility", "name", "date") if key in one.parts},
            real.origin if real else "",
        )
