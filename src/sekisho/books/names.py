"""Finding a written name among cells: exactly first, with variant kanji folded only where that is safe."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from sekisho.base.kanji import fold, plain

_NOTE = re.compile(r"(?<=.)[(〔\[【<][^()〔〕\[\]【】<>]*[)〕\]】>]$")
#: A line of a name cell that is no name: furigana, a note in brackets.
_ASIDE = re.compile(r"[ぁ-ゖァ-ヺー・]+|[(〔\[【].*[)〕\]】]")
_NUMBER = re.compile(r"^(?:[(]?\d{1,3}[)]?[._:、・-]?|No\.?\d{1,3}[._:、・-]?)(?=\D)")
_LABEL = re.compile(r"^[^:]{1,8}:(?=.)")
_BRACKETS = re.compile(r"^[【〔\[<「『(■●◆○◎□◇※]+|[】〕\]>」』)■●◆]+$")
#: Characters that Excel doesn't take in a sheet's title.
_NOT_IN_TITLES = re.compile(r"[:\\/?*\[\]：￥／？＊［］]")
TITLE_LENGTH = 31


@dataclass
class Names:
    """Names with their places (row or column numbers), as they stand and folded."""

    exact: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    folded: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def find(self, name: str) -> list[int]:
        """The places of a name: of its exact writing if it occurs, else of all its variants."""
        return self.exact.get(plain(name)) or self.folded.get(fold(name)) or []


def person_keys(text: str) -> tuple[str, ...]:
    """How a name cell may be read: as it stands, without a note behind it («山田花子（パート）»), and without
    lines of furigana or notes above or below the name."""
    whole = plain(text)
    lines = [plain(line) for line in text.splitlines() if line.strip()]
    named = [line for line in lines if not _ASIDE.fullmatch(line)]
    keys = [whole, _NOTE.sub("", whole)]
    if len(lines) > 1 and len(named) == 1:
        keys += [named[0], _NOTE.sub("", named[0])]
    return tuple(dict.fromkeys(keys))


def has_left(text: str) -> bool:
    """Whether a note in a name cell says that the person has left («山田花子（退職）»)."""
    note = _NOTE.search(plain(text))
    return bool(note and re.search(r"退職|退園|転出|転園|異動|離職", note[0]))


def index(places: Iterable[tuple[int, str]]) -> Names:
    """Index name cells (place, text)."""
    names = Names()
    for place, text in places:
        for key in person_keys(text):
            names.exact[key].append(place)
            names.folded[fold(key)].append(place)
    return names


@lru_cache(maxsize=8192)
def heading_keys(text: str) -> frozenset[str]:
    """How a heading may name a facility: as it stands, without «施設名：», number, brackets, «（12名）»."""
    whole = plain(text)
    keys = {whole}
    for _ in range(3):
        for pattern in (_LABEL, _NUMBER, _NOTE, _BRACKETS):
            keys |= {pattern.sub("", key) for key in keys}
    return frozenset(keys - {""})


def title_key(text: str) -> str:
    """A facility's name as far as a sheet's title can hold it."""
    return plain(_NOT_IN_TITLES.sub("", text))


@dataclass
class Headings:
    """Headings with their places (row, column or number), under every way they may be read."""

    exact: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    folded: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def find(self, facility: str) -> list[int]:
        """The places whose heading names a facility: exactly if any does, else with variants folded."""
        return self.exact.get(plain(facility)) or self.folded.get(fold(facility)) or []


def headings(places: Iterable[tuple[int, str]]) -> Headings:
    """Index headings (place, text)."""
    found = Headings()
    for place, text in places:
        keys = heading_keys(text)
        for key in keys:
            found.exact[key].append(place)
        for key in {fold(key) for key in keys}:
            found.folded[key].append(place)
    return found


def matching_titles(facility: str, titles: list[str]) -> list[str]:
    """The sheets whose title names a facility; a title may leave out signs and end at 31 characters."""
    numbered = ((number, title_key(title)) for number, title in enumerate(titles))
    places = headings(numbered).find(title_key(facility))
    if not places:
        cut = plain(_NOT_IN_TITLES.sub("", facility))
        places = [
            number
            for number, title in enumerate(titles)
            if len(title) >= TITLE_LENGTH - 1 and cut.startswith(title_key(title))
        ]
    return [titles[number] for number in places]
