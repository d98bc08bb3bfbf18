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
_TALL, _RULE, _DARK = 0.35, 0.98, 140
#: The day: a 1 or 2 alone behind the month. (A month that loses its other half is far from the sheet's.)
_LONE = re.compile(r"\d\D+([12])日?$")


def hides_a_digit(line: Line, alphabet: Alphabet) -> bool:
    """The day of the free reading is a lone 1 or 2, and there is ink for two digits."""
    classes, frames, _ = greedy(line.logp)
    text = "".join(alphabet.characters[number - 1] for number in classes)
    lone = _LONE.search(text)
    if not lone:
        return False
    left, right = spans(line, frames)[lone.start(1)]
    ink = (line.image < _DARK).astype(np.uint8)
    height = len(ink)
    count, _, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    inside = [
        stats[number]
        for number in range(1, count)
        if left <= centres[number, 0] < right
        # As tall as a digit, and not the rest of a rule, which runs from top to bottom.
        and _TALL * height <= stats[number, cv2.CC_STAT_HEIGHT] < _RULE * height
    ]
    widest = _WIDEST[lone.group(1)]
    return len(inside) > 1 or any(one[cv2.CC_STAT_WIDTH] > widest * one[cv2.CC_STAT_HEIGHT] for one in inside)
