"""What a resident registry must give. Adapters: ``files.Extract`` and ``http.Online``."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from sekisho.residents.birth import Birth


@dataclass(frozen=True)
class Person:
    """One person of the registry. ``number``: 宛名番号; ``household``: 世帯番号; ``relation``: to the head (続柄), 世帯主 for the
    head; ``alias``: a foreigner's registered name in use (通称); ``left_on``: moved away; ``protected``: under 支援措置."""

    number: str
    household: str
    name: str
    kana: str
    alias: str
    birth: Birth
    sex: str
    relation: str
    address: str
    district: str
    foreign: bool
    died_on: datetime.date | None
    left_on: datetime.date | None
    protected: bool


class Registry(Protocol):
    """A source of all persons."""

    def persons(self) -> Iterator[Person]:
        """Everybody, once; UserError names the line that can't be read."""
        ...
