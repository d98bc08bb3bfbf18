"""What other affairs may receive when the nightly extract brings it (``gate.handovers``; both registers say to whom).

``residents.death``      a person who was alive has died: their number
``residents.household``  a person's household has changed, or they have moved away: their number

Persons under protection measures are never handed over: their officer deals with them in person.
"""

from typing import Any

from sekisho.gate import handovers

DEATH, HOUSEHOLD = "residents.death", "residents.household"
_NEWS = """
SELECT r.id, r.number, line.died_on IS NOT NULL AND r.died_on IS NULL,
       coalesce(line.died_on, line.left_on)::text, line.household
FROM jsonb_to_recordset(%s::jsonb) AS line(number text, household text, died_on date, left_on date, protected boolean)
JOIN residents_resident r USING (number)
WHERE NOT line.protected AND NOT r.protected AND (line.died_on IS NOT NULL AND r.died_on IS NULL
      OR line.household <> r.household OR line.left_on IS NOT NULL AND r.left_on IS NULL)
"""


def tell(cursor: Any, lines: str) -> None:
    """Hand over what is new in these lines of the extract, before they are written (purpose «residents.load»); nothing is looked up
    where no affair takes it."""
    if not handovers.takers(DEATH) and not handovers.takers(HOUSEHOLD):
        return
    cursor.execute(_NEWS, [lines])
    for pk, number, died, day, household in cursor.fetchall():
        handovers.give(
            DEATH if died else HOUSEHOLD, number, f"residents.resident:{pk}", f"{day or ''} {household}"
        )
