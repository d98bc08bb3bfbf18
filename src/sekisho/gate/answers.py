"""The three answers when a register is asked: allowed (a pass), refused, gap."""

from dataclasses import dataclass
from typing import Literal

#: Why a pass is refused, as the database says it (gate/migrations/sql/0002_passes.sql).
Why = Literal["unknown", "post", "assignment", "zone", "terminal", "approval", "case"]


@dataclass
class Refused(Exception):
    """The register doesn't allow this. ``message`` and ``remedy`` are Japanese sentences for the user;
    neither tells whether a record exists."""

    purpose: str
    why: Why
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.purpose}: {self.message}{self.remedy}"


class GateClosed(Exception):
    """Records were asked for without an open pass: a mistake of the program, not of the user."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(
            f"{', '.join(tables)} hold personal data, and no pass is open. Write before it:\n"
            '    @gate.purpose("AFFAIR.PURPOSE")            on the view, job or command, or\n'
            '    with gate.enter(actor, "AFFAIR.PURPOSE"):  around the query'
        )


class Gap(Exception):
    """The register doesn't speak of this: neither allowed nor refused, so CI fails."""
