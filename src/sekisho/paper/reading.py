"""Many scans to rows: several processes, one page at a time each, going on where a stopped run had come
to."""

import datetime
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from sekisho.base.errors import UserError
from sekisho.paper.engine import Engine, load_engine
from sekisho.paper.form import Form
from sekisho.paper.formfile import load_form
from sekisho.paper.journal import Journal, content_key, file_key
from sekisho.paper.page import read_page
from sekisho.paper.results import PageResult, Settings
from sekisho.paper.roster import Roster, load_roster
from sekisho.paper.scans import count_pages, find_files, load_page

#: Fewer pages than this are read faster in one process with all cores than by starting others.
_WORTH_STARTING = 6
#: Pages waiting for a free process, so that memory stays flat.
_AHEAD = 3


@dataclass(frozen=True)
class Task:
    """One page to be read; ``key`` names its file's content, ``trouble`` why the file can't be read at
    all."""

    path: Path
    source: str
    page: int
    key: str
    trouble: str = ""


@dataclass(frozen=True)
class Job:
    """What all pages of a run share. ``forms`` and ``roster`` are files, so that other processes can
    load them."""

    forms: tuple[Path, ...]
    roster: Path | None
    settings: Settings

    def key(self) -> str:
        """Digest of everything besides the scans that the rows depend on."""
        files = [path.read_bytes() for path in (*self.forms, *([self.roster] if self.roster else []))]
        return content_key([repr(self.settings).encode(), str(len(self.forms)).encode(), *files])


@dataclass(frozen=True)
class Loaded:
    """A job with its files read and its networks ready."""

    forms: tuple[Form, ...]
    roster: Roster
    settings: Settings
    engine: Engine


def load_job(job: Job, threads: int = 0) -> Loaded:
    """Read the job's files and load the networks. Raises UserError for files that can't be used."""
    forms = tuple(load_form(path) for path in job.forms)
    roster = load_roster(job.roster) if job.roster else Roster()
    _check_facility(job.settings.facility, roster)
    return Loaded(forms, roster, job.settings, load_engine(threads))


def check_job(job: Job) -> None:
    """Find what a person must mend before anything is read; raises UserError."""
    for path in job.forms:
        _check_names(load_form(path), path)
    if job.roster:
        _check_facility(job.settings.facility, load_roster(job.roster))


def _check_names(form: Form, path: Path) -> None:
    columns = [column for page in form.pages for table in page.tables for column in table.columns]
    if not any(column.kind == "name" for column in columns):
        raise UserError(
            f"様式「{path.name}」には氏名の列がないので、一行も読み取れません。",
            '氏名の列の種類を kind = "name" にして、sekisho form check で確かめてください。',
        )


def _check_facility(facility: str, roster: Roster) -> None:
    if facility and roster.persons and facility not in roster.facilities:
        some = "、".join(roster.facilities[:5])
        raise UserError(
            f"施設「{facility}」は名簿にありません。", f"名簿のとおりに書いてください（例：{some}）。"
        )


def plan(paths: Sequence[Path]) -> list[Task]:
    """All pages of files and folders, in order.

    A file that can't be read becomes one task with its trouble; raises UserError when that is so for
    every file.
    """
    files = find_files(paths)
    twice = {name for name, count in Counter(source for _, source in files).items() if count > 1}
    tasks: list[Task] = []
    errors: list[UserError] = []
    for path, name in files:
        source = path.as_posix() if name in twice else name
        key = file_key(path) or f"unread {source}"
        try:
            tasks += [Task(path, source, page, key) for page in range(1, count_pages(path) + 1)]
        except UserError as error:
            errors.append(error)
            tasks.append(Task(path, source, 1, key, error.message + error.remedy))
    if len(errors) == len(files):
        raise errors[0]
    return tasks


def read_all(
    tasks: Sequence[Task],
    job: Job,
    journal: Journal,
    jobs: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[str]:
    """Read every task that the journal doesn't hold yet; the journal's keys of all pages, in order.

    Pages whose year is known from nowhere or not surely, and those that seem to be of another month than the one the
    others agree on, are read again with that month: a year misread in every row of a sheet agrees with itself.
    ``progress`` is told how many of how many pages are done. The outcome doesn't hang on ``jobs``.
    """
    keys = [f"{task.key}/{task.page}" for task in tasks]
    _read_missing(dict(zip(keys, tasks, strict=True)), job, journal, jobs, progress)
    month = job.settings.month or _common_month(journal, keys)
    astray = {key for key in keys if month and not _at_home(*journal.months[key], month)}
    if astray:
        again = {f"{key}/{month:%Y-%m}": task for key, task in zip(keys, tasks, strict=True) if key in astray}
        dated = replace(job, settings=replace(job.settings, month=month))
        _read_missing(again, dated, journal, jobs, progress)
        keys = [f"{key}/{month:%Y-%m}" if key in astray else key for key in keys]
    return keys


def results(keys: Sequence[str], tasks: Sequence[Task], journal: Journal) -> Iterator[PageResult]:
    """The result of every page in order, one in memory at a time; the same scan given twice keeps both
    names."""
    for key, task in zip(keys, tasks, strict=True):
        result = journal.get(key)
        rows = tuple(replace(read, row=replace(read.row, source=task.source)) for read in result.rows)
        yield replace(result, source=task.source, rows=rows)


def _read_missing(
    wanted: dict[str, Task], job: Job, journal: Journal, jobs: int, progress: Callable[[int, int], None]
) -> None:
    missing = {key: task for key, task in wanted.items() if key not in journal}
    done = len(wanted) - len(missing)
    progress(done, len(wanted))
    cores = os.cpu_count() or 1
    jobs = jobs or (cores if len(missing) >= _WORTH_STARTING else 1)
    jobs = max(1, min(jobs, len(missing)))
    threads = max(1, cores // jobs)
    if not missing:
        return
    finished = _here(missing, job, threads) if jobs == 1 else _apart(missing, job, jobs, threads)
    for key, result in finished:
        journal.add(key, result)
        done += 1
        progress(done, len(wanted))


def _here(tasks: dict[str, Task], job: Job, threads: int) -> Iterator[tuple[str, PageResult]]:
    loaded = load_job(job, threads)
    for key, task in tasks.items():
        yield key, read_task(task, loaded)


def _apart(tasks: dict[str, Task], job: Job, jobs: int, threads: int) -> Iterator[tuple[str, PageResult]]:
    """Results as other processes finish them, in whatever order."""
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (job, threads))
    waiting: dict[Future[PageResult], str] = {}
    rest = iter(tasks.items())
    try:
        while True:
            for key, task in rest:
                waiting[pool.submit(_work, task)] = key
                if len(waiting) >= jobs + _AHEAD:
                    break
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()
    except BrokenProcessPool as error:
        raise UserError(
            "読み取りの処理が途中で止まりました（メモリ不足かもしれません）。",
            "同じコマンドに --jobs 1 を付けて実行すると、続きから読みます。",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_loaded: Loaded | None = None


def _start_worker(job: Job, threads: int) -> None:
    """Ctrl-C is the main process's business; a worker finishes its page."""
    global _loaded
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _loaded = load_job(job, threads)


def _work(task: Task) -> PageResult:
    if _loaded is None:
        raise RuntimeError("the worker was not started by _start_worker")
    return read_task(task, _loaded)


def read_task(task: Task, loaded: Loaded) -> PageResult:
    """Read one page; a page that can't be opened is set aside with the reason."""
    if task.trouble:
        return PageResult(task.source, task.page, task.trouble)
    try:
        scan = load_page(task.path, task.page, task.source)
    except UserError as error:
        return PageResult(task.source, task.page, error.message + error.remedy)
    return read_page(scan, loaded.forms, loaded.roster, loaded.engine, loaded.settings)


def _at_home(shown: str, undated: bool, sure: bool, month: datetime.date) -> bool:
    """Whether a page's dates surely show ``month``, or are none."""
    return not undated and sure and shown in ("", f"{month:%Y-%m}")


def _common_month(journal: Journal, keys: Sequence[str]) -> datetime.date | None:
    """The month that at least four of five dated pages show."""
    months = Counter(
        result.month for key in keys if (result := journal.get(key)).month and not result.undated
    )
    if not months:
        return None
    month, count = max(months.items(), key=lambda item: (item[1], item[0]))
    return datetime.date.fromisoformat(f"{month}-01") if count * 5 >= sum(months.values()) * 4 else None
