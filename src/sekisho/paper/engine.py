"""The networks that a page is read with, and what comes out for each cell."""

import functools
import threading
from dataclasses import dataclass

import cv2

from sekisho.paper.ctc import Alphabet
from sekisho.paper.evidence import Scorer
from sekisho.paper.recogniser import Recogniser, load_recogniser
from sekisho.paper.verifier import Verifier


@dataclass(frozen=True)
class Reading:
    """What a cell says.

    ``probability``: calibrated chance that ``text`` is right, 0..1. ``reason``: why it is not sure, in Japanese,
    empty when there is nothing to say. ``candidates``: the best ones with their chances, best first.
    """

    text: str
    probability: float
    reason: str
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Engine:
    """A recogniser of lines, its alphabet, and the scorer that adds the verifier's opinion of single characters; ``threads``: for
    what else reads a page, 0 for every core."""

    recogniser: Recogniser
    alphabet: Alphabet
    scorer: Scorer
    threads: int


_loading = threading.Lock()


def load_engine(threads: int = 0) -> Engine:
    """The shipped engine, loaded once a process; ``threads`` 0 takes every core."""
    with _loading:
        return _load(threads)


@functools.cache
def _load(threads: int) -> Engine:
    if threads:
        # In each of several processes OpenCV would take every core for itself.
        cv2.setNumThreads(threads)
    recogniser = load_recogniser(threads)
    alphabet = Alphabet(recogniser.characters)
    return Engine(recogniser, alphabet, Scorer(alphabet, Verifier(threads)), threads)
