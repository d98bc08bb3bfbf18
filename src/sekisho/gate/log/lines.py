"""What a line and a seal say, byte for byte: independent of the database's own functions, which verifying must not trust."""

import hashlib
from dataclasses import dataclass

#: A line of gate_log as gate.line has it (gate/migrations/sql/0050_seals.sql); nothing of locale or time zone is in it.
LINE = (
    "convert_to(jsonb_build_array(id, (extract(epoch FROM at) * 1000000)::bigint, pass_id, actor, post, office, terminal,"
    " zone, purpose, case_key, kind, table_name, subjects, fields, rows, note)::text, 'UTF8')"
)


@dataclass(frozen=True)
class Seal:
    """A row of gate_seal; ranges and lists as PostgreSQL writes them, times in microseconds since 1970."""

    number: int
    first_id: int
    last_id: int
    count: int
    absent: str
    late: str
    newest: int
    horizon: str
    pending: str
    sealed_at: int
    root: bytes
    previous: bytes
    head: bytes

    def computed_head(self) -> bytes:
        """The head that the seal's facts and the head before it lead to."""
        facts = (
            self.number, self.first_id, self.last_id, self.count, self.absent, self.late, self.newest, self.horizon,
            self.pending, self.sealed_at,
        )  # fmt: skip
        said = "|".join(map(str, facts)).encode()
        return hashlib.sha256(b"\x02" + said + self.root + self.previous).digest()

    def gaps(self) -> list[range]:
        """The ids of the range that weren't there when it was sealed."""
        return _ranges(self.absent)

    def still_open(self) -> list[range]:
        """The ids, here and before, that a transaction may still bring."""
        return _ranges(self.pending)

    def late_ids(self) -> list[int]:
        """Lines of earlier ranges that were sealed here."""
        return [int(one) for one in self.late.strip("{}").split(",") if one]


#: In the order of Seal's fields.
SEALS = (
    "SELECT number, first_id, last_id, count, absent::text, late::text, newest, horizon::text, pending::text, sealed_at,"
    " root, previous, head FROM gate_seal ORDER BY number"
)


def _ranges(multirange: str) -> list[range]:
    """«{[3,4),[7,9)}» as ranges."""
    bounds = [int(one) for one in multirange.strip("{}").replace("[", "").replace(")", "").split(",") if one]
    return [range(low, high) for low, high in zip(bounds[::2], bounds[1::2], strict=True)]
