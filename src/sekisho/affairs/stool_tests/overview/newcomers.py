"""Names that aren't on the roster, as proposals: who it may be. Pure: values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sekisho.base.kanji import fold

_LIKE = 0.55
_MOST = 4


@dataclass(frozen=True)
class Known:
    """Somebody of a roster."""

    key: int
    name: str
    facility: int
    place: str


@dataclass(frozen=True)
class Guess:
    """Somebody who may be meant, and why."""

    key: int
    label: str
    why: str


def guesses(name: str, facility: int, roster: Iterable[Known]) -> list[Guess]:
    """People of other nurseries with this name, then people of this one whose name is like it."""
    wanted = fold(name)
    if not wanted:
        return []
    elsewhere, alike = [], []
    for one in roster:
        text = fold(one.name)
        if one.facility != facility:
            if text == wanted:
                elsewhere.append(Guess(one.key, f"{one.place}の {one.name}", "同じ氏名の方が別の園にいます"))
            continue
        likeness = SequenceMatcher(None, wanted, text).ratio()
        if likeness >= _LIKE:
            alike.append((-likeness, one.key, Guess(one.key, f"この園の {one.name}", "よく似た氏名の方です")))
    alike.sort(key=lambda entry: entry[:2])
    return [*elsewhere, *(guess for _, _, guess in alike)][:_MOST]


def grouped(names: Sequence[tuple[int, int, str]]) -> list[tuple[int, str, list[int]]]:
    """Rows (number, nursery, name) of the same nursery and name together: nursery, name as first read, numbers."""
    found: dict[tuple[int, str], tuple[int, str, list[int]]] = {}
    for key, facility, name in names:
        # A name that nobody could write down is each a question of its own.
        same = (facility, fold(name) or f"#{key}")
        found.setdefault(same, (facility, name, []))[2].append(key)
    return list(found.values())
