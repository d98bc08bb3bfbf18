"""Sealing: the database makes the batches (gate.seal), the heads are written outside it."""

from collections.abc import Callable
from pathlib import Path

from django.db import connections

from sekisho.base import merkle
from sekisho.base.errors import UserError
from sekisho.gate.log import heads
from sekisho.gate.log.lines import SEALS, Seal

#: Lines a batch: small enough to be purged and proved alone, large enough for a million lines in a minute.
BATCH = 50_000


def seal_log(
    folder: Path, progress: Callable[[int], None] = lambda lines: None, using: str = "default"
) -> list[Seal]:
    """Seal every line that is committed now and write the heads into ``folder``; the new seals.

    Heads that an earlier run couldn't write any more are written now.
    """
    made: list[int] = []
    with connections[using].cursor() as cursor:
        while True:
            cursor.execute("SELECT gate.seal(%s)", [BATCH])
            number = cursor.fetchone()[0]
            if number is None:
                break
            made.append(number)
            cursor.execute("SELECT count FROM gate_seal WHERE number = %s", [number])
            lines = cursor.fetchone()[0]
            progress(lines)
            if lines < BATCH:
                break
        with heads.alone(folder):
            written = max((head.number for head in heads.read(folder)), default=0)
            # Not all seals: there are as many as minutes in which somebody worked.
            cursor.execute(
                f"SELECT * FROM ({SEALS}) s WHERE number > %s ORDER BY number",
                [min([written, *(number - 1 for number in made)])],
            )
            seals = [_seal(row) for row in cursor.fetchall()]
            heads.append(folder, [seal for seal in seals if seal.number > written])
    return [seal for seal in seals if seal.number in made]


def _seal(row: tuple[object, ...]) -> Seal:
    return Seal(*(bytes(value) if isinstance(value, memoryview) else value for value in row))  # type: ignore[arg-type]


def prove(line: int, using: str = "default") -> tuple[int, bytes, bytes, merkle.Proof]:
    """Batch, root, leaf and proof of the line with this id; UserError when it isn't sealed, or purged."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT s.number, s.root, l.ids, l.leaves FROM gate_seal s JOIN gate_seal_leaves l USING (number)"
            " WHERE %s::bigint BETWEEN s.first_id AND s.last_id AND NOT %s::bigint <@ s.absent OR %s::bigint = ANY (s.late)",
            [line, line, line],
        )
        found = cursor.fetchone()
    if found is None:
        raise UserError(
            f"アクセス記録 {line} 番は、封印されていません。",
            "記録されて間もないか、保存期間が終わって消去されています。",
        )
    number, root, ids, joined = found
    leaves = split(bytes(joined))
    place = ids.index(line)
    return number, bytes(root), leaves[place], merkle.proof(leaves, place)


def split(leaves: bytes) -> list[bytes]:
    """Joined hashes one by one."""
    return [leaves[at : at + 32] for at in range(0, len(leaves), 32)]
