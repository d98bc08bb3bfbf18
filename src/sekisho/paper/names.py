"""Who is meant in each row: the roster's people scored under both networks, jointly over a page."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Protocol

import numpy as np

from sekisho.base.kanji import fold, plain
from sekisho.paper.cells import Cell
from sekisho.paper.confidence import Judged, judge_again, judge_page, load_model
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.evidence import Candidate, CellEvidence
from sekisho.paper.recogniser import Line
from sekisho.paper.ticks import names_something

TWINS = "名簿に同じ名前の方が二人います"
STRANGER = "名簿にない方かもしれません"
UNSURE = "氏名がはっきり読めません"
ALIKE = "名簿によく似た名前の方がいます"
UNREADABLE = "氏名が読めません"
NO_ROSTER = "名簿がないため、読み取った文字のままです"
BESIDE = "氏名のほかに何か書かれています"
TWICE = "同じ方がこの用紙に二度出てきます"
#: Below this chance the best candidate isn't offered as the name.
_GUESS = 0.5
#: Most that is believed of somebody whom another one of the roster resembles this much, or beside whose name something is written.
_CLOSE_MOST = 0.9
#: Behind a name these say nothing.
_POLITE = re.compile("[様殿氏君]|さん|くん|ちゃん|先生")
#: Two rows that both name one person are believed only when each is this sure.
_BOTH_SURE = 0.9999


class Named(Protocol):
    """Anybody with a name as the roster writes it."""

    @property
    def name(self) -> str: ...


def read_names(cells: Sequence[Cell], people: Sequence[Named], engine: Engine) -> list[Reading]:
    """Read the name cells of one page against ``people`` of its facility; one reading a cell, in order.

    With nobody on the roster the free reading is given with probability 0.
    """
    if not cells:
        return []
    lines = engine.recogniser.lines([cell.image for cell in cells])
    candidates = roster_candidates([person.name for person in people])
    evidence, judged = judge_names(lines, candidates, engine)
    if not candidates:
        return [Reading(cell.free, 0.0, NO_ROSTER if cell.free else UNREADABLE) for cell in evidence]
    chances = load_model().probability(np.array([one.features for one in judged]))
    twins = {name for name, count in Counter(plain(person.name) for person in people).items() if count > 1}
    readings = [
        _reading(cell, one, float(chance), candidates, twins)
        for cell, one, chance in zip(evidence, judged, chances, strict=True)
    ]
    return _once_each(readings)


def judge_names(
    lines: Sequence[Line], candidates: Sequence[Candidate], engine: Engine
) -> tuple[list[CellEvidence], list[Judged]]:
    """What is seen in each line of a page and what speaks for the best candidate there; doubtful ones are looked at twice."""
    evidence = engine.scorer.judge(lines, candidates)
    judged = judge_page(evidence)
    doubtful = [number for number, one in enumerate(judged) if one.doubtful]
    if doubtful:
        first = [lines[number] for number in doubtful]
        seconds = engine.scorer.judge(first, candidates, engine.recogniser.again(first))
        for number, cell in zip(doubtful, seconds, strict=True):
            evidence[number], judged[number] = cell, judge_again(cell, judged[number])
    return evidence, judged


def roster_candidates(names: Sequence[str]) -> list[Candidate]:
    """Every different name once; one that another differs from only in its variant kanji must be read exactly."""
    different = list(dict.fromkeys(plain(name) for name in names))
    shared = Counter(fold(name) for name in different)
    written = {plain(name): name for name in reversed(names)}
    return [Candidate(written[name], shared[fold(name)] > 1) for name in different]


def _reading(
    cell: CellEvidence, judged: Judged, chance: float, candidates: Sequence[Candidate], twins: set[str]
) -> Reading:
    if not judged.ranking:
        return Reading(cell.free, 0.0, UNREADABLE)
    if judged.close:
        chance = min(chance, _CLOSE_MOST)
    totals = np.array([total for _, total in judged.ranking])
    shares = np.exp(totals - totals.max())
    shares = shares / shares.sum() * chance
    found = tuple(
        (candidates[number].text, round(float(share), 6))
        for (number, _), share in zip(judged.ranking, shares, strict=True)
    )
    best = candidates[judged.ranking[0][0]].text
    if plain(best) in twins:
        return Reading(best, min(chance, 0.5), TWINS, found)
    if not cell.free:
        # Where nothing is legible no curve of the calibration has anything to say.
        return Reading("", 0.0, UNREADABLE, found)
    if chance < _GUESS:
        return Reading(cell.free, chance, STRANGER, found)
    if any("×" in part or names_something(_POLITE.sub("", part)) for part in beside(cell.free, best)):
        return Reading(best, min(chance, _CLOSE_MOST), BESIDE, found)
    return Reading(best, chance, ALIKE if judged.close else UNSURE, found)


def beside(free: str, name: str) -> tuple[str, str]:
    """What a free reading has before and behind a name, some of whose characters may be misread."""
    read, meant = fold(plain(free)), fold(plain(name))
    alike = SequenceMatcher(None, read, meant, autojunk=False).get_matching_blocks()[:-1]
    if not alike:
        return "", ""
    first, last = alike[0], alike[-1]
    end = last.a + len(meant) - last.b
    return read[: max(0, first.a - first.b)], read[end:]


def _once_each(readings: list[Reading]) -> list[Reading]:
    """A person stands on a sheet once; of several rows that name the same one, all are doubtful unless every one
    is as sure as can be."""
    rows: dict[str, list[int]] = {}
    for number, reading in enumerate(readings):
        if reading.reason != TWINS and reading.candidates and reading.text == reading.candidates[0][0]:
            rows.setdefault(reading.text, []).append(number)
    result = list(readings)
    for numbers in rows.values():
        if len(numbers) > 1 and not all(readings[n].probability >= _BOTH_SURE for n in numbers):
            best = max(numbers, key=lambda n: readings[n].probability)
            for number in numbers:
                # The surest row keeps a chance; the others are most likely somebody else.
                least = 0.9 if number == best else 0.1
                chance = min(readings[number].probability, least)
                result[number] = replace(readings[number], probability=chance, reason=TWICE)
    return result
