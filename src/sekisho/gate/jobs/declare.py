"""``@gate.job``: what a worker can do, by name."""

import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sekisho.gate.models import Job
    from sekisho.gate.passes import Actor

Handler = Callable[..., None]
#: A key, a month, a UUID; never a name or a sentence.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}")


@dataclass(frozen=True)
class Declared:
    """A job that can be planned. ``purpose`` "": it touches no records. ``every``: when it comes by itself (cron, Japan's time).

    ``tries``: how often it is tried before it is left to a person; ``result``: name of the page that shows the outcome, which
    takes the job's arguments. ``piecewise``: it opens its own passes, a transaction each. ``ready``: loads what its first run
    would wait for.
    """

    name: str
    title: str
    purpose: str
    handler: Handler
    steps: tuple[str, ...]
    every: str
    tries: int
    result: str
    piecewise: bool = False
    ready: Callable[[], None] | None = None

    def plan(self, actor: "Actor", case: object = "", **ids: int | str) -> "Job":
        """Plan the job with the open transaction: rolled back, there is no job."""
        from sekisho.gate.jobs.planning import plan

        return plan(self, actor, case, ids)


_declared: dict[str, Declared] = {}


def job(
    purpose: str,
    *,
    title: str,
    steps: tuple[str, ...] = (),
    every: str = "",
    tries: int = 4,
    result: str = "",
    piecewise: bool = False,
    ready: Callable[[], None] | None = None,
) -> Callable[[Handler], Declared]:
    """Make a job of the function; it runs as the program itself (``gate.job_actor``) inside a pass for ``purpose``, whose
    register entry says ``job = true``. The first argument is the ``Work``; the others are ids.

    ``steps``: the sentences that its progress may show. They are declared, so that none can name a person. ``piecewise``: no
    transaction is around the function; it opens its own passes, and goes on where it was cut off when it runs again (what
    writes outside the database must not be rolled back in it). ``ready`` is called once beside a worker's first jobs.
    """

    def decorate(handler: Handler) -> Declared:
        name = f"{handler.__module__.removeprefix('sekisho.')}.{handler.__name__}"
        declared = Declared(name, title, purpose, handler, steps, every, tries, result, piecewise, ready)
        if every and len(inspect.signature(handler).parameters) > 1:
            raise TypeError(f"{name} comes by itself: it can take no arguments")
        _declared[name] = declared
        return declared

    return decorate


def find_job(name: str) -> Declared | None:
    """The job of this name; None when the program doesn't have it (any more)."""
    return _declared.get(name)


def all_jobs() -> tuple[Declared, ...]:
    """Every job that is declared."""
    return tuple(_declared.values())


def make_ready() -> None:
    """Load what first runs would wait for."""
    for ready in {declared.ready for declared in all_jobs() if declared.ready}:
        ready()


def check_arguments(declared: Declared, ids: dict[str, Any]) -> None:
    """Raises TypeError unless the arguments fit the function and are ids: a queue is no place for personal data."""
    _signature(declared.handler).bind(None, **ids)
    for name, value in ids.items():
        key = isinstance(value, str) and _KEY.fullmatch(value)
        if not key and (not isinstance(value, int) or isinstance(value, bool)):
            raise TypeError(f"{declared.name}: «{name}» must be an id (a number or a short key)")


@functools.cache
def _signature(handler: Handler) -> inspect.Signature:
    return inspect.signature(handler)
