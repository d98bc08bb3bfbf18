"""Numbers that come with a request: whatever is typed, only what can be a number of the database gets through."""

from collections.abc import Iterable

_MOST_DIGITS = 18


def number(text: str) -> int | None:
    """The number of a record; None for anything that can be none."""
    fits = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if fits else None


def numbers(texts: Iterable[str]) -> list[int]:
    """Those that are numbers, in their order."""
    return [found for text in texts if (found := number(text)) is not None]
