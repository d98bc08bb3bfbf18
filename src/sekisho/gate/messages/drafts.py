"""What a notice becomes. The gate knows no people, so the rooms say it, in a function by the notice's kind::

@drafts.of("inventory")
def inventory(notice):
    return [drafts.Draft(head.pk, head.email, "今月の確認", "…") for head in heads]
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sekisho.base import clock
from sekisho.gate.models import Notice


@dataclass(frozen=True)
class Draft:
    """A message to write: ``staff`` is whom it is for. A body names no citizen: mail leaves the closed network."""

    staff: int
    address: str
    title: str
    body: str
    channel: str = "mail"


Write = Callable[[Notice], Iterable[Draft]]
_writers: dict[str, Write] = {}


def of(kind: str) -> Callable[[Write], Write]:
    """Let the function write the messages of notices of ``kind``."""

    def decorate(write: Write) -> Write:
        _writers[kind] = write
        return write

    return decorate


def written(notice: Notice) -> Iterable[Draft]:
    """The drafts for a notice; none where no room knows its kind."""
    write = _writers.get(notice.kind)
    return write(notice) if write else ()


def note(kind: str, *, about: int = 0, office: int | None = None, post: str = "head") -> None:
    """Note, in the open transaction, that somebody must be told: rolled back, nobody is."""
    Notice.objects.create(at=clock.now(), kind=kind, about=about, office=office, post=post)
