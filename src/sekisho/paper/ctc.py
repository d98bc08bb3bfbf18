"""Connectionist temporal classification (Graves et al. 2006): scores of given strings, the free reading, alignment."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sekisho.base.kanji import GROUPS, fold, plain, variants

LogProbs = NDArray[np.float32]
_NEVER = np.float32(-1e9)


class Pools:
    """Adds up the probabilities of all writings of a kanji (高/髙) in a table of log-probabilities."""

    def __init__(self, place: Mapping[str, int]) -> None:
        members = [[place[character] for character in group if character in place] for group in GROUPS]
        longest = max(map(len, members))
        #: One table a size of group, so that each is added up in one go.
        self._tables = [
            np.array(chosen)
            for size in range(2, longest + 1)
            if (chosen := [group for group in members if len(group) == size])
        ]

    def __call__(self, logp: LogProbs) -> LogProbs:
        """A copy of ``logp`` (n × classes) in which each writing carries the probability of all its writings."""
        together = logp.copy()
        for table in self._tables:
            together[:, table] = np.log(np.exp(logp[:, table]).sum(2) + 1e-30)[:, :, None]
        return together


class Alphabet:
    """Strings to classes and back; ``pooled`` lets every writing of a kanji (高/髙) count as one."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self._class = {character: number for number, character in enumerate(characters, start=1)}
        self._pools = Pools(self._class)
        #: What the network lacks is read as its common form or another writing of it.
        self._known = dict(self._class)
        for character in "".join(GROUPS):
            others = (c for c in variants(character) + fold(character) if c in self._class)
            if character not in self._class and (other := next(others, None)):
                self._known[character] = self._class[other]

    def encode(self, text: str) -> list[int]:
        """Classes of ``text``; a character that the network doesn't know is scored as its common form or another
        writing of it, and left out where there is none."""
        return [number for character in plain(text) if (number := self._known.get(character, 0))]

    def encode_exact(self, character: str) -> int:
        """The class of exactly this character; 0 when the network has none."""
        return self._class.get(character, 0)

    def pooled(self, logp: LogProbs) -> LogProbs:
        """See ``Pools``."""
        return self._pools(logp)


def score(logp: LogProbs, sequences: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """Log-likelihood of each class sequence given the frames (``logp``: frames × classes), all paths summed."""
    if not sequences:
        return np.zeros(0, np.float32)
    longest = max(1, max(map(len, sequences)))
    count = len(sequences)
    labels = np.zeros((count, 2 * longest + 1), np.int64)
    lengths = np.array([len(sequence) for sequence in sequences])
    for row, sequence in enumerate(sequences):
        labels[row, 1 : 2 * len(sequence) : 2] = sequence
    skip = np.zeros(labels.shape, bool)
    skip[:, 3::2] = labels[:, 3::2] != labels[:, 1:-2:2]
    emitted = logp[:, labels].astype(np.float32)
    state = np.full(labels.shape, _NEVER, np.float32)
    state[:, 0] = emitted[0, :, 0]
    state[:, 1] = emitted[0, :, 1]
    # From the same place, from the one before, from two before: added up relative to the likeliest of the three.
    ways = np.full((3, *labels.shape), _NEVER, np.float32)
    barred = np.where(skip, np.float32(0), _NEVER)
    for frame in emitted[1:]:
        ways[0] = state
        ways[1, :, 1:] = state[:, :-1]
        np.add(state[:, :-2], barred[:, 2:], out=ways[2, :, 2:])
        best = ways.max(0)
        ways -= best
        state = np.log(np.exp(ways, out=ways).sum(0)) + best + frame
        ways[2, :, :2] = ways[1, :, :1] = _NEVER
    rows = np.arange(count)
    last = state[rows, 2 * lengths]
    before = np.where(lengths > 0, state[rows, np.maximum(2 * lengths - 1, 0)], _NEVER)
    return np.asarray(np.logaddexp(last, before), np.float32)


def greedy(logp: LogProbs) -> tuple[list[int], list[int], float]:
    """The free reading: its classes, the frame where each is strongest, and the log-probability of the path."""
    best = logp.argmax(1)
    path = logp[np.arange(len(logp)), best]
    classes: list[int] = []
    frames: list[int] = []
    before = 0
    for number, found in enumerate(best):
        if found and found != before:
            classes.append(int(found))
            frames.append(number)
        elif found and path[number] > path[frames[-1]]:
            frames[-1] = number
        before = found
    return classes, frames, float(path.sum())


def align(logp: LogProbs, sequence: Sequence[int]) -> list[int]:
    """The frame at which each class of ``sequence`` is strongest on the best path (Viterbi)."""
    labels = np.zeros(2 * len(sequence) + 1, np.int64)
    labels[1::2] = sequence
    emitted = logp[:, labels]
    skip = np.zeros(len(labels), bool)
    skip[3::2] = labels[3::2] != labels[1:-2:2]
    state = np.full(len(labels), _NEVER, np.float32)
    state[: min(2, len(labels))] = emitted[0, :2]
    back = np.zeros(emitted.shape, np.int8)
    for number in range(1, len(emitted)):
        options = np.full((3, len(labels)), _NEVER, np.float32)
        options[0] = state
        options[1, 1:] = state[:-1]
        options[2, 2:] = np.where(skip[2:], state[:-2], _NEVER)
        back[number] = options.argmax(0)
        state = options.max(0) + emitted[number]
    place = len(labels) - 1 if len(labels) < 2 or state[-1] >= state[-2] else len(labels) - 2
    strongest = [(-np.inf, 0)] * len(sequence)
    for number in range(len(emitted) - 1, -1, -1):
        if place % 2:
            strongest[place // 2] = max(strongest[place // 2], (float(emitted[number, place]), -number))
        place -= int(back[number, place])
    return [-number for _, number in strongest]
