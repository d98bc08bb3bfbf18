"""What of a read row a person must look at, and in which order. Pure: values in, an explained result out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sekisho.base.kanji import plain

NAME, DATE = "name", "date"
_COLUMN = "result:"
#: Objections of the engine that are about the date; others without a column are about who is meant.
_ABOUT_DATES = ("この月の日付ではないようです",)
_POSITIVE = ("+", "(+)", "±", "(±)", "陽性", "陽", "陽性(+)", "(+)陽性")


@dataclass(frozen=True)
class Part:
    """One reading of a row: how sure, and why not surer."""

    probability: float
    reason: str = ""


@dataclass(frozen=True)
class Doubt:
    """A question for a person: ``asked`` is «name», «date» or «result:COLUMN»; ``why`` a short sentence."""

    asked: str
    why: str


def of_column(column: str) -> str:
    """How the question about a further column is named."""
    return _COLUMN + column


def column_of(asked: str) -> str:
    """The further column that a question is about; "" when it is about name or date."""
    return asked.removeprefix(_COLUMN) if asked.startswith(_COLUMN) else ""


def doubts(parts: Mapping[str, Part], objections: Iterable[str], least: float) -> list[Doubt]:
    """The questions of a row that isn't taken as it is, most important first.

    ``parts``: the readings of «name» and «date»; ``objections``: sentences of the engine, «COLUMN：…» where one is about a further
    column; ``least``: the probability from which on a reading needs nobody.
    """
    found: dict[str, str] = {}
    for objection in objections:
        column, _, why = objection.partition("：")
        if why:
            found.setdefault(of_column(column), why)
        else:
            found.setdefault(DATE if objection in _ABOUT_DATES else NAME, objection)
    for asked in (NAME, DATE):
        if asked in parts and parts[asked].probability < least:
            found.setdefault(asked, parts[asked].reason or "はっきり読めません")
    if not found:
        # Each is sure enough by itself, and both together aren't.
        asked = min((NAME, DATE), key=lambda one: parts[one].probability if one in parts else 1.0)
        found[asked] = parts[asked].reason or "はっきり読めません"
    order = {NAME: 0, DATE: 1}
    return [Doubt(asked, why) for asked, why in sorted(found.items(), key=lambda item: order.get(item[0], 2))]


def is_positive(text: str) -> bool:
    """Does a result say that something was found? «2+» and «陽性(+)» too; an unclear ± counts, for nobody must miss one."""
    said = plain(text).replace("＋", "+")
    return said in _POSITIVE or (said.endswith("+") and said[:-1].isdecimal())
