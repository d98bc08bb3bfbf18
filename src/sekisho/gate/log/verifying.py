"""Verifying: every line against its seal, every seal against the one before and against the file outside the database.

Nothing that the database computes is believed but the words of the lines themselves; needs the owner's connection.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import psycopg

from sekisho.base import merkle
from sekisho.gate.log import heads
from sekisho.gate.log.lines import LINE, SEALS, Seal
from sekisho.gate.log.sealing import split

#: Lines named one by one in a finding; above that, how many more.
_NAMED = 20
_SLICE = 20_000


@dataclass
class Report:
    """What was verified. ``findings``: sentences about what doesn't fit; ``notes``: what is worth knowing but right."""

    seals: int = 0
    lines: int = 0
    unsealed: int = 0
    purged: int = 0
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify_log(owner: str, folder: Path, progress: Callable[[int], None] = lambda lines: None) -> Report:
    """Verify the whole log. ``owner``: URL of the owner's connection; ``folder``: where the heads lie.

    1. Seals: none missing, each follows the one before, each is what the file outside says. 2. Lines: each belongs to one
    batch, or came after the last seal. 3. Batches: as many lines as sealed, with the sealed root.
    """
    report = Report()
    with psycopg.connect(owner) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        seals = [Seal(*row) for row in connection.execute(SEALS)]
        purged = dict(connection.execute("SELECT number, purged_at FROM gate_seal_purge").fetchall())
        report.seals = len(seals)
        _chain(seals, heads.read(folder), report)
        _purges(seals, purged, connection, report)
        _lines(seals, set(purged), connection, report, progress)
    return report


def _chain(seals: list[Seal], outside: list[heads.Head], report: Report) -> None:
    before = b""
    for expected, seal in enumerate(seals, 1):
        if seal.number != expected:
            report.findings.append(f"封印 {expected} がありません（次にあるのは封印 {seal.number}）。")
            break
        if seal.previous != before:
            report.findings.append(f"封印 {seal.number} は、その前の封印につながっていません。")
        if seal.computed_head() != seal.head:
            report.findings.append(f"封印 {seal.number} の内容が書き換えられています。")
        before = seal.head
    inside = {seal.number: seal for seal in seals}
    for head in outside:
        seal = inside.pop(head.number, None)
        if seal is None:
            report.findings.append(
                f"封印 {head.number}（記録 {head.first_id}～{head.last_id} 番、{head.count} 件）が、控えにあるのに消されています。"
            )
        elif (seal.first_id, seal.last_id, seal.count, seal.head.hex()) != (
            head.first_id, head.last_id, head.count, head.head,
        ):  # fmt: skip
            report.findings.append(f"封印 {head.number} が、データベースの外の控えと違います。")
    if inside:
        report.findings.append(
            f"封印 {_listed(sorted(inside))} が、データベースの外の控えにありません"
            "（封印の直後に止まったのなら、sekisho seal-log をもう一度実行すると書かれます）。"
        )


def _purges(
    seals: list[Seal], purged: dict[int, int], connection: psycopg.Connection, report: Report
) -> None:
    year = 365 * 24 * 60 * 60 * 1_000_000
    for seal in seals:
        if seal.number in purged and purged[seal.number] - seal.newest < year:
            report.findings.append(f"封印 {seal.number} の記録が、保存期間が終わる前に消されています。")
    noted = connection.execute(
        "SELECT note FROM gate_log WHERE kind = 'erased' AND table_name = 'gate_log' AND note LIKE 'batch %'"
    )
    told = {note.removeprefix("batch ") for (note,) in noted}
    report.purged = len(purged)
    # The line that tells of a purge is itself purged after its own time.
    silent = [
        number for number in purged if str(number) not in told and not _is_old(purged[number], purged, seals)
    ]
    if silent:
        report.findings.append(f"封印 {_listed(sorted(silent))} の消去が、記録に残っていません。")


def _is_old(at: int, purged: dict[int, int], seals: list[Seal]) -> bool:
    """Were lines of that moment purged since?"""
    return any(seal.number in purged and seal.newest >= at for seal in seals)


def _lines(
    seals: list[Seal],
    purged: set[int],
    connection: psycopg.Connection,
    report: Report,
    progress: Callable[[int], None],
) -> None:
    batches = _Batches(seals)
    found: dict[int, list[tuple[int, bytes]]] = {seal.number: [] for seal in seals}
    inserted: list[int] = []
    with connection.cursor("lines", binary=True) as cursor:
        cursor.itersize = _SLICE
        cursor.execute(f"SELECT id, {LINE} FROM gate_log ORDER BY id")
        while rows := cursor.fetchmany(_SLICE):
            for id_, line in rows:
                number = batches.of(id_)
                if number is None:
                    inserted.append(id_)
                elif number == 0:
                    report.unsealed += 1
                else:
                    found[number].append((id_, merkle.leaf_hash(line)))
            report.lines += len(rows)
            progress(len(rows))
    waiting = _came_late(inserted, seals, connection)
    report.unsealed += len(waiting)
    if inserted := [id_ for id_ in inserted if id_ not in waiting]:
        report.findings.append(f"記録 {_listed(inserted)} 番は、封印のあとで差し込まれています。")
    for seal in seals:
        if seal.number in purged:
            if found[seal.number]:
                ids = [id_ for id_, _ in found[seal.number]]
                report.findings.append(
                    f"記録 {_listed(ids)} 番は、消去済みの封印 {seal.number} に差し込まれています。"
                )
        elif (
            len(found[seal.number]) != seal.count
            or merkle.root([leaf for _, leaf in found[seal.number]]) != seal.root
        ):
            report.findings += _differences(seal, dict(found[seal.number]), batches, connection)
        found[seal.number] = []
    late = [id_ for seal in seals for id_ in seal.late_ids()]
    if late:
        report.notes.append(f"遅れて確定し、次の封印に入った記録：{_listed(late)} 番")


def _came_late(ids: list[int], seals: list[Seal], connection: psycopg.Connection) -> set[int]:
    """Those written by transactions that were at work when their ids' range was sealed: the next seal takes them."""
    rows = connection.execute(
        "SELECT id, xmin::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM gate_log WHERE id = ANY (%s)",
        [ids],
    )
    began = {}
    for id_, low, next_ in rows:
        epoch = next_ >> 32
        began[id_] = ((epoch if low <= next_ & 0xFFFFFFFF else epoch - 1) << 32) + low
    open_ = seals[-1].still_open() if seals else []
    return {
        id_
        for seal in seals
        for id_ in ids
        if seal.first_id <= id_ <= seal.last_id
        and began[id_] < int(seal.horizon)
        and any(id_ in gap for gap in open_)
    }


class _Batches:
    """Which seal a line belongs to; asked for ids in rising order."""

    def __init__(self, seals: list[Seal]) -> None:
        self._late = {id_: seal.number for seal in seals for id_ in seal.late_ids()}
        self._ranges = [
            (seal.first_id, seal.last_id, seal.number) for seal in seals if seal.last_id >= seal.first_id
        ]
        self._gaps = [gap for seal in seals for gap in seal.gaps()]
        self._range = self._gap = 0

    def of(self, id_: int) -> int | None:
        """The seal's number; 0 after the last one; None where no line was when it was sealed."""
        while self._range < len(self._ranges) and id_ > self._ranges[self._range][1]:
            self._range += 1
        while self._gap < len(self._gaps) and id_ >= self._gaps[self._gap].stop:
            self._gap += 1
        if self._range == len(self._ranges):
            return 0
        if self._gap < len(self._gaps) and id_ in self._gaps[self._gap]:
            return self._late.get(id_)
        first, _, number = self._ranges[self._range]
        return number if id_ >= first else None

    def members(self, seal: Seal) -> Iterator[int]:
        """The ids that a seal covers."""
        absent = {id_ for gap in seal.gaps() for id_ in gap}
        yield from sorted({*range(seal.first_id, seal.last_id + 1)} - absent | {*seal.late_ids()})


def _differences(
    seal: Seal, found: dict[int, bytes], batches: _Batches, connection: psycopg.Connection
) -> Iterator[str]:
    """Which lines of a batch were removed or changed; the leaves kept beside the seal say it, if they still fit it."""
    members = list(batches.members(seal))
    removed = [id_ for id_ in members if id_ not in found]
    if removed:
        yield f"記録 {_listed(removed)} 番が、消されています（封印 {seal.number}）。"
    kept = connection.execute(
        "SELECT leaves FROM gate_seal_leaves WHERE number = %s", [seal.number]
    ).fetchone()
    leaves = split(kept[0]) if kept else []
    if len(leaves) != len(members) or merkle.root(leaves) != seal.root:
        yield (
            f"封印 {seal.number}（記録 {seal.first_id}～{seal.last_id} 番）の照合用の値も書き換えられています。"
            "この範囲のどの記録も信用できません。"
        )
        return
    changed = [id_ for id_, leaf in zip(members, leaves, strict=True) if id_ in found and found[id_] != leaf]
    if changed:
        yield f"記録 {_listed(changed)} 番が、書き換えられています（封印 {seal.number}）。"


def _listed(ids: list[int]) -> str:
    """Numbers with runs joined: 3～7、9."""
    runs: list[list[int]] = []
    for _, group in groupby(enumerate(ids), lambda pair: pair[1] - pair[0]):
        run = [id_ for _, id_ in group]
        runs.append([run[0], run[-1]])
    words = [f"{low}" if low == high else f"{low}～{high}" for low, high in runs[:_NAMED]]
    return "、".join(words) + (f"、ほか {len(runs) - _NAMED} か所" if len(runs) > _NAMED else "")
