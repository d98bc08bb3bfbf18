"""The only writer of the table: the load of the registry (purpose «residents.load»)."""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from django.db import connection

from sekisho import gate
from sekisho.base.errors import UserError
from sekisho.residents.handover import tell
from sekisho.residents.port import Person, Registry

PURPOSE = "residents.load"
_BATCH = 2_000
#: An extract with less than this share of the people known is a broken one: it would mark the others as gone.
ENOUGH = 0.9

_FIELDS = (
    "number", "household", "name", "kana", "alias", "born_year", "born_month", "born_day", "sex", "relation", "address",
    "district", "foreign", "died_on", "left_on", "protected", "digest",
)  # fmt: skip
_TYPES = {"born_year": "smallint", "born_month": "smallint", "born_day": "smallint", "foreign": "boolean", "protected": "boolean",
          "died_on": "date", "left_on": "date"}  # fmt: skip
_COLUMNS = ", ".join(f'"{name}"' for name in _FIELDS)
# Only lines that are new or have changed are written, so that the log names those people alone.
_UPSERT = f"""
INSERT INTO residents_resident ({_COLUMNS}, loaded_on)
SELECT {_COLUMNS}, %s FROM jsonb_to_recordset(%s::jsonb)
    AS line({", ".join(f'"{name}" {_TYPES.get(name, "text")}' for name in _FIELDS)})
ON CONFLICT (number) DO UPDATE
SET {", ".join(f'"{name}" = EXCLUDED."{name}"' for name in _FIELDS if name != "number")}, gone_on = NULL
WHERE residents_resident.digest <> EXCLUDED.digest OR residents_resident.gone_on IS NOT NULL
"""
_GONE = """
UPDATE residents_resident SET gone_on = %s
WHERE gone_on IS NULL AND NOT EXISTS (SELECT FROM unnest(%s::text[]) known WHERE known = number)
"""


@dataclass(frozen=True)
class Loaded:
    """How many persons the extract held, how many of them were new or changed, and how many are in it no more."""

    persons: int
    written: int
    gone: int


def load(registry: Registry, today: datetime.date, told: Callable[[int], None] = lambda _: None) -> Loaded:
    """Make the table what the registry says, in one transaction: all or nothing. ``told`` hears how many are done.

    UserError where the extract is much smaller than what is known: then nothing has changed.
    """
    numbers: set[str] = set()
    written = 0
    with gate.enter(gate.job_actor(), PURPOSE), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM residents_resident WHERE gone_on IS NULL")
        known = cursor.fetchone()[0]
        everybody = registry.persons()
        while persons := list(islice(everybody, _BATCH)):
            before = len(numbers)
            numbers.update(one.number for one in persons)
            if len(numbers) != before + len(persons):
                raise UserError(
                    "同じ宛名番号が二度出てきます。", "抽出をやり直してください。取り込みは行っていません。"
                )
            lines = json.dumps([_line(one) for one in persons], ensure_ascii=False)
            tell(cursor, lines, today)
            cursor.execute(_UPSERT, [today, lines])
            written += cursor.rowcount
            told(len(numbers))
        if len(numbers) < known * ENOUGH:
            raise UserError(
                f"抽出は {len(numbers):,} 人で、いまの {known:,} 人よりずっと少なくなっています。",
                "抽出が途中で切れていないか確かめてください。取り込みは行っていません。",
            )
        cursor.execute(_GONE, [today, list(numbers)])
        return Loaded(len(numbers), written, cursor.rowcount)


def _line(one: Person) -> dict[str, object]:
    birth = one.birth
    said: dict[str, object] = {
        "number": one.number, "household": one.household, "name": one.name, "kana": one.kana, "alias": one.alias,
        "born_year": birth.year, "born_month": birth.month, "born_day": birth.day, "sex": one.sex, "relation": one.relation,
        "address": one.address, "district": one.district, "foreign": one.foreign, "died_on": _text(one.died_on),
        "left_on": _text(one.left_on), "protected": one.protected,
    }  # fmt: skip
    text = json.dumps(dataclasses.astuple(one), default=str, ensure_ascii=False)
    return {**said, "digest": hashlib.sha256(text.encode()).hexdigest()[:32]}


def _text(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
