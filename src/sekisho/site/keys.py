"""Key columns for search: a name as people look for it, kept by the database itself beside the name."""

from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat

from sekisho.base.kanji import fold

_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_SMALL = {code: code + 0x20 for code in range(ord("A"), ord("Z") + 1)}


def key(text: str) -> str:
    """What the database's function gate.search_key makes of a text."""
    return fold(text).translate(_HIRAGANA | _SMALL)


def key_field(source: str) -> models.GeneratedField:
    """A generated column with the key of the column ``source``; index it, and list it in the register with its source."""
    return models.GeneratedField(
        expression=Func(F(source), function="gate.search_key"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


def begins(field: str, text: str) -> Q:
    """Rows whose key column begins with the key of ``text``: two comparisons, which are leakproof and so use the index under
    row-level security, as LIKE doesn't."""
    low = key(text)
    conditions: dict[str, Any] = {f"{field}__gte": low, f"{field}__lt": low + chr(0x10FFFF)}
    return Q(**conditions)


def found_by(field: str) -> Concat:
    """The key column to sort what was found by. Sorted by the column itself, a search that shows its first rows would walk
    through the whole index in that order looking for them: on names the planner has no statistics, and believes in many."""
    return Concat(F(field), Value(""))
