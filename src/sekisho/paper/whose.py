"""Whose sheet it is and who stands on it: the facility by its field, settled by the names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sekisho.base.kanji import plain
from sekisho.paper.cells import Cell, PageCells
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.facility import read_facility
from sekisho.paper.names import read_names
from sekisho.paper.roster import Person, Roster

NO_FACILITY = "施設が特定できません"
#: Chance that a stranger is taken for somebody of the wrong facility, for what names say about the facility.
_CHANCE_MATCH = 0.02
#: A name that is at least this sure has a say.
_SURE = 0.95


def read_people(
    cells: PageCells, name_cells: Sequence[Cell], roster: Roster, engine: Engine, facility: str
) -> tuple[Reading, list[Reading]]:
    """The facility by its field, by being fixed, or by who stands on the sheet; and the names read
    against it."""
    if facility:
        fixed = Reading(facility, 1.0, "")
        return fixed, read_names(name_cells, roster.people(facility), engine)
    if not roster.persons:
        return read_facility(cells, (), engine), read_names(name_cells, (), engine)
    if len(roster.facilities) == 1:
        return Reading(roster.facilities[0], 1.0, ""), read_names(name_cells, roster.persons, engine)
    read = read_facility(cells, roster.facilities, engine)
    if read.probability > 0.9:
        readings = read_names(name_cells, roster.people(read.text), engine)
        if _matches(readings) * 2 >= _named(readings) or read.probability > 0.9999:
            return _supported(read, _matches(readings)), readings
    likely = [text for text, _ in read.candidates] or list(roster.facilities)
    everybody = [person for name in likely for person in roster.people(name)]
    readings = read_names(name_cells, everybody, engine)
    votes = _votes(readings, everybody)
    if not votes:
        return read, readings
    best, count = max(votes.items(), key=lambda item: (item[1], item[0]))
    # Two namesakes of another nursery are soon found: most of the sheet's people must be at home there.
    if count * 2 <= max(sum(votes.values()), _named(readings)) or count < 2:
        return read, readings
    own = dict(read.candidates).get(best, 1 / len(roster.facilities))
    found = Reading(best, max(own, 1 / len(roster.facilities)), NO_FACILITY, read.candidates)
    readings = read_names(name_cells, roster.people(best), engine)
    return _supported(found, _matches(readings)), readings


def _matches(readings: Sequence[Reading]) -> int:
    return sum(reading.probability > _SURE for reading in readings)


def _named(readings: Sequence[Reading]) -> int:
    """Cells that hold more than a tick or a spot of dirt, which say nothing about whose sheet it is."""
    return sum(len(plain(reading.text)) > 1 for reading in readings)


def _votes(readings: Sequence[Reading], people: Sequence[Person]) -> dict[str, int]:
    home: dict[str, set[str]] = {}
    for person in people:
        home.setdefault(person.name, set()).add(person.facility)
    votes: Counter[str] = Counter()
    for reading in readings:
        if reading.probability > _SURE and len(home.get(reading.text, ())) == 1:
            votes.update(home[reading.text])
    return dict(votes)


def _supported(facility: Reading, matches: int) -> Reading:
    """Each name that is surely one of this facility's people speaks for it."""
    doubt = (1 - facility.probability) * _CHANCE_MATCH ** min(matches, 6)
    sure = (1 - doubt) if matches else facility.probability
    return replace(facility, probability=sure, reason="" if 1 - sure < 1e-4 else facility.reason)
