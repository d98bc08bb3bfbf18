"""The clock: the one place where the time is taken, so that tests and the bench can set it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Japan has one time zone and no summer time (明治28年勅令第167号).
TOKYO = datetime.timezone(datetime.timedelta(hours=9), "JST")

_fixed: ContextVar[datetime.datetime | None] = ContextVar("fixed time", default=None)


def now() -> datetime.datetime:
    """This moment, with its time zone (Japan)."""
    return _fixed.get() or datetime.datetime.now(TOKYO)  # noqa: TID251


def today() -> datetime.date:
    """The calendar day in Japan."""
    return now().astimezone(TOKYO).date()


@contextmanager
def at(moment: datetime.datetime) -> Iterator[None]:
    """Let the clock stand at ``moment`` (with a time zone) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
