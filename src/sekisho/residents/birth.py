"""Birth dates as registries keep them and people tell them: each part may be unknown. Pure."""

import calendar
import re
from dataclasses import dataclass

from sekisho.base.kanji import plain
from sekisho.base.wareki import western_year

_UNKNOWN = r"[?*×〇○]+|不詳|不明|0{1,4}"
_SAID = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])(?P<era_year>\d{1,2}|元)|(?P<year>\d{4})|(?P<no_year>" + _UNKNOWN + r"))"
    r"(?:年|[-./])?(?:(?P<month>\d{1,2}|" + _UNKNOWN + r")(?:月|[-./])?(?:(?P<day>\d{1,2}|" + _UNKNOWN + r")日?)?)?(?:生|生まれ)?",
    re.IGNORECASE,
)  # fmt: skip
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True)
class Birth:
    """Year, month and day, each None where it isn't known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def known(self) -> bool:
        """Is the whole date known?"""
        return None not in (self.year, self.month, self.day)


def parse_birth(text: str) -> Birth | None:
    """昭和10年3月5日, S10.3.5, 1935-03-05, 19350305, 昭和10年, 1935-03, S10.?.5, 昭和10年不詳; None when it is none of these."""
    text = plain(text)
    if whole := _COMPACT.fullmatch(text):
        return _checked(*(int(part) or None for part in whole.groups()))
    said = _SAID.fullmatch(text)
    if said is None:
        return None
    year = int(said["year"]) or None if said["year"] else None
    if said["era"]:
        try:
            year = western_year(said["era"], 1 if said["era_year"] == "元" else int(said["era_year"]))
        except ValueError:
            return None
    return _checked(year, _number(said["month"]), _number(said["day"]))


def _number(text: str | None) -> int | None:
    return int(text) or None if text and text.isdecimal() else None


def _checked(year: int | None, month: int | None, day: int | None) -> Birth | None:
    """None where no such day can be."""
    if year is not None and not 1868 <= year <= 2199:
        return None
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and not 1 <= day <= 31:
        return None
    # A day without its year may be the 29th of February.
    if month and day and day > calendar.monthrange(year or 2000, month)[1]:
        return None
    return Birth(year, month, day)
