"""The port: what carries a message to the other side. Which adapter does stands in ``settings.SEKISHO_MAIL`` (a URL)."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings


@dataclass(frozen=True)
class Outgoing:
    """A message in the clear, for as long as it takes to hand it over. ``number``: the same at every try, so that a receiver
    who has it already can know."""

    number: str
    channel: str
    address: str
    title: str
    body: str


class NotTaken(Exception):
    """The other side hasn't taken it. ``code``: its answer, without any address; ``lasting``: it won't take it later either."""

    def __init__(self, code: str, lasting: bool) -> None:
        super().__init__(code)
        self.code, self.lasting = code, lasting


class Carrier(Protocol):
    """An adapter. ``sends``: what it takes really goes out; else it is only kept for looking at."""

    sends: bool

    def send(self, message: Outgoing) -> str:
        """The other side's answer once it has taken the message; raises NotTaken."""
        ...


def carrier() -> Carrier:
    """The adapter that is configured."""
    from sekisho.gate.messages import smtp, spool

    url: str = settings.SEKISHO_MAIL
    return smtp.Smtp(url) if url.startswith(("smtp:", "smtps:")) else spool.Spool()
