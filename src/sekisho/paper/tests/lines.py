"""Lines as a recogniser would give them, made from a text: each character a frame, blanks between."""

import numpy as np

from sekisho.paper.ctc import Alphabet
from sekisho.paper.recogniser import Line

CHARACTERS = "0123456789年月日令和平成RH./-−(火水木金土同上々ー陰陽性+○×レ一二三佐藤"
ALPHABET = Alphabet(CHARACTERS)


def line(text: str, sure: float = 0.995, rivals: dict[int, tuple[str, float]] | None = None) -> Line:
    """``rivals``: at the place of a character, another one with its probability."""
    frames = []
    for place, character in enumerate(text):
        for shown in (character, ""):
            frame = np.full(len(CHARACTERS) + 1, (1 - sure) / len(CHARACTERS))
            frame[CHARACTERS.index(shown) + 1 if shown else 0] = sure
            if shown and rivals and place in rivals:
                other, share = rivals[place]
                frame[CHARACTERS.index(shown) + 1] = sure - share
                frame[CHARACTERS.index(other) + 1] = share
            frames.append(frame)
    logp = np.log(np.array(frames or [np.array([1.0] + [1e-9] * len(CHARACTERS))])).astype(np.float32)
    return Line(logp, np.full((48, 16), 255, np.uint8), 0, 0, 1.0)
