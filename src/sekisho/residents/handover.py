"""What other affairs may receive when the nightly extract brings it (``gate.handovers``; both registers say to whom).

``residents.death``      a person who was alive has died: their number
``residents.household``  a person's household has changed, or they have moved away: their number

Persons under protection measures are never handed over: their officer deals with them in person.
"""

import datetime
from typing import Any

from sekisho.gate import handovers

DEATH, HOUSEHOLD = "residents.death", "residents.household"
_NEWS = """
SELECT * FROM (
    SELECT r.id, r.number, line.died_on IS NOT NULL AND r.died_on IS NULL AS died,
           line.household <> r.household OR line.left_on IS NOT NULL AND r.left_on IS NULL AS moved,
           line.died_on::text, line.left_on::text, line.household
    FROM jsonb_to_recordset(%s::jsonb) AS line(number text, household text, died_on date, left_on date, protected boolean)
    JOIN residents_resident r USING (number)
    WHERE NOT line.protected AND NOT r.protected
) news WHERE died OR moved
"""


def tell(cursor: Any, lines: str, today: datetime.date) -> None:
    """Hand over what is new in these lines of the extract, before they are written (purpose «residents.load»); nothing is looked up
    where no affair takes it. ``today``: the day of the load, so that what was taken back and comes again is news again."""
    if not handovers.takers(DEATH) and not handovers.takers(HOUSEHOLD):
        return
    cursor.execute(_NEWS, [lines])
    for pk, number, died, moved, died_on, left_on, household in cursor.fetchall():
        subject = f"residents.resident:{pk}"
        if died:
            handovers.give(DEATH, number, subject, f"{today} {died_on}")
        if moved:
            handovers.give(HOUSEHOLD, number, subject, f"{today} {left_on or ''} {household}")
