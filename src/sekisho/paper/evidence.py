"""How well a given name fits what is written in a cell: the recogniser's likelihood of the whole line, the verifier's
of each character, and at each place the lead over the best other character of the whole alphabet."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sekisho.base.kanji import GROUPS, fold, plain, variants
from sekisho.paper.ctc import Alphabet, Pools, align, greedy, score
from sekisho.paper.recogniser import Line, LogProbs
from sekisho.paper.verifier import SIZE, Verifier, windows

Floats = NDArray[np.float64]

#: Weight of the recogniser's opinion of a single character beside the verifier's.
BETA = 0.5
#: How many of the roster's candidates are looked at character by character.
SHORT_LIST = 3
_FLOOR = -14.0


@dataclass(frozen=True)
class Candidate:
    """A name to be scored. ``exact``: its variant kanji count as characters of their own (a twin is on the roster)."""

    text: str
    exact: bool = False


@dataclass(frozen=True)
class Evidence:
    """What speaks for one candidate in one cell; all are natural logarithms.

    ``line``: recogniser's likelihood of the whole string. ``seen``: verifier's probability of each character.
    ``leads``: joint log-ratio of each character to the best other one. ``rivals``: those other characters.
    """

    line: float
    seen: Floats
    leads: Floats
    rivals: str

    @property
    def total(self) -> float:
        """The figure that candidates of one cell are ranked by."""
        return self.line + float(self.seen.sum())


@dataclass(frozen=True)
class CellEvidence:
    """The short-listed candidates of one cell (index into the candidates → evidence), ``line`` likelihoods of all, the
    free reading and its likelihood."""

    short: dict[int, Evidence]
    lines: Floats
    free: str
    free_path: float
    length: int


class Scorer:
    """Scores candidates with both networks; holds the tables between their alphabets."""

    def __init__(self, alphabet: Alphabet, verifier: Verifier) -> None:
        self._alphabet = alphabet
        self._verifier = verifier
        self._place = {character: number for number, character in enumerate(verifier.characters)}
        self._classes = np.array([alphabet.encode_exact(character) for character in verifier.characters])
        self._pools = Pools(self._place)
        groups = [[self._place[c] for c in group if c in self._place] for group in GROUPS]
        self._group_of = {member: group for group in groups for member in group}

    def judge(
        self, lines: Sequence[Line], candidates: Sequence[Candidate], again: Sequence[Line] = ()
    ) -> list[CellEvidence]:
        """Evidence for every cell of a page; one pass of the verifier over all windows.

        ``again``: each line as another look at it shows it (``Recogniser.again``); what both networks make of the two looks
        is averaged.
        """
        sequences = [self._alphabet.encode(candidate.text) for candidate in candidates]
        exact = np.array([candidate.exact for candidate in candidates], bool)
        looks = list(zip(lines, again, strict=True)) if again else [(line,) for line in lines]
        plans = [self._plan(each, sequences, exact) for each in looks]
        cuts = [cut for plan in plans for cut in plan.cuts]
        found = self._verifier.logp(
            np.concatenate([cut.windows for cut in cuts]) if cuts else np.zeros((0, SIZE, SIZE), np.float32)
        )
        parts = np.split(found, np.cumsum([len(cut.windows) for cut in cuts]).astype(int))
        seen = [
            _as_one(part.reshape(-1, len(cut.frames), found.shape[1]))
            for cut, part in zip(cuts, parts, strict=False)
        ]
        together = self._pools(np.concatenate([found[:0], *seen]))
        start = 0
        for cut, alone in zip(cuts, seen, strict=True):
            cut.seen_together = together[start : start + len(alone)]
            cut.together = self._joint(cut.seen_together, cut.frames)
            if exact.any():
                cut.seen_alone = alone
                cut.alone = self._joint(alone, cut.plain_frames)
            start += len(alone)
        return [self._cell(plan, candidates) for plan in plans]

    def _plan(
        self, looks: Sequence[Line], sequences: Sequence[list[int]], exact: NDArray[np.bool_]
    ) -> "_Plan":
        logp = _as_one(np.stack([line.logp for line in looks]))
        pooled = self._alphabet.pooled(logp)
        found = score(pooled, sequences)
        if exact.any():
            # Twins share one pooled score; the exact classes only divide it among them.
            twins = np.flatnonzero(exact)
            alone = score(logp, [sequences[number] for number in twins.tolist()])
            found[twins] += alone - alone.max()
        cuts: list[_Cut] = []
        chosen: dict[int, _Cut] = {}
        for number in np.argsort(-found, kind="stable")[:SHORT_LIST].tolist():
            length = len(sequences[number])
            if not length or length * 2 > 3 * len(logp):
                continue
            # Candidates of the same length stand on the same characters of the line.
            cut = next((cut for cut in cuts if len(cut.frames) == length), None)
            if cut is None:
                frames = align(pooled, sequences[number])
                cut = _Cut(
                    np.concatenate([windows(line, frames) for line in looks]),
                    _near(logp, frames),
                    _near(pooled, frames),
                )
                cuts.append(cut)
            chosen[number] = cut
        return _Plan(logp, pooled, found.astype(np.float64), cuts, chosen)

    def _joint(self, seen: LogProbs, heard: LogProbs) -> LogProbs:
        """Both networks' opinion of every character of the verifier at each place (places × characters)."""
        recognised = np.where(self._classes > 0, heard[:, self._classes], _FLOOR)
        return np.asarray(np.maximum(seen, _FLOOR) + BETA * np.maximum(recognised, _FLOOR), np.float32)

    def _cell(self, plan: "_Plan", candidates: Sequence[Candidate]) -> CellEvidence:
        short = {
            number: self._evidence(candidates[number], float(plan.found[number]), cut)
            for number, cut in plan.chosen.items()
        }
        classes, _, path = greedy(plan.pooled)
        free = "".join(self._alphabet.characters[number - 1] for number in greedy(plan.logp)[0])
        return CellEvidence(short, plan.found, free, path, len(classes))

    def _evidence(self, candidate: Candidate, line: float, cut: "_Cut") -> Evidence:
        both = cut.alone if candidate.exact else cut.together
        seen = cut.seen_alone if candidate.exact else cut.seen_together
        characters = [c for c in plain(candidate.text) if self._alphabet.encode(c)]
        chances, leads, rivals = [], [], []
        for place, character in enumerate(characters):
            own = self._known(character)
            if own is None:
                chances.append(_FLOOR)
                leads.append(_FLOOR)
                rivals.append(" ")
                continue
            others = both[place].copy()
            others[own if candidate.exact else self._group_of.get(own, [own])] = -np.inf
            best = int(others.argmax())
            chances.append(max(float(seen[place, own]), _FLOOR))
            leads.append(float(both[place, own] - others[best]))
            rivals.append(self._verifier.characters[best])
        return Evidence(line, np.array(chances), np.array(leads), "".join(rivals))

    def _known(self, character: str) -> int | None:
        """The verifier's class of a character, or of another writing of it."""
        return next((self._place[c] for c in variants(character) + fold(character) if c in self._place), None)


@dataclass
class _Cut:
    """A line cut into the characters of one length: their windows, look by look, and what the recogniser heard at each."""

    windows: NDArray[np.float32]
    plain_frames: LogProbs
    frames: LogProbs
    alone: LogProbs = field(init=False)
    together: LogProbs = field(init=False)
    seen_alone: LogProbs = field(init=False)
    seen_together: LogProbs = field(init=False)


@dataclass
class _Plan:
    """One cell before the verifier has looked: the recogniser's frames, the scores of all candidates, and the cut of each
    short-listed one."""

    logp: LogProbs
    pooled: LogProbs
    found: Floats
    cuts: list[_Cut]
    chosen: dict[int, _Cut]


def _as_one(looks: LogProbs) -> LogProbs:
    """Log-probabilities of several looks (looks × places × classes) as one: their mean, made to sum to 1."""
    if len(looks) == 1:
        return np.asarray(looks[0])
    mean = looks.mean(0)
    return np.asarray(mean - np.log(np.exp(mean).sum(1, keepdims=True)), np.float32)


def _near(logp: LogProbs, frames: Sequence[int]) -> LogProbs:
    """Log-probability of each class around each frame, the blank left out (places × classes)."""
    near = np.stack([logp[max(0, frame - 1) : frame + 2].max(0) for frame in frames])
    return np.asarray(near - np.log(np.exp(near[:, 1:]).sum(1, keepdims=True) + 1e-30), np.float32)
