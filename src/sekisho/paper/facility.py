"""Which facility a sheet belongs to: the facilities' names scored in the sheet's facility fields."""

from collections.abc import Sequence

import numpy as np

from sekisho.base.kanji import plain
from sekisho.paper.cells import Cell, PageCells
from sekisho.paper.ctc import greedy, score
from sekisho.paper.engine import Engine, Reading

UNKNOWN = "施設が特定できません"
NO_FIELD, EMPTY_FIELD = "この様式には施設名の欄がありません", "施設名が書かれていません"
#: What is written beside a facility's name in its field: the name is scored alone and with each of these.
_BESIDE = (
    ("", ""),
    ("", "御中"),
    ("", "様"),
    ("施設名", ""),
    ("園名", ""),
    ("社会福祉法人", ""),
    ("", "殿"),
    ("市立", ""),
)
#: Log-likelihood a character that an unknown facility is given: a name that fits worse is nobody of the list.
_STRANGER = -1.6
#: The likelihoods of a line are surer than they ought to be; divided by this they make honest chances.
_TEMPERATURE = 2.0


def read_facility(cells: PageCells, facilities: Sequence[str], engine: Engine) -> Reading:
    """The facility of a page out of ``facilities``; text is empty when there is no field or nothing in it."""
    fields = [cell for cell in cells.fields.values() if cell.region.kind == "facility"]
    written = [cell for cell in fields if not cell.empty]
    if not written:
        return Reading("", 0.0, EMPTY_FIELD if fields else NO_FIELD)
    readings = [_read(cell, facilities, engine) for cell in written]
    return max(readings, key=lambda reading: reading.probability)


def _read(cell: Cell, facilities: Sequence[str], engine: Engine) -> Reading:
    line = engine.recogniser.lines([cell.image])[0]
    logp = engine.alphabet.pooled(line.logp)
    classes, _, path = greedy(logp)
    if not facilities:
        return Reading("".join(engine.alphabet.characters[c - 1] for c in classes), 0.0, UNKNOWN)
    texts = [before + plain(name) + after for name in facilities for before, after in _BESIDE]
    scores = score(logp, [engine.alphabet.encode(text) for text in texts]).reshape(len(facilities), -1).max(1)
    nobody = path + _STRANGER * max(3, len(classes)) / 2
    evidence = np.append(scores, nobody).astype(np.float64) / _TEMPERATURE
    chances = np.exp(evidence - evidence.max())
    chances /= chances.sum()
    order = np.argsort(-chances[:-1], kind="stable")[:3]
    found = tuple((facilities[number], round(float(chances[number]), 6)) for number in order)
    best = int(order[0])
    sure = float(chances[best])
    return Reading(facilities[best], sure, "" if sure > 0.999 else UNKNOWN, found)
