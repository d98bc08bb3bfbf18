"""A job as the component «progress» shows it; the room that runs jobs fills it in."""

from dataclasses import dataclass
from typing import Literal

State = Literal["waiting", "running", "done", "failed", "cancelled"]
STATES: dict[State, str] = {
    "waiting": "順番を待っています",
    "running": "処理しています",
    "done": "終わりました",
    "failed": "途中で止まりました",
    "cancelled": "取り消しました",
}


@dataclass(frozen=True)
class Shown:
    """``key``: names the job in the page. ``poll``: address that answers with ``site/parts/progress_now.html`` for this job.
    ``message``: what is being done; ``remedy``: what to do after a failure. ``cancel``, ``retry``: addresses to POST to;
    ``result``: where the outcome is seen."""

    key: str
    title: str
    state: State
    done: int
    total: int
    poll: str
    message: str = ""
    remedy: str = ""
    cancel: str = ""
    retry: str = ""
    result: str = ""

    @property
    def word(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def moving(self) -> bool:
        """Will it still change by itself?"""
        return self.state in ("waiting", "running")

    @property
    def percent(self) -> int:
        """Done of the whole, 0 to 100."""
        return 100 * self.done // self.total if self.total else 0
