"""The port: what carries a message to the other side. Which adapter does stands in ``settings.SEKISHO_MAIL`` and ``SEKISHO_SMS``
(URLs)."""

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


#: How messages may go.
CHANNELS = ("mail", "sms")


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


def kept_channels() -> list[str]:
    """The channels on which nothing goes out: their messages are kept for looking at. A setting that can't be read keeps nothing."""
    return [channel for channel in CHANNELS if not _url(channel)]


def carrier(channel: str = "mail") -> Carrier:
    """The adapter that is configured for the channel; UserError where its setting can't be read."""
    from sekisho.gate.messages import gateway, smtp, spool

    url = _url(channel)
    if not url:
        return spool.Spool()
    return gateway.Gateway(url, settings.SEKISHO_SMS_KEY) if channel == "sms" else smtp.Smtp(url)


def _url(channel: str) -> str:
    """Where the channel's messages go; "" is the spool, whether nothing was set or «spool:»."""
    url: str = settings.SEKISHO_SMS if channel == "sms" else settings.SEKISHO_MAIL
    return "" if url.startswith("spool:") else url.strip()
