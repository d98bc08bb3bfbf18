"""11 that the recogniser reads as 1: two alike narrow digits share its frames and become one.

No likelihood shows that, since the network sees no gap; the ink does: where a lone 1 or 2 was read, there must be
one stroke group, no wider than one digit.
"""

import re

import cv2
import numpy as np

from sekisho.paper.ctc import Alphabet, greedy
from sekisho.paper.recogniser import Line
from sekisho.paper.verifier import spans

#: Widest shape (width / height) that a lone digit has.
_WIDEST = {"1": 0.75, "2": 1.15}
#: A piece of ink counts from this share of the line's height on, and when it is dark enough.
_TALL, _DARK = 0.35, 140
_LONE = re.compile(r"(?<!\d)[12](?!\d)")


def hides_a_digit(line: Line, alphabet: Alphabet) -> bool:
    """A 1 or 2 that stands alone in the free reading has ink for two digits."""
    classes, frames, _ = greedy(line.logp)
    text = "".join(alphabet.characters[number - 1] for number in classes)
    lone = [found.start() for found in _LONE.finditer(text)]
    if not lone:
        return False
    ink = (line.image < _DARK).astype(np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    parts = spans(line, frames)
    for place in lone:
        left, right = parts[place]
        inside = [
            number
            for number in range(1, count)
            if left <= centres[number, 0] < right and stats[number, cv2.CC_STAT_HEIGHT] >= _TALL * len(ink)
        ]
        if len(inside) > 1:
            return True
        if inside:
            _, _, width, height, _ = stats[inside[0]]
            if width > _WIDEST[text[place]] * height:
                return True
    return False
